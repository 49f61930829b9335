"""The CRM's export: whom it knows by what, twice where that is meant, and who is one person because of it."""

import random
from collections.abc import Callable

import pytest

from simulator import customer_base, truth_people
from simulator.customer_base import Entry
from simulator.people import customers
from simulator.records import Person, World
from simulator.truth_threads import Thread
from simulator.truth_waits import Step, Wait

ANNA = Person("Anna Koch", "annakoch1", "de", "anna@mail.example", "11", 21, phone="+49 1510 1")
BEN = Person("Ben Wolf", "benwolf2", "de", "ben@mail.example", "12", 22, phone="+49 1510 2")

Tell = Callable[..., list[tuple[str, str, str]]]


def empty(*everybody: Person) -> World:
    return World(0, 1, 1_800_000, 1_886_400, [], [], [], [], [], everybody=list(everybody))


def test_a_part_of_all_people_is_in_it_and_of_those_not_everything(world: World) -> None:
    entries = list(customer_base.entries(world))
    known = {one.person.handle for one in entries}

    assert 0.5 < len(known) / len(world.everybody) < 0.7
    assert {one.is_verified for one in entries} == {one.is_gone for one in entries} == {True, False}
    assert 0 < sum(bool(one.phone) for one in entries) < len(entries)
    assert set().union(*(one.handles for one in entries)) == set(customer_base.HANDLES)


def test_some_stand_in_it_twice_by_key_or_by_mail(world: World) -> None:
    told = truth_people.duplicates(world)
    rows = [row for row in customer_base.rows(world) if row[-1] != "ja"]

    assert told["records"] == len(rows)
    assert told["by_key"] == len(rows) - len({row[0] for row in rows}) > 0
    assert told["by_mail"] > 0


def test_who_was_entered_while_it_went_on_is_known_since_then(world: World) -> None:
    entries = list(customer_base.entries(world))

    assert all(one.created <= one.changed <= world.end for one in entries)
    assert 0.1 < sum(one.created >= world.start for one in entries) / len(entries) < 0.3


def test_the_same_people_are_always_known_by_the_same() -> None:
    everybody = customers(random.Random(4), 50)

    assert list(customer_base.rows(empty(*everybody))) == list(customer_base.rows(empty(*everybody)))


def account(person: Person, source: str, number: str = "1") -> tuple[Thread, list[Wait]]:
    thread = Thread(number, "direct_message", "private", [Step("message", 1_850_000, number)], source=source)
    thread.person = person
    return thread, [Wait(number, number, 1, 1_850_000)]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Who is who among accounts, with these entries of the CRM."""

    def tell(entries: list[Entry], *found: tuple[Thread, list[Wait]]) -> list[tuple[str, str, str]]:
        monkeypatch.setattr(truth_people, "entries", lambda world: iter(entries))
        rows = truth_people.persons(empty(), truth_people.accounts(found), 1_886_400)
        return [(row["account"], row["person"], row["basis"]) for row in rows if row["source"] != "press"]

    return tell


def test_the_crm_ties_a_number_to_a_handle_and_an_address_two_sources(told: Tell) -> None:
    anna = Entry("K-1", ANNA, ANNA.email, True, 1, 5, ANNA.phone, handles={"facebook": "11"})

    assert told(
        [anna], account(ANNA, "phone"), account(ANNA, "facebook"), account(ANNA, "x"), account(BEN, "phone"),
        account(BEN, "whatsapp"), account(BEN, "mailbox"),
    ) == [
        ("phone:annakoch1", "K-1", "crm"),
        ("facebook:annakoch1", "K-1", "crm"),
        ("x:annakoch1", "x:annakoch1", "none"),
        ("phone:benwolf2", "phone:+49 1510 2", "address"),
        ("whatsapp:benwolf2", "phone:+49 1510 2", "address"),
        ("mailbox:benwolf2", "mail:ben@mail.example", "none"),
    ]  # fmt: skip


def test_a_row_that_is_gone_and_a_mail_that_is_not_verified_do_not_count_and_the_last_change_does(
    told: Tell,
) -> None:
    mailed = account(ANNA, "mailbox")
    gone = Entry("K-1", ANNA, ANNA.email, True, 1, 9, is_gone=True)
    unverified = Entry("K-2", ANNA, ANNA.email, False, 1, 8)
    old, new = Entry("K-3", ANNA, ANNA.email, True, 1, 1), Entry("K-4", ANNA, ANNA.email, True, 1, 2)

    assert told([gone, unverified], mailed) == [("mailbox:annakoch1", "mail:anna@mail.example", "none")]
    assert told([new, old], mailed) == [("mailbox:annakoch1", "K-4", "crm")]
