"""A page on LinkedIn, with its impressions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.linkedin import LinkedIn
from simulator.platforms.linkedin_page import ORGANISATION, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def page(_: Path) -> Iterator[Subject]:
    with SmallServer({"linkedin": LinkedIn(build(5, int(UNTIL.timestamp())), "page-secret")}) as server:
        settings = {"organization_id": ORGANISATION.rpartition(":")[2], "token": "page-secret"}
        yield Subject(
            settings={
                "base_url": server.url_of("linkedin"),
                "start": date(2026, 10, 1),
                "read_statistics": True,
                **settings,
            },
            until=UNTIL,
            created={"posts": "post.createdAt", "comments": "comment.created.time", "statistics": None},
            refusable=(
                "r_organization_social",
                "r_organization_social_feed",
                "rw_organization_admin",
            ),
            server=server,
            platform="linkedin",
            looks=frozenset({"statistics"}),
        )


SUBJECTS = {"linkedin": page}
