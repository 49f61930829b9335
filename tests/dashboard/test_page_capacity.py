"""Capacity and forecast: the page shows what is forecast, says why where nothing is, and leads on."""

import re
from datetime import timedelta

import plotly.graph_objects as go
import pytest

from dashboard import urls
from dashboard.cards.capacity import overload, overload_line
from dashboard.cards.capacity.load_forecast import weeks
from dashboard.cards.cases.wait_lists import listing
from dashboard.components.static import markup
from dashboard.figures.load_fan import load_fan
from dashboard.pages import capacity
from dashboard.view import View


def test_departments_stand_in_the_order_in_which_they_break_and_the_unknown_say_why(view):
    card = capacity.departments(view("/capacity?lang=en"))

    days = [row["days"] for row in card.rows if row["days"] is not None]
    reasons = {row["id"]: row["reason"] for row in card.rows}
    assert days == sorted(days)
    assert reasons["product"] and "nobody is on shift" in reasons["product"]
    assert reasons["legal"] and "opening hours" in reasons["legal"]
    assert all(row["people"] is None for row in card.rows if row["id"] == "product")


def test_a_department_without_staffing_shows_a_dash_and_what_would_mend_it(view):
    shown = view("/capacity?lang=en&of=product")
    html = markup(capacity.load(shown).body[1])

    assert "—" in html
    assert "nobody is on shift" in html
    assert "roster" in html
    assert "0 days" not in html


def test_the_fan_holds_every_week_with_a_band_and_the_people_there_are(view):
    shown = view("/capacity?lang=en&of=service")
    rows = weeks(shown, "service")
    coming = [row for row in rows if row["load_p50"] is not None]

    assert len(coming) >= 25
    for row in coming:
        assert row["load_p03"] <= row["load_p10"] <= row["load_p50"] <= row["load_p90"] <= row["load_p98"]
    assert all(row["capacity_hours"] > 0 for row in rows[4:-1])


def test_a_week_that_is_over_leads_to_as_many_waits_as_it_counts(view):
    shown = view("/capacity?lang=en&of=service")
    figure = capacity.load(shown).body[1].children.figure
    line = next(trace for trace in figure["data"] if trace.get("mode") == "lines+markers")
    seen = [row for row in weeks(shown, "service") if row["load_hours"] is not None]

    assert len(line["customdata"]) == len(seen) > 8
    for (_, href), row in zip(line["customdata"], seen, strict=True):
        path, _, query = href.partition("?")
        assert listing(View(urls.parse(path, query), shown.snapshot)).total == row["contacts"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_is_one_that_plotly_takes_and_says_why_it_is_empty(view, scheme):
    shown = view(f"/capacity?lang=de&of=service&scheme={scheme}")
    go.Figure(capacity.load(shown).body[1].children.figure)

    nothing = load_fan(
        [], today=shown.snapshot.about.today, overload=(None, None, None), campaigns=[], lang="de",
        scheme=scheme, empty_reason="keine Vorhersage",
    )  # fmt: skip
    assert nothing["layout"]["annotations"][0]["text"] == "keine Vorhersage"


def test_the_growth_that_is_planned_takes_the_place_of_the_observed_one(view):
    shown = {growth: view(f"/capacity?of=service&growth={growth}") for growth in overload.GROWTHS}
    growths = {name: overload.figures(one, "service")["growth"].estimate for name, one in shown.items()}
    loads = {name: [row["load_p50"] for row in weeks(one, "service")] for name, one in shown.items()}

    assert growths["planned"].value == 0.3
    assert growths["planned"].lower is None
    assert growths["observed"].lower < growths["observed"].value < growths["observed"].upper
    assert loads["planned"] != loads["observed"]


def test_other_filters_and_periods_leave_the_forecast_as_it_is(view):
    plain = overload.dates(view("/capacity"))
    narrowed = overload.dates(view("/capacity?p=7d&f.channel=mail&x.platform=facebook"))
    own = overload.dates(view("/capacity?f.department_id=service"))

    assert narrowed == plain
    assert list(own) == ["service"]


def test_the_check_names_the_naive_forecast_the_band_and_what_was_kept(view):
    card = capacity.check(view("/capacity?lang=en&of=service"))

    whats = [row["what"] for row in card.rows]
    assert whats[:2] == ["Scaled error (MASE), days", "Days inside the 80% band"]
    assert "Within 5 h" in whats
    assert all(row["verdict"] for row in card.rows)
    assert all(row["n"] for row in card.rows)


def test_hours_say_how_many_are_needed_and_nobody_is_needed_at_night(view):
    rows = {row["hour_of_week"]: row for row in capacity.staffing(view("/capacity?of=service")).rows}

    assert rows[10]["people_planned"] == pytest.approx(4)
    assert rows[10]["people_needed"] > 0.5
    assert rows[3]["people_needed"] == 0 if 3 in rows else True


def test_start_leads_here_in_one_click_and_the_answer_is_on_this_page(view, drawn):
    line = overload_line.line(view("/?lang=en"))
    (href,) = re.findall(r'href="([^"]+)"', markup(line))
    path, _, search = href.replace("&amp;", "&").partition("?")
    page = markup(drawn(path, search)["main"])

    assert path == "/capacity"
    assert "until overload" in markup(line)
    assert "Days until overload" in page
    assert "A month too late" in page


def test_the_date_in_the_title_is_that_many_days_from_today(view):
    shown = view("/capacity")
    today = shown.snapshot.about.today

    assert overload.day(shown, 18.0) == today + timedelta(days=18)
    assert overload.day(shown, None) is None
    assert overload.days_range(shown, 6, 37) == "6–37"
    assert overload.days_range(shown, 6, None) == "6 bis über 182"
