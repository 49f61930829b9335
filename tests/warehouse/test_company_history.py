"""What holds for a time: calendars, names, people, targets, and the instants at which they change."""

from datetime import UTC, date, datetime

import pytest

from tests.warehouse.conftest import COMPANY, Build
from tests.warehouse.test_company_problems import SOUND, problems
from warehouse.company import load
from warehouse.configuration.opening_hours import CalendarHistory, Period

CHANGED = """
[company]
id = "nordfunk"
zone = "Europe/Berlin"
[[departments]]
id = "service"
name = "Kundenservice"
name_en = "Customer service"
former_names = [{ name = "Hotline", until = 2026-09-01 }, { name = "Annahme", name_en = "Desk", until = 2026-04-01 }]
calendars = [{ name = "old", until = 2026-10-01 }, { name = "new" }]
groups = ["Kundenservice", { id = "Support", until = 2026-09-01 }]
agents = ["380", { id = "381", from = 2026-01-01, until = 2026-09-15 }]
[[departments]]
id = "press"
name = "Presse"
calendar = "new"
agents = [{ id = "381", from = 2026-09-15 }]
[calendars.old]
zone = "Europe/Berlin"
monday = ["09:00-12:00"]
[calendars.new]
zone = "Europe/Berlin"
monday = ["08:00-20:00"]
[[targets]]
id = "solved"
name = "Gelöst"
metric = "resolution"
within = "2 d"
goal = 0.8
from = 2026-01-01
until = 2026-10-01
[[targets]]
id = "answered"
name = "Beantwortet"
metric = "first_response"
within = "2 h"
goal = 0.8
also = true
pause = "waiting_approval"
[sources.files]
type = "files"
path = "none.csv"
"""


def company(folder, text=CHANGED):
    (folder / "leitstand.toml").write_text(text, encoding="utf-8")
    return load(folder / "leitstand.toml", {})


def test_a_department_has_a_calendar_or_several_one_after_the_other(tmp_path):
    known = company(tmp_path)
    service, press = known.departments
    old, new = known.calendars["old"], known.calendars["new"]

    assert known.calendar_of(service) == CalendarHistory(
        "old until 2026-10-01, new",
        (Period(old, None, date(2026, 10, 1)), Period(new, date(2026, 10, 1), None)),
    )
    assert known.calendar_of(press) == new
    assert sorted(known.effective_calendars) == ["new", "old", "old until 2026-10-01, new"]


def test_a_history_of_one_calendar_means_that_calendar(tmp_path):
    single = CHANGED.replace('calendar = "new"', 'calendars = [{ name = "new" }]')

    assert company(tmp_path, single).calendar_of(company(tmp_path, single).departments[1]).name == "new"
    assert company(tmp_path, single).config_hash == company(tmp_path).config_hash


def test_a_resolution_waits_for_the_customer_and_other_targets_for_nobody_unless_told(tmp_path):
    solved, answered = company(tmp_path).targets

    assert (solved.pause, solved.also, solved.first, solved.until) == (
        ("waiting_customer",),
        False,
        date(2026, 1, 1),
        date(2026, 10, 1),
    )
    assert (answered.pause, answered.also, answered.first) == (("waiting_approval",), True, None)
    never = company(tmp_path, CHANGED.replace('"2 d"', '"2 d"\npause = []')).targets
    assert never[0].pause == ()
    plain = company(tmp_path, CHANGED.replace('pause = "waiting_approval"', "")).targets
    assert plain[1].pause == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{ name = "old", until = 2026-10-01 }', '{ name = "old", until = 2026-10-02 }'),
        ('{ name = "Hotline", until = 2026-09-01 }', '{ name = "Hotline", until = 2026-09-02 }'),
        ('{ id = "Support", until = 2026-09-01 }', '"Support"'),
        ("from = 2026-01-01\n", ""),
        ("also = true", "also = false"),
        ('pause = "waiting_approval"', ""),
        ("[calendars.old]", '[promises]\ndefault_within = "2 d"\n[calendars.old]'),
        ("[calendars.old]", '[answers]\nhandle_cap = "20 min"\n[calendars.old]'),
        ("[calendars.old]", '[answers]\ndouble_within = "20 min"\n[calendars.old]'),
        ("[calendars.old]", "[answers]\nsplit_pattern = 'Teil \\d'\n[calendars.old]"),
    ],
)
def test_what_held_when_is_part_of_the_hash(tmp_path, old, new):
    assert old in CHANGED
    assert company(tmp_path, CHANGED.replace(old, new)).config_hash != company(tmp_path).config_hash


def test_what_is_the_default_is_no_part_of_the_hash(tmp_path):
    plain = CHANGED + '[promises]\ndefault_within = "3 d"\n[answers]\ndouble_within = "30 min"\n'
    assert company(tmp_path, plain).config_hash == company(tmp_path).config_hash


GROUPS = 'name = "Kundenservice"\n'
MISTAKES = {
    "a calendar beside its history": (
        GROUPS, GROUPS + 'calendars = [{ name = "service_hours" }]\n',
        '[[departments]] "service" calendars: stands beside calendar; keep one of them',
    ),
    "an unknown calendar of a history": (
        'calendar = "service_hours"', 'calendars = [{ name = "service_hour" }]',
        'calendars no. 1 name: unknown calendar "service_hour"; did you mean "service_hours"?',
    ),
    "a history whose first part doesn't end": (
        'calendar = "service_hours"', 'calendars = [{ name = "service_hours" }, { name = "service_hours" }]',
        'calendars no. 1 until: is missing; add the first day of the calendar that follows it',
    ),
    "a history that ends": (
        'calendar = "service_hours"', 'calendars = [{ name = "service_hours", until = 2026-01-01 }]',
        "calendars no. 1 until: ends the last calendar; remove it",
    ),
    "a history out of order": (
        'calendar = "service_hours"',
        'calendars = [{ name = "service_hours", until = 2026-02-01 }, { name = "service_hours", until = 2026-01-01 }, '
        '{ name = "service_hours" }]',
        "calendars no. 2 until: 2026-01-01 doesn't lie after 2026-02-01; put the oldest first",
    ),
    "a history in two zones": (
        'calendar = "service_hours"',
        'calendars = [{ name = "utc", until = 2026-02-01 }, { name = "service_hours" }]\n[calendars.utc]\n'
        'zone = "UTC"\nmonday = ["08:00-12:00"]\n[nothing]\n',
        '"utc" is in UTC and "service_hours" in Europe/Berlin; a history has one zone',
    ),
    "a key of no calendar part": (
        'calendar = "service_hours"', 'calendars = [{ name = "service_hours", untl = 2026-01-01 }]',
        'calendars no. 1 untl: unknown key; did you mean "until"?',
    ),
    "a day in quotes": (
        GROUPS, GROUPS + 'agents = [{ id = "1", until = "2026-01-01" }]\n',
        '[[departments]] "service" agents no. 1 until: must be a day without quotes like 2026-12-24, not "2026-01-01"',
    ),
    "a member who leaves before coming": (
        GROUPS, GROUPS + 'agents = [{ id = "1", from = 2026-02-01, until = 2026-01-01 }]\n',
        "agents no. 1 until: 2026-01-01 doesn't lie after from = 2026-02-01; until is the first day that no longer",
    ),
    "a member of two departments at once": (
        "[calendars.",
        'agents = ["7"]\n[[departments]]\nid = "press"\nname = "X"\nagents = [{ id = "7", from = 2026-02-01 }]\n'
        "[calendars.",
        '[[departments]] "press" agents: "7" also belongs to "service" on 2026-02-01; let one of them end before',
    ),
    "a member who is there twice": (
        GROUPS, GROUPS + 'groups = ["G", { id = "G", until = 2026-02-01 }]\n',
        '[[departments]] "service" groups: "G" stands twice for the same days; keep it once',
    ),
    "a member without an id": (
        GROUPS, GROUPS + "agents = [{ from = 2026-02-01 }]\n",
        '[[departments]] "service" agents no. 1 id: is missing; add it',
    ),
    "two names that ended together": (
        GROUPS,
        GROUPS + 'former_names = [{ name = "A", until = 2026-01-01 }, { name = "B", until = 2026-01-01 }]\n',
        'former_names no. 2 until: 2026-01-01 also ended "A"; a department has one name at a time',
    ),
    "a former name that never ended": (
        GROUPS, GROUPS + 'former_names = [{ name = "A" }]\n',
        'former_names no. 1 until: is missing; add it',
    ),
    "a target that ends before it begins": (
        "goal", "from = 2026-02-01\nuntil = 2026-02-01\ngoal",
        "[[targets]] \"quick\" until: 2026-02-01 doesn't lie after from = 2026-02-01; ",
    ),
    "a pause of no state": (
        "goal", 'pause = ["waiting_custmer"]\ngoal',
        'pause no. 1: "waiting_custmer" is not known; did you mean "waiting_customer"?',
    ),
    "a day target that pauses": (
        'within = "15 min"', 'due = "end_of_next_business_day"\npause = ["waiting_customer"]',
        "pause: a target by business day has no clock that could stand; remove pause",
    ),
    "a pattern that is none": (
        "[[assign]]", "[answers]\nsplit_pattern = '(\\d'\n[[assign]]",
        "[answers] split_pattern: '(\\d' is no pattern (missing ): (\\d); write it like '\\(\\d/\\d\\)'",
    ),
    "a pattern that looks around": (
        "[[assign]]", "[answers]\nsplit_pattern = '(?=Teil)'\n[[assign]]",
        "[answers] split_pattern: '(?=Teil)' is no pattern (invalid perl operator: (?=); ",
    ),
    "a pattern that fits everything": (
        "[[assign]]", "[answers]\nsplit_pattern = 'x*'\n[[assign]]",
        "[answers] split_pattern: 'x*' fits every text; say what a declared split looks like",
    ),
    "a time of nothing": (
        "[[assign]]", '[promises]\ndefault_within = "0 d"\n[[assign]]',
        '[promises] default_within: "0 d" is no time at all; write at least "1 s"',
    ),
    "an unknown key of answers": (
        "[[assign]]", '[answers]\ndoubles_within = "1 h"\n[[assign]]',
        '[answers] doubles_within: unknown key; did you mean "double_within"?',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_about_validity_is_one_line_with_its_place_and_mend(tmp_path, old, new, expected):
    assert old in SOUND
    lines = problems(tmp_path, SOUND.replace(old, new, 1))
    assert [line for line in lines if expected in line], lines
    assert all(line.startswith("leitstand.toml: [") for line in lines)


def test_people_who_moved_belong_to_each_department_for_their_time(build: Build):
    built = build(company=CHANGED)

    found = built.query(
        "select department_id, from_at, until_at from company.identities "
        "where kind = 'agent' and (source, value) in (select 'files', pseudonym('files', '381')) order by from_at"
    )
    moved = datetime(2026, 9, 14, 22, tzinfo=UTC)  # midnight in Berlin, in summer
    assert found == [
        {"department_id": "service", "from_at": datetime(2025, 12, 31, 23, tzinfo=UTC), "until_at": moved},
        {"department_id": "press", "from_at": moved, "until_at": None},
    ]
    assert built.query(
        "select value, from_at, until_at from company.identities where kind = 'group' order by 1"
    ) == [
        {"value": "Kundenservice", "from_at": None, "until_at": None},
        {"value": "Support", "from_at": None, "until_at": datetime(2026, 8, 31, 22, tzinfo=UTC)},
    ]


def test_who_is_listed_twice_is_one_member(build: Build):
    built = build(company=COMPANY.replace('groups = ["Service"]', 'groups = ["Service", "Service"]'))

    found = built.query("select count(*) as n from company.identities where value = 'Service'")
    assert found == [{"n": 1}]


def test_settings_that_nobody_wrote_have_their_defaults(build: Build):
    (row,) = build().query("select * from company.settings")

    assert (row["double_seconds"], row["handle_cap_seconds"], row["promise_seconds"]) == (1800, 1800, 259_200)
    assert (row["at_risk_share"], row["stayed_resolved_seconds"]) == (0.2, 604_800)
    assert row["split_pattern"] == r"\(\s*\d\s*/\s*\d\s*\)"
