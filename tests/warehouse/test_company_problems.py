"""Every mistake in leitstand.toml is one line that names file, section, field and mend; all of them come at once."""

import pytest

from warehouse.company import ConfigError, load

SOUND = """
[company]
id = "nordfunk"
zone = "Europe/Berlin"

[sources.facebook]
type = "facebook"
token = "env:FACEBOOK_TOKEN"

[[departments]]
id = "service"
name = "Kundenservice"
calendar = "service_hours"

[calendars.service_hours]
zone = "Europe/Berlin"
monday = ["08:00-12:00"]

[[targets]]
id = "quick"
name = "Binnen 15 Min."
metric = "first_response"
within = "15 min"
goal = 0.8

[[assign]]
by = "group"
"""
ENVIRON = {"FACEBOOK_TOKEN": "very-secret"}


def problems(folder, text, environ=ENVIRON, **options):
    path = folder / "leitstand.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, environ, **options)
    assert all("\n" not in line for line in caught.value.problems)
    return caught.value.problems


ZONE = 'zone = "Europe/Berlin"\n\n[sources'
HOURS = 'monday = ["08:00-12:00"]'
MISTAKES = {
    "an unknown section": ("[company]", "topcis = 3\n[company]", "[topcis]: unknown section; "),
    "an unknown section that is near": ("[[assign]]", "[[asign]]", '[asign]: unknown section; did you mean "assign"?'),
    "an unknown key": (ZONE, 'languge = "de"\n' + ZONE, '[company] languge: unknown key; did you mean "language"?'),
    "a key of no calendar": (HOURS, HOURS + '\nmondy = []', 'mondy: unknown key; did you mean "monday"?'),
    "a named calendar": (HOURS, HOURS + '\nname = "x"', "[calendars.service_hours] name: unknown key; the name stands"),
    "a key of no closure": (
        HOURS,
        HOURS + "\nclosures = [{ day = 2026-12-24, hour = [] }]",
        '[calendars.service_hours] closures no. 1 hour: unknown key; did you mean "hours"?',
    ),
    "an id that is missing": ('id = "nordfunk"', "", "[company] id: is missing; add it"),
    "an id with a blank": ('"nordfunk"', '"nord funk"', '[company] id: "nord funk" is no id; use letters'),
    "an id that means no owner": ('"service"', '"none"', '[[departments]] "none" id: "none" stands for "no owner"'),
    "a zone": (
        "Europe/Berlin", "Europe/Berln",
        '[company] zone: "Europe/Berln" is no IANA time zone; did you mean "Europe/Berlin"?',
    ),
    "a zone of a calendar": (
        'zone = "Europe/Berlin"\nmonday',
        'zone = "CEST"\nmonday',
        '[calendars.service_hours] zone: "CEST" is no IANA time zone; write it like "Europe/Berlin"',
    ),
    "an instant without offset": (
        ZONE,
        "as_of = 2026-11-21T06:00:00\n" + ZONE,
        "[company] as_of: 2026-11-21 06:00:00 has no offset; write it like 2026-11-21T06:00:00+01:00",
    ),
    "an instant that is a day": (ZONE, "as_of = 2026-11-21\n" + ZONE, "[company] as_of: "),
    "a language": (ZONE, 'language = "fr"\n' + ZONE, '[company] language: "fr" is not known; known: de, en'),
    "a number in quotes": (
        "[[assign]]", '[episodes]\ngap_hours = "72"\n[[assign]]',
        "[episodes] gap_hours: must be a whole number",
    ),
    "a gap of nothing": (
        "[[assign]]", "[episodes]\ngap_hours = 0\n[[assign]]",
        "[episodes] gap_hours: must be at least 1, not 0",
    ),
    "overlapping hours": (
        HOURS, 'monday = ["08:00-12:00", "11:00-13:00"]',
        'monday: "08:00-12:00" and "11:00-13:00" overlap; ',
    ),
    "hours over midnight that overlap": (
        HOURS,
        'sunday = ["22:00-06:00"]\nmonday = ["05:00-12:00"]',
        '[calendars.service_hours] sunday: "22:00-06:00" runs past midnight and overlaps monday "05:00-12:00"; ',
    ),
    "empty hours": (
        HOURS, 'monday = ["08:00-08:00"]',
        'monday: "08:00-08:00" is empty; leave it out, or write "00:00-24:00"',
    ),
    "hours with seconds": (
        HOURS, 'monday = ["08:00:30-12:00"]',
        'monday: "08:00:30-12:00" is no interval in whole minutes; ',
    ),
    "an hour that no clock shows": (HOURS, 'monday = ["08:00-25:00"]', 'monday: "08:00-25:00" holds no time of day; '),
    "hours without quotes": (HOURS, "monday = [8]", 'monday: 8 must be an interval in quotes like "08:00-12:00"'),
    "a calendar that never opens": (HOURS, "", "[calendars.service_hours]: never opens; add hours like monday"),
    "round the clock beside hours": (HOURS, "always = true\n" + HOURS, "always: means round the clock; remove it"),
    "a country": (
        HOURS, HOURS + '\nholidays = "Germany"',
        'holidays: no holidays are known for "Germany"; write a country code',
    ),
    "a subdivision": (
        HOURS, HOURS + '\nholidays = "DE-NRW"',
        'holidays: no subdivision "NRW" of DE is known; known: BB, BE',
    ),
    "a closure backwards": (
        HOURS,
        HOURS + "\nclosures = [{ from = 2026-12-26, to = 2026-12-24 }]",
        "[calendars.service_hours] closures no. 1 from: 2026-12-26 lies after to = 2026-12-24; swap them",
    ),
    "a closure of no day": (
        HOURS, HOURS + '\nclosures = [{ name = "x" }]',
        "closures no. 1 day: is missing; add day = ",
    ),
    "a closure with half a range": (
        HOURS, HOURS + "\nclosures = [{ from = 2026-12-24 }]",
        "closures no. 1 to: is missing",
    ),
    "a closure with both": (
        HOURS,
        HOURS + "\nclosures = [{ day = 2026-12-24, from = 2026-12-24, to = 2026-12-25 }]",
        "closures no. 1 day: stands beside from/to",
    ),
    "two closures of a day": (
        HOURS,
        HOURS + '\nclosures = [{ from = 2026-12-24, to = 2026-12-31, name = "A" }, { day = 2026-12-31, name = "B" }]',
        '[calendars.service_hours] closures: "A" and "B" both hold for 2026-12-31; ',
    ),
    "an unknown calendar": (
        'calendar = "service_hours"',
        'calendar = "service_hour"',
        '[[departments]] "service" calendar: unknown calendar "service_hour"; did you mean "service_hours"?',
    ),
    "a kind": (
        'name = "Kundenservice"', 'name = "K"\nkind = "servise"',
        'kind: "servise" is not known; did you mean "service"?',
    ),
    "a colour": ('name = "Kundenservice"', 'name = "K"\ncategory = 7', "category: must be at most 6, not 7"),
    "a member that is a number": (
        'name = "Kundenservice"',
        'name = "K"\nagents = ["1", 1001]',
        '[[departments]] "service" agents no. 2: must be text in quotes, not 1001',
    ),
    "an id that is taken": (
        "[calendars.",
        '[[departments]]\nid = "service"\nname = "X"\n[calendars.',
        '[[departments]] no. 2 id: "service" is taken already; choose another',
    ),
    "a target id that is taken": (
        "[[assign]]",
        '[[targets]]\nid = "quick"\nname = "X"\nmetric = "resolution"\nwithin = "1 d"\ngoal = 0\n[[assign]]',
        '[[targets]] no. 2 id: "quick" is taken already; choose another',
    ),
    "a queue of two departments": (
        "[calendars.",
        'groups = ["G"]\n[[departments]]\nid = "press"\nname = "X"\ngroups = ["G"]\n[calendars.',
        '[[departments]] "press" groups: "G" also belongs to "service"; keep it in one department',
    ),
    "a metric": ('"first_response"', '"first_reply"', '[[targets]] "quick" metric: "first_reply" is not known; '),
    "a channel": ("goal", 'channel = ["mails"]\ngoal', 'channel no. 1: "mails" is not known; did you mean "mail"?'),
    "a visibility": (
        "goal", 'visibility = "pivate"\ngoal',
        'visibility no. 1: "pivate" is not known; did you mean "private"?',
    ),
    "a platform": (
        "goal", 'platform = "facebok"\ngoal',
        'platform no. 1: "facebok" is not known; did you mean "facebook"?',
    ),
    "a clock": ("goal", 'clock = "busines"\ngoal', 'clock: "busines" is not known; did you mean "business"?'),
    "a target of nobody": (
        "goal", 'department = "servic"\ngoal',
        'department: unknown department "servic"; did you mean "service"?',
    ),
    "a goal in percent": ("goal = 0.8", "goal = 80", '[[targets]] "quick" goal: must be at most 1'),
    "a goal below nothing": ("goal = 0.8", "goal = -0.1", "goal: must be at least 0"),
    "a goal in words": ("goal = 0.8", 'goal = "0.8"', "goal: must be a number without quotes"),
    "no within and no due": (
        'within = "15 min"', "",
        '[[targets]] "quick" within: is missing; add within = "15 min", or due',
    ),
    "within and due": ("goal", 'due = "end_of_next_business_day"\ngoal', "due: stands beside within; "),
    "another due": ('within = "15 min"', 'due = "tomorrow"', 'due: "tomorrow" is not known; '),
    "a business day around the clock": (
        'within = "15 min"',
        'due = "end_of_next_business_day"\nclock = "calendar"',
        'clock: a target by business day needs clock = "business"',
    ),
    "a duration": ('"15 min"', '"15 minutes"', 'within: "15 minutes" is no duration; write it like "15 min"'),
    "a duration of nothing": ('"15 min"', '"0 s"', 'within: "0 s" is no time at all'),
    "a duration without unit": ('"15 min"', "900", 'within: "900" is no duration'),
    "a way of assigning": (
        'by = "group"', 'by = "groups"',
        '[[assign]] no. 1 by: "groups" is not known; did you mean "group"?',
    ),
    "a rule that assigns nothing": ('by = "group"', 'platform = "x"', "[[assign]] no. 1 department: is missing"),
    "a rule that assigns twice": ("by", 'department = "service"\nby', "[[assign]] no. 1 by: stands beside department"),
    "a rule for nobody": ('by = "group"', 'department = "press"', 'unknown department "press"; known: service'),
    "a rule for no source": (
        "by", 'source = "facebok"\nby',
        '[[assign]] no. 1 source: unknown source "facebok"; did you mean "facebook"?',
    ),
    "a source's name": (
        "sources.facebook", "sources.Face-book",
        "[sources.Face-book]: is no name for a source; take a to z",
    ),
    "a source's type": ('type = "facebook"', "", '[sources.facebook] type: is missing; add type = "facebook"'),
    "a source that is no table": ("[sources.facebook]", "[sources]", "[sources.type]: must be a table of its own"),
    "a variable that is not set": (
        "FACEBOOK_TOKEN",
        "OTHER_TOKEN",
        "[sources.facebook] token: environment variable OTHER_TOKEN is not set; export it before you start",
    ),
    "a nested variable that is not set": (
        "token =",
        'http.headers = ["x", "env:HEADER"]\ntoken =',
        "[sources.facebook] http.headers: environment variable HEADER is not set; ",
    ),
    "a table for a list": (
        "[[assign]]", "[assign]",
        "[[assign]]: must be a list of tables; write [[assign]] with double brackets",
    ),
    "a list for a table": ("[company]", "[[company]]", "[company]: must be a table; write [company]"),
}  # fmt: skip


def test_the_file_is_sound_but_for_the_mistakes_below(tmp_path):
    (tmp_path / "leitstand.toml").write_text(SOUND)
    assert load(tmp_path / "leitstand.toml", ENVIRON).id == "nordfunk"


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_with_its_place_and_mend(tmp_path, old, new, expected):
    assert old in SOUND
    lines = problems(tmp_path, SOUND.replace(old, new, 1))
    assert [line for line in lines if expected in line], lines
    assert all(line.startswith("leitstand.toml: [") for line in lines)


def test_all_mistakes_come_at_once(tmp_path):
    text = (
        SOUND.replace('zone = "Europe/Berlin"\n\n', 'zone = "X"\n\n')
        .replace('calendar = "service_hours"', 'calendar = "hours"')
        .replace(HOURS, 'monday = ["12:00-12:00"]\ntuesday = ["9-5"]')
        .replace("goal = 0.8", 'goal = 8\ndue = "end_of_next_business_day"')
        .replace('by = "group"', 'by = "team"')
    )
    lines = problems(tmp_path, text, environ={})

    assert [line.removeprefix("leitstand.toml: ").split(":")[0] for line in lines] == [
        "[company] zone",
        "[sources.facebook] token",
        '[[departments]] "service" calendar',
        "[calendars.service_hours] monday",
        "[calendars.service_hours] tuesday",
        '[[targets]] "quick" goal',
        '[[targets]] "quick" due',
        "[[assign]] no. 1 by",
    ]
