"""A real Request Tracker, read by our connector: what people did in it, fact by fact, from staging to marts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors import registry
from connectors.errors import AccessDenied
from tests.servers import tracker_town
from tests.servers.reading import Company, rows
from tests.servers.request_tracker import READER, RequestTracker
from tests.servers.tracker_town import ANNA, BEN, KLARA, KUNDE, PARTNER, Town

pytestmark = pytest.mark.server
SETTINGS = """
[company]
id = "nordfunk"
name = "Nordfunk"
zone = "Europe/Berlin"

[sources.rt]
type = "rt"
base_url = "{url}"
user = "leitstand"
password = "env:RT_PASSWORD"
start = 2026-01-01

[sources.rt.fields]
approval = "Approval"
promise = "Promise"
promise_due = "Due"
stakeholder = "Who"
topic = "Topic"

[sources.rt.states]
at_workshop = "waiting_third_party"

[sources.rt.relays]
webform = "web_form"

[[departments]]
id = "service"
name = "Service"
kind = "service"
groups = ["Complaints", "General"]

[[departments]]
id = "workshop"
name = "Workshop"
kind = "production"
groups = ["Workshop"]
"""
STAGED = tuple(f"staging.stg_rt_{name}" for name in ("messages", "case_events", "case_facts", "users"))
MARTS = ("cases", "case_states", "approvals", "promises", "waits", "handles", "flags")


@dataclass(frozen=True)
class Read:
    """What happened, and the tables that were made of it."""

    town: Town
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return rows(self.connection, query)

    def case(self, about: str) -> str:
        return f"rt:{self.town.tickets[about]}"

    def who(self, name: str) -> str:
        """The pseudonym of a user."""
        return str(self.rows(f"select pseudonym('rt', '{name}')")[0][0])

    def history(self, about: str) -> list[tuple[Any, ...]]:
        """State, group and agent of a ticket, event by event."""
        return self.rows(
            "select state, group_name, agent_id from staging.stg_rt_case_events"
            f" where case_id = '{self.case(about)}' order by event_order"
        )

    def said(self, about: str) -> list[tuple[Any, ...]]:
        """What was written in a ticket, in order."""
        return self.rows(
            "select text, direction, visibility, author_kind, author_id from staging.stg_rt_messages"
            f" where case_id = '{self.case(about)}' order by sent_at, message_id"
        )

    def facts(self, about: str) -> list[tuple[Any, ...]]:
        """What fields say of a ticket, in order."""
        return self.rows(
            f"select fact, value from staging.stg_rt_case_facts where case_id = '{self.case(about)}'"
            " order by event_order, fact"
        )


def company(rt: RequestTracker, folder: Path) -> Company:
    folder.mkdir(exist_ok=True)
    (folder / "leitstand.toml").write_text(SETTINGS.format(url=rt.url), encoding="utf-8")
    return Company(folder, {"RT_PASSWORD": READER[1]})


@pytest.fixture(scope="module")
def nordfunk(rt: RequestTracker, town: Town, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company after its first pass."""
    found = company(rt, tmp_path_factory.mktemp("nordfunk"))
    assert [outcome.error for outcome in found.fetch().values()] == [None]
    return found


@pytest.fixture(scope="module")
def read(nordfunk: Company, town: Town) -> Iterator[Read]:
    marts = [f"marts.fct_{name}" for name in MARTS]
    with nordfunk.tables(*STAGED, *marts, "quality.rejected") as connection:
        yield Read(town, connection)


def test_a_ticket_by_mail_was_in_the_states_and_hands_that_it_was_in(read: Read) -> None:
    anna = read.who(ANNA)

    assert read.history("mail") == [
        ("new", "Complaints", None),
        ("new", "Complaints", anna),
        ("open", "Complaints", anna),  # RT itself opens what is answered
        ("waiting_customer", "Complaints", anna),
        ("resolved", "Complaints", anna),
    ]


def test_queues_and_owners_change_as_they_did(read: Read) -> None:
    anna, ben = read.who(ANNA), read.who(BEN)

    seen = [(group, agent) for _, group, agent in read.history("form")]
    assert list(dict.fromkeys(seen)) == [
        ("Complaints", None), ("Complaints", anna), ("General", anna), ("General", ben),
    ]  # fmt: skip
    priorities = (
        f"select distinct priority from staging.stg_rt_case_events where case_id = '{read.case('form')}'"
    )
    assert sorted(read.rows(priorities)) == [("0",), ("30",)]


def test_replies_comments_and_questions_are_told_apart_and_have_their_words(read: Read) -> None:
    anna, ben, kunde = read.who(ANNA), read.who(BEN), read.who(KUNDE)

    assert read.said("mail") == [
        ("Gerät kaputt. Was nun?", "inbound", "private", "customer", kunde),
        ("We look & write again.", "outbound", "private", "employee", anna),
        ("And now?", "inbound", "private", "customer", kunde),
        ("Replace it?", "outbound", "internal", "employee", ben),
        ("A new one is on its way.", "outbound", "private", "employee", anna),
    ]


def test_what_a_program_or_an_employee_wrote_down_is_the_customers(read: Read) -> None:
    klara = read.who(KLARA)

    assert read.said("form")[:2] == [
        ("Nobody answers.", "inbound", "private", "customer", klara),
        ("Still nobody.", "inbound", "private", "customer", klara),
    ]
    assert read.said("call")[0] == ("She called.", "inbound", "private", "customer", klara)


def test_somebody_copied_in_is_no_employee_and_a_colleague_who_asks_is_one(read: Read) -> None:
    assert read.said("form")[2] == ("I know more.", "inbound", "private", "customer", read.who(PARTNER))
    assert read.said("colleague") == [("Where is the key?", "inbound", "private", "employee", read.who(BEN))]


def test_an_out_of_office_mail_is_nobodys_and_a_subject_alone_is_a_text(read: Read) -> None:
    human = "select text, is_human from staging.stg_rt_messages where text in ('I am away.', 'Call me back?')"

    assert sorted(read.rows(human)) == [("Call me back?", True), ("I am away.", False)]


def test_channels_are_those_by_which_a_ticket_came(read: Read) -> None:
    channels = "select case_id, min(channel), max(channel) from staging.stg_rt_case_events group by case_id"
    by_case = {case: (first, last) for case, first, last in read.rows(channels)}

    assert by_case[read.case("mail")] == ("mail", "mail")
    assert by_case[read.case("form")] == ("web_form", "web_form")
    assert by_case[read.case("colleague")] == ("other", "other")


def test_a_merged_ticket_names_the_other_which_stays_as_it_is(read: Read) -> None:
    merged = "select case_id, merged_into_case_id from staging.stg_rt_case_events where merged_into_case_id is not null"

    assert [state for state, *_ in read.history("twice")] == ["new", "merged"]
    assert read.rows(merged) == [(read.case("twice"), read.case("mail"))]


def test_a_deleted_ticket_is_known_with_its_customer_though_no_list_shows_it(read: Read) -> None:
    customer = (
        f"select distinct customer_id from staging.stg_rt_case_events where case_id = '{read.case('spam')}'"
    )

    assert [state for state, *_ in read.history("spam")] == ["new", "closed", "deleted"]
    assert read.rows(customer) == [(read.who("spam@example.com"),)]


def test_fields_hold_from_creation_on_and_change_with_their_reply(read: Read) -> None:
    facts = read.facts("call")

    assert facts[:2] == [("stakeholder", "journalist"), ("topic", "Billing")]
    # RT sets fields of one update in any order. The server's ten o'clock is Berlin's.
    assert sorted(facts[2:4]) == [("promise", "discount"), ("promise_due", "2026-12-01 09:00:00+00")]
    assert facts[4:] == [("topic", "Delivery"), ("topic", None)]
    reply = "select text from staging.stg_rt_messages inner join staging.stg_rt_case_facts as f using (message_id)"
    assert read.rows(f"{reply} where f.fact = 'promise'") == [("You get ten euros.",)]


def test_minutes_that_a_reply_took_are_its_handle_time(read: Read) -> None:
    assert read.facts("mail") == [("handle_seconds", "420")]
    assert read.rows("select handle_seconds from marts.fct_handles where handle_seconds = 420") == [(420.0,)]


def test_a_lifecycle_of_ones_own_is_mapped_and_an_approval_is_waited_for(read: Read) -> None:
    assert [state for state, *_ in read.history("workshop")] == [
        "new", "waiting_third_party", "waiting_approval", "waiting_third_party",
    ]  # fmt: skip
    assert read.rows("select case_id, outcome from marts.fct_approvals") == [
        (read.case("workshop"), "approved")
    ]


def test_instants_are_when_it_happened_though_the_server_is_in_another_zone(read: Read) -> None:
    second = timedelta(seconds=1)  # RT has no parts of it
    spans = "select min({0}), max({0}) from staging.stg_rt_{1}"

    for column, table in (("event_at", "case_events"), ("sent_at", "messages"), ("opened_at", "case_events")):
        [(first, last)] = read.rows(spans.format(column, table))
        assert read.town.began_at - second <= first <= last <= read.town.ended_at


def test_marts_have_every_case_and_nothing_was_rejected_or_odd(read: Read) -> None:
    status = dict(read.rows("select case_id, status from marts.fct_cases"))

    assert {about: status[read.case(about)] for about in read.town.tickets} == {
        "mail": "resolved", "form": "open", "twice": "merged", "spam": "deleted", "call": "open",
        "workshop": "waiting_third_party", "colleague": "new", "subject": "new",
    }  # fmt: skip
    assert read.rows("select promised_by_agent_id, state from marts.fct_promises") == [
        (read.who(ANNA), "open")
    ]
    outcomes = "select case_id, outcome from marts.fct_waits"
    assert {
        (read.case("mail"), "answered"), (read.case("twice"), "merged"), (read.case("spam"), "closed_unanswered"),
        (read.case("subject"), "open"),
    } <= set(read.rows(outcomes))  # fmt: skip
    assert read.rows("from quality.rejected") == []
    assert read.rows("from marts.fct_flags") == []


def test_a_second_pass_brings_what_is_new_and_knows_what_one_pass_over_all_would(
    rt: RequestTracker, town: Town, nordfunk: Company, read: Read, tmp_path: Path
) -> None:
    read.connection.close()  # one at a time may write a var folder
    rt.mail(tracker_town.mail(KUNDE, f"[nordfunk #{town.tickets['twice']}] Broken", "Thank you.", name="m9"))
    rt.change(BEN, town.tickets["form"], Status="resolved", CustomFields={"Topic": "Form"})
    rt.change(ANNA, town.tickets["spam"], Status="open")

    nordfunk.fetch()
    found, whole = {}, {}
    with nordfunk.tables(*STAGED) as connection:
        found = {table: sorted(map(repr, rows(connection, _query(table)))) for table in STAGED}
    afresh = company(rt, tmp_path / "afresh")
    afresh.fetch()
    with afresh.tables(*STAGED) as connection:
        whole = {table: sorted(map(repr, rows(connection, _query(table)))) for table in STAGED}

    assert found == whole
    assert any("Thank you." in row for row in found["staging.stg_rt_messages"])


def _query(table: str) -> str:
    """Its rows, without when each was fetched."""
    return f"select * exclude (received_at, file, line) from {table}"


def test_a_wrong_password_and_a_user_who_may_not_see_comments_are_told_by_doctor(
    rt: RequestTracker, town: Town
) -> None:
    def connector(user: str, password: str) -> Any:
        settings = {"base_url": rt.url, "user": user, "password": password, "start": "2026-01-01"}
        return registry.connect("rt", "rt", settings, base=Path())

    good = {check.name: check.ok for check in connector(*READER).check()}
    assert good == {
        "login": True, "clock": True, "quota": True, "ShowTicket": True, "ShowTicketComments": True,
    }  # fmt: skip
    # The form may write tickets, and nothing else.
    assert {check.name: check.ok for check in connector("webform", "works-only-here").check()} == {
        "login": True, "clock": True, "quota": True, "ShowTicket": False, "ShowTicketComments": False,
    }  # fmt: skip
    assert [check.ok for check in connector(READER[0], "wrong").check()] == [False]
    with pytest.raises(AccessDenied) as error:
        list(connector(READER[0], "wrong-secret").fetch("queues", {}, until=town.ended_at))
    assert "wrong-secret" not in str(error.value)


def test_a_token_will_do_in_place_of_a_password(rt: RequestTracker, town: Town) -> None:
    def connector(token: str) -> Any:
        settings = {"base_url": rt.url, "token": token, "start": "2026-01-01"}
        return registry.connect("rt", "rt", settings, base=Path())

    assert {check.ok for check in connector(rt.token).check()} == {True}
    assert [check.ok for check in connector(rt.token[:-1]).check()] == [False]
