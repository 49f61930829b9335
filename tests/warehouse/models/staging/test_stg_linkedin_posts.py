"""From an organisation's posts on LinkedIn to posts, those gone noticed by their absence."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_linkedin_posts"
NINE = 1_795_078_800_000  # 2026-11-19 09:00 UTC


def post(number: int, published: Any = NINE, **fields: Any) -> tuple[str, dict[str, Any]]:
    urn = f"urn:li:share:{number}"
    usual = {"id": urn, "commentary": "Neu", "publishedAt": published, "lifecycleState": "PUBLISHED"}
    return urn, usual | fields


def walk(hour: int, *numbers: int, since: str = "2026-11-01T00:00:00+00:00") -> tuple[str, dict[str, Any]]:
    walked_at = f"2026-11-20T{hour:02}:00:00+00:00"
    ids = [f"urn:li:share:{number}" for number in numbers]
    return f"walk@{walked_at}", {"walk": {"walked_at": walked_at, "since": since, "post_ids": ids}}


def test_a_post_keeps_its_time_and_says_whether_it_is_an_ad(stage: Any) -> None:
    records = [post(1), post(2, adContext={"isDsc": True}), post(3, None, createdAt=NINE + 500)]
    staged = stage(MODEL, order="post_id", linkedin_posts=records)

    nine = datetime(2026, 11, 19, 9, tzinfo=UTC)
    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid") == [
        ("linkedin:urn:li:share:1", "linkedin", "2414183", nine, False),
        ("linkedin:urn:li:share:2", "linkedin", "2414183", nine, True),
        ("linkedin:urn:li:share:3", "linkedin", "2414183", nine.replace(microsecond=500_000), False),
    ]


def test_a_text_loses_the_brackets_and_backslashes_that_stand_for_people_and_signs(stage: Any) -> None:
    text = r"Danke @[Tina \(Technik\)](urn:li:person:a1) {hashtag|\#|netz} 100% \_neu\_"
    staged = stage(MODEL, order="1", linkedin_posts=[post(1, commentary=text)])

    assert staged.columns("text") == [("Danke @Tina (Technik) #netz 100% _neu_",)]


def test_a_post_is_gone_since_the_first_listing_that_no_longer_had_it(stage: Any) -> None:
    records = [post(1), post(2), walk(6, 1, 2), walk(7, 2), walk(8, 2)]
    staged = stage(MODEL, order="post_id", linkedin_posts=records)

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 20, 7, tzinfo=UTC),), (None,)]


def test_a_listing_that_reaches_back_less_far_says_nothing(stage: Any) -> None:
    records = [post(1), walk(6, 1), walk(7, since="2026-11-19T10:00:00+00:00")]

    assert stage(MODEL, order="1", linkedin_posts=records).columns("deleted_at") == [(None,)]


def test_a_post_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [
        post(1, "gestern"),
        post(2, None),
        post(3, 7),
        post(4, lifecycleState="DRAFT"),
        post(5, 10**18),
    ]
    staged = stage(MODEL, order="1", linkedin_posts=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("urn:li:share:1", "publishedAt: 'gestern' is no number of milliseconds"),
        ("urn:li:share:2", "publishedAt: is empty"),
        ("urn:li:share:3", "publishedAt: '7' is before 1990 or after 2099"),
        ("urn:li:share:4", "lifecycleState: DRAFT is not published"),
        ("urn:li:share:5", "publishedAt: '1000000000000000000' is no number of milliseconds"),
    ]


def test_a_post_is_a_post_of_the_company(stage: Any) -> None:
    staged = stage("marts.dim_post", order="post_id", linkedin_posts=[post(1)])

    assert staged.columns("post_id", "platform") == [("linkedin:urn:li:share:1", "linkedin")]
