"""The list of cases: as many rows as what led there counted, and an address that is a saved view."""

import re

import duckdb
import pytest

from dashboard.cards.backlog import backlog_levels, moments
from dashboard.cards.cases import case_conditions, case_grid
from dashboard.cards.cases.case_events import EVENTS
from dashboard.cards.cases.case_lists import SORTABLE, listing
from dashboard.components.static import markup
from dashboard.data import Reader
from dashboard.export import write_csv
from dashboard.page import all_pages
from dashboard.pages import cases
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company import publish

AS_OF = "2026-11-21T05:00:00Z"


def ids(rows) -> list[str]:
    return [row["id"] for row in rows]


def counted(view, sql: str) -> int:
    return view.rows(f"select count(*) from {sql}").item()


def test_the_period_holds_the_cases_that_opened_in_it(view):
    shown = view("/cases?p=7d")
    since, until = shown.span
    wanted = shown.rows(
        "select count(*) from marts.fct_cases where opened_at >= ? and opened_at < ?", (since, until)
    ).item()

    assert listing(shown).total == wanted > 0
    assert listing(view("/cases?time=any")).total == counted(shown, "marts.fct_cases")


@pytest.mark.demand(13)
@pytest.mark.parametrize(
    ("keys", "condition"),
    [
        ("f.department_id=marketing,none", "department_id = 'marketing' or department_id is null"),
        ("x.channel=mail,comment&f.platform=facebook", "channel not in ('mail', 'comment') and platform = 'facebook'"),
        ("state=resolved,deleted", "status in ('resolved', 'deleted')"),
        ("reopened=true&f.department_id=service", "reopen_count > 0 and department_id = 'service'"),
        ("reopened=false", "reopen_count = 0"),
        ("resolved=false", "first_resolved_at is null"),
    ],
)  # fmt: skip
def test_values_of_one_filter_add_up_and_filters_narrow_one_another(view, keys, condition):
    shown = view(f"/cases?time=any&{keys}")

    assert listing(shown).total == counted(shown, f"marts.fct_cases where {condition}")


@pytest.mark.demand(10, 12)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_what_happened_to_cases_has_a_row_for_each_time(view, event):
    key, column = next(iter(event.keys.items()), ("unowned", None))
    if column is None:
        assert listing(view(f"/cases?time=any&{key}=true")).total == counted(view(), event.table)
        return
    frame = view().rows(f"select {column} as value, count(*) as n from {event.table} group by 1 order by 1")
    for value, n in frame.iter_rows():
        shown = view(f"/cases?time=any&{key}={'none' if value is None else value}")
        assert listing(shown).kind == event.kind
        assert listing(shown).total == n == len(list(listing(shown)))


def test_the_period_of_what_happened_is_that_of_its_beginning(view):
    shown = view("/cases?p=7d&handoff_kind=department")
    since, until = shown.span
    wanted = shown.rows(
        "select count(*) from marts.fct_handoffs where kind = 'department' and handed_at >= ? and handed_at < ?",
        (since, until),
    ).item()

    assert listing(shown).total == wanted


def test_the_page_s_clock_chooses_when_a_target_was_due(view):
    for clock, column in (("business", "state"), ("calendar", "calendar_state")):
        shown = view(f"/cases?time=any&clock={clock}&sla_state=breached")
        assert listing(shown).total == counted(shown, f"marts.fct_sla_instances where {column} = 'breached'")


def test_a_second_kind_narrows_the_cases_of_the_first(view):
    shown = view("/cases?time=any&handoff_kind=department&sla_state=breached")
    both = counted(
        shown,
        "marts.fct_sla_instances where state = 'breached' and case_id in"
        " (select case_id from marts.fct_handoffs where kind = 'department')",
    )

    assert (listing(shown).kind, listing(shown).total) == ("sla", both)


@pytest.mark.demand(10)
@pytest.mark.definition(10)
@pytest.mark.parametrize(
    "search", ["", "f.department_id=marketing", "f.department_id=none", "f.channel=mail"]
)
@pytest.mark.parametrize("at", [AS_OF, "2026-11-17T13:00:00Z", "2026-11-12T09:17:31Z"])
def test_the_backlog_of_any_moment_leads_to_the_cases_open_then_by_state_and_age(view, search, at):
    shown = view(f"/backlog?p=90d&at={at}&{search}")
    for row in moments.by_state(shown):
        address = f"/cases?{search}&open_at={at}&state={row['state']}"
        assert listing(view(address)).total == row["open"]
        assert listing(view(f"{address}&age=open_1_3d")).total == row["open_1_3d"]
    for row in backlog_levels.departments(shown).to_dicts():
        owner = row["department_id"] or "none"
        if search and f"department_id={owner}" not in search and "channel" not in search:
            continue
        channel = "&f.channel=mail" if "channel" in search else ""
        assert listing(view(f"/cases?f.department_id={owner}{channel}&open_at={at}")).total == row["open"]


def test_an_address_is_a_saved_view_columns_and_order_included(view):
    shown = view("/cases?time=any&cols=priority,waits&sort=age_seconds.desc")

    assert case_grid.chosen(shown, "cases") == ("waits", "priority")
    answer = case_grid.answer(shown, {"startRow": 0, "endRow": 30, "sortModel": []})
    ages = [row["age_seconds"] for row in listing(shown).page(0, 30, "age_seconds desc")]
    assert ages == sorted(ages, reverse=True)
    assert set(answer["rowData"][0]) >= {"message", "waits", "priority", "href"}


@pytest.mark.parametrize("order", [None, "wait_count asc"], ids=["as it comes", "by waits"])
def test_a_case_without_a_wait_had_none_where_its_messages_are_known(tmp_path, order):
    path = publish(tmp_path)
    with duckdb.connect(str(path)) as connection:
        found = connection.execute("select case_id from marts.fct_cases order by case_id limit 2").fetchall()
        (known, unknown) = [case_id for (case_id,) in found]
        connection.execute("delete from marts.fct_waits where case_id in (?, ?)", [known, unknown])
        connection.execute("update marts.fct_cases set human_reply_count = null where case_id = ?", [unknown])

    with Reader(tmp_path).snapshot() as held:
        rows = listing(View(parse("/cases", f"time=any&case={known},{unknown}"), held)).page(0, 9, order)
    assert {row["case_id"]: row["wait_count"] for row in rows} == {known: 0, unknown: None}


@pytest.mark.parametrize("column", SORTABLE[:8])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_pages_of_rows_join_without_gap_or_repeat_in_any_order(view, column, direction):
    rows = listing(view("/cases?p=7d"))
    order = f"{column} {direction}"

    whole = ids(rows.page(0, 80, order))
    assert whole == ids(rows.page(0, 30, order)) + ids(rows.page(30, 80, order))
    assert len(set(whole)) == len(whole)


def test_the_list_cannot_be_sorted_by_what_it_does_not_offer(view):
    with pytest.raises(ValueError, match="cannot be sorted"):
        listing(view("/cases")).page(0, 10, "id; drop table x")


@pytest.mark.demand(11, 12)
def test_the_file_has_every_row_that_is_counted_and_names_instead_of_ids(view):
    card = cases.rows(view("/cases?lang=en&p=90d&f.department_id=press"))
    lines = write_csv(card.columns, card.rows, "en").splitlines()

    assert len([line for line in lines if re.match(r"(zendesk|facebook):", line)]) == len(card.rows) > 50
    assert any(",Press," in line for line in lines)


def test_conditions_are_said_in_words_and_each_can_be_taken_away(view):
    shown = view("/cases?lang=en&sla_state=breached&sla_target=private_15min&handoff_to=press&time=any")
    text = markup(case_conditions.chips(shown))

    for words in ("missed", "Within 15 min", "Press", "all days"):
        assert words in text
    assert len(re.findall(r'class="ls-chip-x"', text)) == 4


@pytest.mark.thorough
def test_every_link_to_the_list_asks_for_what_the_list_knows(drawn):
    known, found = {*case_conditions.KEYS, *case_conditions.OTHER}, set()
    for page in all_pages():
        if page.path.endswith("/") and page.path != "/":
            continue
        text = str(drawn(page.path, "lang=en")["main"])
        for search in re.findall(r"/cases\?([^'\" #\\]+)", text.replace("&amp;", "&")):
            found |= {(page.path, key) for key in parse("/cases", search).extra if key not in known}
    assert found == set()


def test_a_snapshot_older_than_a_table_says_so(view, monkeypatch):
    shown = view("/cases?lang=en&flag=unknown_group")
    tables = {name: columns for name, columns in shown.snapshot.tables.items() if name != "marts.fct_flags"}
    monkeypatch.setitem(shown.snapshot.__dict__, "tables", tables)

    assert "marts.fct_flags" in markup(cases.rows(shown).body)
    assert cases.layout(shown).count is None


@pytest.mark.parametrize("search", ["p=7d", "time=any&handoff_kind=department"])
def test_a_case_knows_its_place_in_the_list_it_was_opened_from(view, search):
    rows = listing(view(f"/cases?{search}"))

    assert rows.place(rows[0]["case_id"]) == 1
    assert rows.place("zendesk:nowhere") is None
