from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import urls
from dashboard.urls import Chip, Period, State

VALUES = st.lists(
    st.one_of(st.none(), st.text(min_size=1).filter(lambda v: v != "none")), min_size=1, unique=True
)
CHIPS = st.lists(
    st.builds(Chip, st.sampled_from(urls.COLUMNS), VALUES.map(tuple), st.booleans()),
    unique_by=lambda chip: (chip.column, chip.exclude),
)
STATES = st.builds(
    State,
    path=st.sampled_from(["/", "/sla"]) | st.text(min_size=1).map("/conversation/".__add__),
    period=st.sampled_from([*urls.PRESETS, "2026-10-24..2026-11-20"]),
    clock=st.sampled_from(urls.CLOCKS),
    lang=st.sampled_from([None, "de", "en"]),
    scheme=st.sampled_from(urls.SCHEMES),
    chips=CHIPS.map(tuple),
    extra=st.dictionaries(st.sampled_from(["outcome", "turn"]), st.text(min_size=1)),
)


@pytest.mark.thorough
@given(STATES)
def test_an_address_holds_the_whole_state(state):
    path, _, search = urls.format(state).partition("?")

    assert urls.parse(path, search) == state


def test_an_address_is_readable():
    state = State(
        path="/sla",
        period="lastweek",
        clock="calendar",
        chips=(Chip("department_id", ("service", None)), Chip("channel", ("mail",), exclude=True)),
    )

    assert urls.format(state) == "/sla?p=lastweek&clock=calendar&f.department_id=service,none&x.channel=mail"


def test_what_is_at_its_default_is_not_written():
    assert urls.format(urls.parse("/", "?p=28d&clock=business&scheme=light")) == "/"


@pytest.mark.parametrize(
    "search",
    [
        *("p=soon", "p=2026-11-20..2026-10-24", "clock=moon", "lang=fr", "f.secret=x", "f.channel=", "&&="),
        *("p=0001-01-01..0001-01-02", "p=0001-01-01..9999-12-30", "p=9999-12-31..9999-12-31"),
        *("at=now", "open_at=9999-12-31T23:59:59Z", "due_by=0001-01-01", "at=2026-13-01"),
    ],
)
def test_what_means_nothing_is_left_out(search):
    assert urls.parse("/", search) == State()


@pytest.mark.parametrize(
    ("item", "written"),
    [
        ("mail:a%b?c#d@home", "mail:a%25b%3Fc%23d@home"),
        ("export:../../x", "export:..%2F..%2Fx"),
        ("blog:https://blog.example/?p=1", "blog:https:%2F%2Fblog.example%2F%3Fp=1"),
        ("export:<i>'\"", "export:%3Ci%3E%27%22"),
    ],
)
def test_whatever_an_id_holds_its_address_leads_to_it(item, written):
    address = urls.format(State(path=f"/conversation/{item}"))

    assert address == f"/conversation/{written}"
    assert urls.parse(address, "").path == f"/conversation/{item}"


def test_an_instant_is_taken_as_it_is_written():
    assert urls.parse("/", "at=2026-11-20T10:00:00%2B01:00").extra == {"at": "2026-11-20T10:00:00+01:00"}
    assert urls.parse("/", "open_at=2026-11-20T09:00:00Z").extra == {"open_at": "2026-11-20T09:00:00Z"}


def test_a_value_is_either_included_or_excluded():
    state = (
        State()
        .toggled("channel", "mail")
        .toggled("channel", "comment")
        .toggled("channel", "mail", exclude=True)
    )

    assert state.chips == (Chip("channel", ("comment",)), Chip("channel", ("mail",), exclude=True))


def test_a_value_toggled_twice_leaves_no_filter():
    assert State().toggled("channel", None).toggled("channel", None) == State()


def test_another_page_drops_the_keys_of_this_one():
    state = State(path="/waits", extra={"outcome": "open"})

    assert urls.format(state, path="/sla") == "/sla"
    assert urls.format(state, period="7d") == "/waits?p=7d&outcome=open"


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("7d", date(2026, 11, 14), date(2026, 11, 21)),
        ("28d", date(2026, 10, 24), date(2026, 11, 21)),
        ("lastweek", date(2026, 11, 9), date(2026, 11, 16)),
        ("lastmonth", date(2026, 10, 1), date(2026, 11, 1)),
        ("lastquarter", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-11-02..2026-11-02", date(2026, 11, 2), date(2026, 11, 3)),
    ],
)
def test_a_period_ends_with_the_last_complete_day(period, since, until):
    assert urls.resolve(period, today=date(2026, 11, 21)) == Period(since, until)


def test_the_period_before_has_the_same_length_and_touches():
    period = Period(date(2026, 10, 24), date(2026, 11, 21))

    assert period.before() == Period(date(2026, 9, 26), date(2026, 10, 24))
    assert period.last == date(2026, 11, 20)
