"""The card on satisfaction, on a snapshot to which ratings were added: who was heard, and how few say nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.cards.responses import satisfaction_card
from dashboard.components.static import markup
from dashboard.data import Reader, Snapshot
from dashboard.pages import process
from dashboard.urls import parse
from dashboard.view import View
from warehouse.database import current_snapshot

ADDRESS = "/process?p=90d&lang="
# 40 of the service were asked: 30 answered, 24 of them with 4 or 5; three of the press, all "bad".
RATINGS = """
create or replace table marts.fct_ratings as
with asked as (
    select
        range as number,
        if(range < 40, 'service', 'press') as department_id,
        case when range < 24 then '4' when range < 30 then '2' when range >= 40 then 'bad' end as said
    from range(43)
)
select
    number::varchar as rating_id, 'zendesk' as source, 'ticket_system' as platform, 'mail' as channel,
    'private' as visibility, 'zendesk:' || number as case_id, department_id, null::varchar as agent_id,
    as_of - interval 20 days as asked_at, if(said is null, null, as_of - interval 19 days) as rated_at,
    (as_of - interval 20 days)::date as told_day, said,
    case said when '4' then 0.75 when '2' then 0.25 when 'bad' then 0.0 end::double as score,
    score > 0.5 as is_satisfied, false as has_comment, 0::bigint as revised_count
from asked cross join marts.dim_snapshot
"""


@pytest.fixture(scope="module")
def rated(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("rated")
    shutil.copytree(var / "serving", folder / "serving")
    with duckdb.connect(str(current_snapshot(folder))) as connection:
        connection.execute(RATINGS)
    with Reader(folder).snapshot() as held:
        yield held


def page(snapshot: Snapshot, address: str) -> View:
    path, _, search = address.partition("?")
    return View(parse(path, search), snapshot)


def test_the_card_says_how_many_were_heard_and_ranks_no_few(rated: Snapshot) -> None:
    card = satisfaction_card.card(page(rated, ADDRESS + "en"))

    assert card.heading == "73% of 33 customers who were heard were satisfied"
    columns = ("department_id", "satisfied", "rated", "score", "answered", "asked", "is_few")
    assert [tuple(row[name] for name in columns) for row in card.rows] == [
        ("service", 0.8, 30, 0.65, 0.75, 40, False), ("press", 0.0, 3, 0.0, 1.0, 3, True),
    ]  # fmt: skip
    assert "grey" in markup(card.footer)


def test_a_filter_holds_and_a_department_that_nobody_rated_says_so(rated: Snapshot) -> None:
    card = satisfaction_card.card(page(rated, ADDRESS + "en&f.department_id=press"))
    assert card.heading == "How satisfied were customers?"  # three are too few for a finding
    card = satisfaction_card.card(page(rated, ADDRESS + "de&f.department_id=marketing"))
    assert "Bewertungen" in markup(card.body)


def test_the_page_has_the_card_only_where_there_is_something_to_say(
    rated: Snapshot, snapshot: Snapshot
) -> None:
    for lang, word in (("en", "who were heard were satisfied"), ("de", "die sich äußerten, waren zufrieden")):
        assert word in markup(process.layout(page(rated, ADDRESS + lang)).children)
        assert word not in markup(process.layout(page(snapshot, ADDRESS + lang)).children)
