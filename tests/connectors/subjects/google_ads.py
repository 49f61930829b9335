"""An ad account with four campaigns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.google_ads import CLIENT, GoogleAds, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRETS = {
    "developer_token": "developer-secret",
    "client_secret": "client-secret",
    "refresh_token": "refresh-secret",
}


@contextmanager
def account(_: Path) -> Iterator[Subject]:
    platform = GoogleAds(build(int(UNTIL.timestamp())), **SECRETS)
    with SmallServer({"google_ads": platform}) as server:
        address = server.url_of("google_ads")
        yield Subject(
            settings={
                "customer_id": "123-456-7890", "client_id": CLIENT, "start": date(2026, 9, 20), "base_url": address,
                "oauth_url": address, **SECRETS,
            },
            until=UNTIL,
            created={"account": None, "campaigns": None, "days": None},
            refusable=("https://www.googleapis.com/auth/adwords", "Read only", "Basic Access",),
            server=server,
            platform="google_ads",
        )  # fmt: skip


SUBJECTS = {"google_ads": account}
