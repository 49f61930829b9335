"""staging.stg_rt_transactions: the words of a text, how it came, and what can't be read."""

from typing import Any

import pytest

from tests.warehouse.models.tracker import ticket, txn, written

MODEL = "stg_rt_transactions"
PLAIN, HTML = ("text/plain", "Broken.\n"), ("text/html", "<p>It is <b>broken</b> &amp; cold.</p>")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((PLAIN,), "Broken."),
        ((("multipart/alternative", ""), HTML, PLAIN), "Broken."),
        ((("multipart/alternative", ""), ("text/plain", " \n"), HTML), "It is broken & cold."),
        ((("multipart/mixed", ""),), None),
    ],
)
def test_plain_text_is_preferred_and_an_empty_one_does_not_count(
    stage: Any, parts: Any, text: str | None
) -> None:
    staged = stage(MODEL, order="number", rt_transactions=[written(10, 0, "Create", "kunde", *parts)])

    assert staged.columns("text") == [(text,)]


@pytest.mark.parametrize(
    ("creator", "interface", "channel"),
    [
        ("kunde", "Email", "mail"),
        ("kunde", "Web", "portal"),
        ("anna", "Web", "other"),
        ("webform", "REST", "web_form"),
        ("anna", "REST", "other"),
    ],
)
def test_it_came_by_the_interface_or_as_the_settings_say(
    stage: Any, creator: str, interface: str, channel: str
) -> None:
    landed = [written(10, 0, "Create", creator, interface=interface)]
    staged = stage(MODEL, order="number", rt_tickets=[ticket()], rt_transactions=landed)

    assert staged.columns("channel") == [(channel,)]


@pytest.mark.parametrize(
    ("headers", "is_automatic"),
    [
        ("", False),
        ("Auto-Submitted: no", False),
        ("auto-submitted: auto-replied", True),
        ("Precedence: bulk", True),
        ("Subject: Auto-Submitted: auto-replied", False),
    ],
)
def test_a_mail_says_itself_that_a_program_wrote_it(stage: Any, headers: str, is_automatic: bool) -> None:
    landed = [written(10, 0, "Correspond", "kunde", interface="Email", headers=headers)]

    assert stage(MODEL, order="number", rt_transactions=landed).columns("is_automatic") == [(is_automatic,)]


def test_what_can_not_be_read_is_rejected_with_the_reason(stage: Any) -> None:
    staged = stage(
        MODEL, order="number",
        rt_transactions=[
            txn(10, 0, "Status", Created="gestern"), txn(11, 0, "Status", Created="1970-01-01T00:00:00Z"),
            txn(12, 0, "Status", ObjectId=None), txn(13, 0, "Comment", Creator=""), txn(14, 0, "Status", Creator=""),
        ],
    )  # fmt: skip

    assert staged.columns("number") == [(14,)]
    assert staged.rejected == [
        ("10", "Created: 'gestern' is no instant"),
        ("11", "Created: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("12", "ObjectId: is empty"),
        ("13", "Creator: is empty"),
    ]
