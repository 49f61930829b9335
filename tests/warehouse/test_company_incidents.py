"""Incidents of the configuration: when they were, and what is wrong with them."""

from datetime import UTC, datetime

from tests.warehouse.conftest import COMPANY, Build
from tests.warehouse.test_company_problems import SOUND, problems
from warehouse.company import load

OUTAGE = """
[[incidents]]
name = "Netzausfall Nord"
from = {first}
until = {until}
topic = "outage"
"""


def incidents(folder, first: str, until: str):
    (folder / "leitstand.toml").write_text(SOUND + OUTAGE.format(first=first, until=until), encoding="utf-8")
    return load(folder / "leitstand.toml", {"FACEBOOK_TOKEN": "x"}).incidents


def test_a_time_without_an_offset_is_one_of_the_companys_clock_and_a_day_is_its_midnight(tmp_path):
    (one,) = incidents(tmp_path, "2026-09-14T06:20:30", "2026-09-15")

    assert one.from_at == datetime(2026, 9, 14, 4, 20, 30, tzinfo=UTC)
    assert one.until_at == datetime(2026, 9, 14, 22, tzinfo=UTC)


def test_an_offset_is_followed(tmp_path):
    (one,) = incidents(tmp_path, "2026-09-14T06:20:00Z", "2026-09-14T09:00:00+01:00")

    assert [one.from_at.hour, one.until_at.hour] == [6, 8]


def test_an_incident_that_ends_before_it_begins_is_a_problem_with_its_section(tmp_path):
    text = SOUND + OUTAGE.format(first="2026-09-14T06:20:00", until="2026-09-14T06:00:00")

    (line,) = problems(tmp_path, text)
    assert "[[incidents]] no. 1" in line and "until" in line and "doesn't lie after" in line


def test_a_time_in_quotes_is_a_problem_and_says_how_to_write_it(tmp_path):
    text = SOUND + OUTAGE.format(first='"gestern"', until="2026-09-14T06:00:00")

    (line,) = problems(tmp_path, text)
    assert "from" in line and "2026-09-14T06:20:00" in line


def test_incidents_stand_in_a_table_of_their_own(build: Build):
    company = COMPANY + OUTAGE.format(first="2026-09-14T06:20:00Z", until="2026-09-14T13:00:00Z")

    built = build(company=company)
    assert built.query("select name, topic, until_at > from_at as is_right from company.incidents") == [
        {"name": "Netzausfall Nord", "topic": "outage", "is_right": True}
    ]
