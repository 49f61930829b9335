"""What the tests of the Facebook connector share: a connector at an address, and a page with posts and comments."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from connectors import facebook_graph
from connectors.facebook import FacebookPage, Settings
from connectors.facebook_graph import Graph
from connectors.http import BearerAuth, Http, Limits
from connectors.page import Page, Record
from tests.connectors.conftest import Asked, Loopback

TOKEN = "EAAG-secret"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
Serve = Callable[[Any], Loopback]


def page_at(url: str, **given: Any) -> FacebookPage:
    limits = Limits(attempts=3)
    http = Http(
        f"{url}/v26.0", facebook_graph.judge, auth=BearerAuth(TOKEN), secrets=(TOKEN,), limits=limits,
        now=lambda: UNTIL, sleep=lambda _: None,
    )  # fmt: skip
    settings = {"page_id": "9000", "token": TOKEN, "base_url": url, "start": date(2026, 11, 1)} | given
    return FacebookPage(Settings(**settings), Graph(http))


def stamp(day: int, hour: int = 9, minute: int = 0) -> str:
    return f"2026-11-{day:02}T{hour:02}:{minute:02}:00+0000"


def post(number: int, day: int) -> dict[str, Any]:
    return {"id": f"9000_{number}", "created_time": stamp(day), "from": {"id": "9000"}}


def comment(number: int, day: int, hour: int = 9, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"1_{number}",
        "created_time": stamp(day, hour),
        "message": "Hallo",
        "from": {"id": "5"},
    } | fields


def records(pages: Iterator[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


def ids(pages: Iterator[Page]) -> list[str | None]:
    return [record.record_id for record in records(pages) if "walk" not in record.payload]


class Wall:
    """A page with posts and comments, answering as the Graph API does, two to a page of results."""

    def __init__(self, posts: list[Any], comments: dict[str, list[Any]]) -> None:
        self.posts, self.comments = posts, comments

    def __call__(self, asked: Asked) -> Any:
        *_, node, edge = asked.path.split("/")
        if edge == "feed":
            since, until = int(asked.params["since"]), int(asked.params["until"])
            items = [
                item
                for item in self.posts
                if since <= datetime.fromisoformat(item["created_time"]).timestamp() <= until
            ]
        else:
            assert (asked.params["filter"], asked.params["order"]) == ("stream", "reverse_chronological")
            items = self.comments.get(node, [])
        items = sorted(items, key=lambda item: item["created_time"], reverse=True)
        begin = int(asked.params.get("after", 0))
        answer: dict[str, Any] = {"data": items[begin : begin + 2]}
        if begin + 2 < len(items):
            link = f"https://elsewhere.example/v26.0/x?access_token={TOKEN}&limit=2&after={begin + 2}"
            answer["paging"] = {"cursors": {"after": str(begin + 2)}, "next": link}
        return answer
