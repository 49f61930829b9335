"""The list of waits: as many rows as the figure counts, in order of contribution, whatever led there."""

from datetime import UTC, datetime

import polars as pl
import pytest

from dashboard.cards.backlog import backlog_levels
from dashboard.cards.cases import wait_grid
from dashboard.cards.cases.wait_lists import instant, listing
from dashboard.export import write_csv
from dashboard.pages import waits

AS_OF = "2026-11-21T05:00:00Z"


def ids(rows) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize("search", ["", "clock=calendar", "f.channel=mail", "x.department_id=service&p=90d"])
def test_a_first_response_figure_leads_to_exactly_its_waits(view, search):
    figure = view(f"/responses?{search}").evaluate("first_response_time", (), clock=_clock(search))
    counted = figure.filter(pl.col("statistic") == "p50")["sample_size"].item()

    assert listing(view(f"/waits?{search}&metric=first_response_time")).total == counted


@pytest.mark.parametrize("search", ["", "clock=calendar", "f.department_id=marketing,none"])
def test_a_target_leads_to_what_it_counted_met_and_missed(view, search):
    frame = view(f"/sla?{search}").evaluate("answered_within_target", ("target_id",), clock=_clock(search))

    for row in frame.filter(pl.col("statistic") == "value", pl.col("target_id").is_not_null()).to_dicts():
        address = f"/waits?{search}&target_id={row['target_id']}&sla_state="
        assert listing(view(address + "met,breached")).total == row["sample_size"]
        assert listing(view(address + "met")).total == row["numerator"]


@pytest.mark.parametrize(
    "search", ["", "f.department_id=marketing", "f.department_id=none", "f.channel=mail"]
)
def test_the_backlog_leads_to_exactly_its_open_cases_by_age(view, search):
    level = backlog_levels.level(view(f"/backlog?{search}"))

    assert listing(view(f"/waits?{search}&at={AS_OF}")).total == level["open"]
    for age in ("open_0_1h", "open_5_24h", "open_over_7d"):
        assert listing(view(f"/waits?{search}&at={AS_OF}&age={age}")).total == level[age]


def test_the_backlog_of_any_hour_leads_to_the_cases_open_then(view):
    hours = backlog_levels.hours(view("/backlog?p=7d"))

    for row in hours.sample(12, seed=1).to_dicts():
        at = row["hour_at"].astimezone(UTC).isoformat().replace("+00:00", "Z")
        assert listing(view(f"/waits?at={at}")).total == row["open"]


def test_a_day_of_the_flows_leads_to_what_came_and_went(view):
    days = backlog_levels.flows(view("/backlog?p=7d"))

    for row in days.to_dicts():
        day = f"p={row['date_day']}..{row['date_day']}"
        assert listing(view(f"/waits?{day}&flow=opened,reopened")).total == row["count_in"]
        assert listing(view(f"/waits?{day}&flow=resolved,merged,deleted")).total == row["count_out"]


def test_pages_of_rows_hold_every_row_once(view):
    found = listing(view("/waits?p=90d"))

    in_pages = [row for start in range(0, found.total, 700) for row in found.page(start, start + 700)]
    assert ids(in_pages) == ids(found)
    assert len(set(ids(in_pages))) == found.total == len(found)


def test_missed_waits_stand_in_order_of_how_overdue_they_are(view):
    found = listing(view("/waits?sla_state=breached"))[:200]

    overdue = [row["over_seconds"] for row in found]
    assert overdue == sorted(overdue, reverse=True)
    assert min(overdue) > 0


def test_open_cases_stand_oldest_first(view):
    ages = [row["age_seconds"] for row in listing(view(f"/waits?at={AS_OF}"))]

    assert ages == sorted(ages, reverse=True)


def test_the_clock_decides_which_verdict_and_time_are_listed(view):
    business = {row["id"]: row for row in listing(view("/waits"))}
    calendar = {row["id"]: row for row in listing(view("/waits?clock=calendar"))}

    assert business.keys() == calendar.keys()
    assert any(business[key]["state"] != calendar[key]["state"] for key in business)
    assert all((business[key]["seconds"] or 0) <= calendar[key]["seconds"] + 1e-6 for key in business)


def test_no_period_lists_all_days(view):
    assert listing(view("/waits?time=any&outcome=open")).total >= listing(view("/waits?outcome=open")).total


def test_the_grid_sorts_only_by_its_own_columns(view):
    found = listing(view("/waits"))

    assert found.page(0, 5, "opened_at asc")[0]["opened_at"] == min(row["opened_at"] for row in found)
    with pytest.raises(ValueError, match="cannot be sorted"):
        found.page(0, 5, "1; drop table x asc")


def test_values_of_an_address_are_never_read_as_sql(view):
    assert listing(view("/waits?target_id=x')%20or%20true--")).total == 0


def test_the_grid_is_answered_with_texts_links_and_the_full_count(view):
    shown = view("/waits?lang=en&sla_state=breached&from=%2Fsla")

    answer = wait_grid.answer(shown, {"startRow": 0, "endRow": 3, "sortModel": []})

    first = answer["rowData"][0]
    assert answer["rowCount"] == listing(shown).total
    assert len(answer["rowData"]) == 3
    assert first["state"] == "missed"
    assert first["message"].startswith("Hallo, seit gestern")
    assert first["href"].startswith("/conversation/")
    assert "list=1" in first["href"]
    assert "sla_state=breached" in first["href"]


def test_a_wait_without_business_time_shows_a_dash_not_zero(view):
    answer = wait_grid.answer(
        view("/waits?f.department_id=legal"), {"startRow": 0, "endRow": 1, "sortModel": []}
    )

    assert answer["rowData"][0]["seconds"] == "—"


def test_the_export_has_every_row_and_names_instead_of_ids(view):
    card = waits.rows(view("/waits?lang=en&p=90d&f.department_id=press"))

    lines = write_csv(card.columns, card.rows, "en").splitlines()
    assert len([line for line in lines if "zendesk:" in line or "facebook:" in line]) == len(card.rows) > 50
    assert "Press" in write_csv(card.columns, card.rows[:1], "en")


def test_the_way_back_leads_to_the_page_as_it_was(view):
    shown = view("/waits?lang=en&f.department_id=press&sla_state=breached&from=%2Fsla%3Fp%3D90d")

    assert waits.trail(shown) == [("SLA compliance", "/sla?p=90d&lang=en")]


def test_a_link_without_origin_still_finds_a_way_back(view):
    assert waits.trail(view("/waits?lang=en&metric=first_response_time"))[0][1].startswith("/responses")
    assert waits.trail(view(f"/waits?lang=en&at={AS_OF}"))[0][1].startswith("/backlog")


def test_conditions_are_said_in_words(view):
    shown = view("/waits?lang=en&target_id=private_15min")

    assert waits.condition(shown, "target_id", "private_15min") == "Within 15 min"
    assert waits.condition(shown, "sla_state", "met,breached") == "kept, missed"
    assert waits.condition(shown, "outcome", "open") == "open"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_whatever_a_figure_of_the_response_page_asks_for_is_said_as_a_chip(view, lang):
    own = "metric=double_answers&double=across&turn=first&stakeholder=journalist,none&given_up=day"
    chips = waits._conditions(view(f"/waits?lang={lang}&{own}&answered_in_week=false&since=arrival")).children

    assert len(chips) == 7


def test_an_instant_without_offset_is_utc():
    expected = datetime(2026, 11, 20, 12, tzinfo=UTC)

    assert instant("2026-11-20T12:00:00") == expected
    assert instant("2026-11-20T13:00:00+01:00") == expected
    assert instant("2026-11-20T13:00:00 01:00") == expected  # a plus sign that an address turned into a space


def _clock(search: str) -> str:
    return "calendar" if "clock=calendar" in search else "business"
