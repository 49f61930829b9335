"""What leitstand.toml becomes, and which changes of it mean something."""

import pickle
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from warehouse.company import load

ENVIRON = {"FACEBOOK_TOKEN": "EAAB-very-secret", "FACEBOOK_URL": "http://127.0.0.1:1"}
NORDFUNK = """
[company]
id = "nordfunk"
name = "Nordfunk"
zone = "Europe/Berlin"
language = "de"
as_of = 2026-11-21T06:00:00+01:00

[sources.facebook]
type = "facebook"
page_id = "4711"
token = "env:FACEBOOK_TOKEN"
base_url = "env:FACEBOOK_URL"
start = 2026-08-01
nested = { list = ["env:FACEBOOK_TOKEN", 3] }

[[departments]]
id = "service"
name = "Kundenservice"
name_en = "Customer service"
kind = "service"
calendar = "service_hours"
category = 1
groups = ["Kundenservice", "2nd level"]
handles = ["@NordfunkHilft"]

[[departments]]
id = "press"
name = "Presse"

[calendars.service_hours]
zone = "Europe/Berlin"
monday = ["08:00-12:00", "13:00-20:00"]
friday = ["22:00-06:00"]
holidays = "DE-NW"
closures = [
    { day = 2026-12-24, hours = ["08:00-12:00"], name = "Heiligabend" },
    { from = 2026-12-27, to = 2026-12-30 },
]

[[targets]]
id = "private_15min"
name = "Binnen 15 Min."
metric = "first_response"
channel = ["direct_message", "chat"]
visibility = "private"
within = "15 min"
goal = 0.80

[[targets]]
id = "mail"
name = "Nächster Werktag"
metric = "first_response"
channel = "mail"
department = "service"
due = "end_of_next_business_day"
goal = 1

[[assign]]
source = "facebook"
visibility = "private"
mention = "@NordfunkHilft"
department = "service"

[[assign]]
by = "group"
"""


def company(folder: Path, text: str = NORDFUNK, environ=ENVIRON, **options):
    path = folder / "leitstand.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ, **options)


def test_a_company_has_what_its_file_says(tmp_path):
    nordfunk = company(tmp_path)

    assert (nordfunk.id, nordfunk.name, nordfunk.zone, nordfunk.language) == (
        "nordfunk",
        "Nordfunk",
        "Europe/Berlin",
        "de",
    )
    assert nordfunk.as_of == datetime(2026, 11, 21, 6, tzinfo=timezone(timedelta(hours=1)))
    assert (nordfunk.gap_hours, nordfunk.reopen_days) == (72, 7)
    assert nordfunk.path == tmp_path / "leitstand.toml"
    assert nordfunk.base == tmp_path.resolve()
    assert len(nordfunk.config_hash) == 64


def test_departments_carry_how_the_sources_call_them(tmp_path):
    service, press = company(tmp_path).departments

    assert (service.id, service.name_en, service.kind, service.calendar, service.category) == (
        "service",
        "Customer service",
        "service",
        "service_hours",
        1,
    )
    assert [group.id for group in service.groups] == ["Kundenservice", "2nd level"]
    assert service.handles == ("nordfunkhilft",)
    assert (press.name_en, press.kind, press.calendar, press.category, press.agents) == (
        "Presse",
        "other",
        None,
        0,
        (),
    )


def test_targets_have_seconds_or_a_business_day(tmp_path):
    private, mail = company(tmp_path).targets

    assert (private.seconds, private.end_of_next_business_day, private.clock, private.goal) == (
        900,
        False,
        "business",
        0.8,
    )
    assert (private.channel, private.visibility, private.platform) == (
        ("direct_message", "chat"),
        ("private",),
        (),
    )
    assert (mail.seconds, mail.end_of_next_business_day, mail.department, mail.goal) == (
        None,
        True,
        ("service",),
        1,
    )


def test_rules_of_assignment_keep_their_order(tmp_path):
    first, second = company(tmp_path).assign

    assert (first.source, first.visibility, first.mention, first.department, first.by) == (
        ("facebook",),
        ("private",),
        ("nordfunkhilft",),
        "service",
        None,
    )
    assert (second.by, second.department, second.source) == ("group", None, ())


def test_a_calendar_knows_its_hours_of_any_day(tmp_path):
    hours = company(tmp_path).calendars["service_hours"]

    assert hours.hours_on(date(2026, 11, 16)) == ((480, 720), (780, 1200))
    assert hours.hours_on(date(2026, 11, 20)) == ((1320, 1800),)  # until 06:00 of the next day
    assert hours.hours_on(date(2026, 11, 17)) == ()
    assert hours.hours_on(date(2026, 12, 24)) == ((480, 720),)
    assert hours.hours_on(date(2026, 12, 25)) == ()  # a holiday
    assert hours.hours_on(date(2026, 12, 28)) == ()  # closed, though a Monday


@pytest.mark.parametrize(
    ("within", "seconds"), [("90 s", 90), ("15 min", 900), ("15min", 900), ("5 h", 18_000), ("1 d", 86_400)]
)
def test_durations_are_written_as_people_say_them(tmp_path, within, seconds):
    text = NORDFUNK.replace('within = "15 min"', f'within = "{within}"')
    assert company(tmp_path, text).targets[0].seconds == seconds


def test_what_stands_in_the_environment_reaches_the_connector_as_text(tmp_path):
    facebook = company(tmp_path).sources["facebook"]

    assert facebook.type == "facebook"
    assert facebook.settings == {
        "page_id": "4711",
        "token": "EAAB-very-secret",
        "base_url": "http://127.0.0.1:1",
        "start": date(2026, 8, 1),
        "nested": {"list": ["EAAB-very-secret", 3]},
    }
    assert f"Bearer {facebook.settings['token']}" == "Bearer EAAB-very-secret"
    assert pickle.loads(pickle.dumps(facebook)) == facebook


def test_no_repr_shows_a_secret(tmp_path):
    nordfunk = company(tmp_path)

    for shown in (repr(nordfunk), str(nordfunk), repr(nordfunk.sources["facebook"].settings)):
        assert "very-secret" not in shown
    assert repr(nordfunk.sources["facebook"].settings["token"]) == "'env:FACEBOOK_TOKEN'"
    assert nordfunk.sources["facebook"].declared["token"] == "env:FACEBOOK_TOKEN"


def test_without_sources_to_fetch_the_secrets_may_be_missing(tmp_path):
    nordfunk = company(tmp_path, environ={}, need_sources=False)

    assert nordfunk.sources["facebook"].settings["token"] == "env:FACEBOOK_TOKEN"
    assert nordfunk.config_hash == company(tmp_path).config_hash


def test_a_company_cannot_be_changed(tmp_path):
    with pytest.raises(ValueError, match="frozen"):
        company(tmp_path).zone = "UTC"


def test_a_file_saved_by_an_old_editor_is_read(tmp_path):
    path = tmp_path / "leitstand.toml"
    path.write_bytes(b"\xef\xbb\xbf" + NORDFUNK.replace("\n", "\r\n").encode())
    assert load(path, ENVIRON).name == "Nordfunk"


SERVICE = NORDFUNK[
    NORDFUNK.index('[[departments]]\nid = "service"') : NORDFUNK.index('[[departments]]\nid = "press"')
]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["Kundenservice", "2nd level"]', '["2nd level", "Kundenservice"]'),
        ('["direct_message", "chat"]', '["chat", "direct_message"]'),
        ('["08:00-12:00", "13:00-20:00"]', '["13:00-20:00", "8:00 - 12:00"]'),
        ('"15 min"', '"900 s"'),
        ('"@NordfunkHilft"', '"nordfunkhilft"'),
        ("as_of = 2026-11-21T06:00:00+01:00", ""),
        ('visibility = "private"', 'visibility = ["private"]'),
        ("[company]", "# a remark\n[company]"),
        ("[company]", "[episodes]\ngap_hours = 72\n[company]"),
    ],
)
def test_what_means_the_same_has_the_same_hash(tmp_path, old, new):
    assert old in NORDFUNK
    assert company(tmp_path, NORDFUNK.replace(old, new)).config_hash == company(tmp_path).config_hash


def test_the_order_of_departments_and_the_secrets_are_no_part_of_the_hash(tmp_path):
    expected = company(tmp_path).config_hash
    assert company(tmp_path, NORDFUNK.replace(SERVICE, "") + SERVICE).config_hash == expected
    assert company(tmp_path, environ={**ENVIRON, "FACEBOOK_TOKEN": "another"}).config_hash == expected
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert company(other).config_hash == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Europe/Berlin"\nlanguage', '"UTC"\nlanguage'),
        ('"15 min"', '"16 min"'),
        ("goal = 0.80", "goal = 0.85"),
        ('["08:00-12:00", "13:00-20:00"]', '["08:00-20:00"]'),
        ('holidays = "DE-NW"', 'holidays = "DE-BY"'),
        ('page_id = "4711"', 'page_id = "4712"'),
        ('"env:FACEBOOK_URL"', '"http://127.0.0.1:2"'),
        ('by = "group"', 'by = "account"'),
        ('hours = ["08:00-12:00"], ', ""),
        ("[company]", "[episodes]\ngap_hours = 48\n[company]"),
    ],
)
def test_what_means_something_else_has_another_hash(tmp_path, old, new):
    assert old in NORDFUNK
    assert company(tmp_path, NORDFUNK.replace(old, new)).config_hash != company(tmp_path).config_hash


def test_the_order_of_targets_and_rules_is_part_of_the_hash(tmp_path):
    first = NORDFUNK[
        NORDFUNK.index('[[targets]]\nid = "private') : NORDFUNK.index('[[targets]]\nid = "mail"')
    ]
    rule = NORDFUNK[NORDFUNK.index("[[assign]]\nsource") : NORDFUNK.index("[[assign]]\nby")]
    for moved in (first, rule):
        assert (
            company(tmp_path, NORDFUNK.replace(moved, "") + moved).config_hash
            != company(tmp_path).config_hash
        )
