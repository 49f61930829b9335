"""A Facebook page's conversations over HTTP: newest first, each message once, resumed after any page."""

from datetime import timedelta
from typing import Any

import pytest

from tests.connectors.conftest import Asked, Reply
from tests.connectors.facebook_wire import TOKEN, UNTIL, Serve, ids, page_at, stamp


class Inbox:
    """Conversations newest first, one to a page, with two messages nested in each."""

    def __init__(self) -> None:
        self.threads = {
            "t_1": [(1, 3)],
            "t_2": [(20, 5), (21, 6), (22, 7), (23, 8), (24, 9)],
            "t_3": [(30, 10)],
        }
        self.refused: set[str] = set()

    def __call__(self, asked: Asked) -> Any:
        *_, node, edge = asked.path.split("/")
        begin = int(asked.params.get("after", "x0").removeprefix("x"))
        if asked.params.get("after") in self.refused:
            self.refused.clear()
            return Reply({"error": {"code": 100, "message": "(#100) Invalid cursors values"}}, 400)
        if edge == "messages":
            return self._messages(node, begin)
        order = sorted(self.threads, key=lambda name: self.threads[name][-1][1], reverse=True)
        data = [
            {
                "id": name, "updated_time": stamp(self.threads[name][-1][1]),
                "participants": {"data": [{"id": "5"}, {"id": "9000"}]}, "messages": self._messages(name, 0),
            }
            for name in order[begin : begin + 1]
        ]  # fmt: skip
        more = begin + 1 < len(order)
        return {"data": data, **({"paging": {"next": f"http://h/x?after=x{begin + 1}"}} if more else {})}

    def _messages(self, name: str, begin: int) -> dict[str, Any]:
        newest = list(reversed(self.threads[name]))
        data = [
            {"id": f"m_{number}", "created_time": stamp(day)} for number, day in newest[begin : begin + 2]
        ]
        link = f"https://graph.facebook.com/v26.0/{name}/messages?access_token={TOKEN}&after=x{begin + 2}"
        return {"data": data, **({"paging": {"next": link}} if begin + 2 < len(newest) else {})}


@pytest.mark.server
def test_every_message_of_every_conversation_is_read_with_its_conversation(serve: Serve) -> None:
    pages = list(page_at(serve(Inbox()).url).fetch("messages", {}, until=UNTIL))

    assert ids(iter(pages)) == ["m_30", "m_24", "m_23", "m_22", "m_21", "m_20", "m_1"]
    [last] = pages[-1].records
    assert last.payload == {
        "conversation": {
            "id": "t_1", "updated_time": stamp(3), "participants": {"data": [{"id": "5"}, {"id": "9000"}]}
        },
        "message": {"id": "m_1", "created_time": stamp(3)},
    }  # fmt: skip
    assert TOKEN not in str(pages)
    assert pages[-1].cursor == {"watermark": UNTIL.isoformat()}


@pytest.mark.server
def test_the_next_time_only_conversations_that_changed_are_read(serve: Serve) -> None:
    inbox = Inbox()
    server = serve(inbox)
    page = page_at(server.url)
    cursor = list(page.fetch("messages", {}, until=UNTIL))[-1].cursor
    inbox.threads["t_1"].append((2, 21))
    server.asked.clear()
    later = list(page.fetch("messages", cursor, until=UNTIL + timedelta(days=2)))

    assert ids(iter(later)) == ["m_2", "m_1"]
    assert len(server.asked) == 2
    assert later[-1].cursor == {
        "watermark": (UNTIL + timedelta(days=2)).isoformat(), "before": UNTIL.isoformat()
    }  # fmt: skip


@pytest.mark.server
def test_a_conversation_that_jumps_to_the_front_during_a_pass_is_not_lost(serve: Serve) -> None:
    inbox = Inbox()
    page = page_at(serve(inbox).url)
    pages = page.fetch("messages", {}, until=UNTIL)
    first = [next(pages), next(pages)]
    inbox.threads["t_1"].append((2, 21))
    first += pages
    second = list(page.fetch("messages", first[-1].cursor, until=UNTIL + timedelta(days=2)))

    assert {"m_1", "m_2"} <= set(ids(iter([*first, *second])))


@pytest.mark.server
def test_messages_resume_after_any_page_without_losing_one(serve: Serve) -> None:
    page = page_at(serve(Inbox()).url)
    whole = list(page.fetch("messages", {}, until=UNTIL))
    for stop in range(1, len(whole)):
        rest = list(page.fetch("messages", whole[stop - 1].cursor, until=UNTIL))
        assert ids(iter([*whole[:stop], *rest])) == ids(iter(whole))
        assert rest[-1].cursor == whole[-1].cursor


@pytest.mark.server
def test_a_stored_place_that_the_platform_no_longer_knows_begins_from_the_top(serve: Serve) -> None:
    inbox = Inbox()
    page = page_at(serve(inbox).url)
    first = next(iter(page.fetch("messages", {}, until=UNTIL)))
    inbox.refused.add(first.cursor["pass"]["next"]["after"])

    assert len(ids(page.fetch("messages", first.cursor, until=UNTIL))) == 7
