"""Who is who across channels, as far as the CRM and the addresses tell, and whom the CRM has twice.

The rules are those of [identity] in leitstand.toml, written a second time: verified mail, telephone number, number in
the ticket system, handle; the first that finds a row counts, and of several rows the one changed last. Whom no row
knows is the person of an address; without one, somebody of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.company import SOURCE_MAILBOX, SOURCE_PHONE, SOURCE_ZENDESK
from simulator.customer_base import HANDLES, Entry, entries, handle_of
from simulator.on_feeds import feeds
from simulator.platforms.wire import zulu
from simulator.records import Person, World
from simulator.truth_threads import EXPORT_LAG, Thread
from simulator.truth_waits import Wait

Key = tuple[str, str]


@dataclass
class Account:
    """A customer of one source, and the contacts that they made there: (wait id, channel)."""

    source: str
    person: Person
    contacts: list[Key] = field(default_factory=list)


def accounts(found: Iterable[tuple[Thread, list[Wait]]]) -> list[Account]:
    """Everybody who wrote or called, once a source."""
    known: dict[Key, Account] = {}
    for thread, waits in found:
        person = thread.person
        if person and any(step.kind == "message" for step in thread.steps):
            account = known.setdefault((thread.source, person.handle), Account(thread.source, person))
            account.contacts += [(one.id, thread.channel_of(one.id)) for one in waits if one.ordinal == 1]
    return list(known.values())


def persons(world: World, known: list[Account], now: int) -> Iterator[dict[str, Any]]:
    """One row for each account: the person that it is, on what that rests, and its contacts.

    `known` are the accounts of everybody who wrote to the company.
    """
    mailed = {
        one.person.handle
        for one in world.tickets
        if one.channel == "mail" and one.created <= now - EXPORT_LAG
    }
    addresses = [_addresses(account, mailed) for account in known]
    holders = Counter(address for own in addresses for address in own)
    book, created = _book(world), _created(world)
    for account, own in zip(known, addresses, strict=True):
        shared = [address for address in own if holders[address] > 1]
        entry = _entry(book, account, own)
        own_name = f"{account.source}:{account.person.handle}"
        yield {
            "account": own_name,
            "source": account.source,
            "person": entry.key if entry else ":".join(own[0]) if own else own_name,
            "basis": "crm" if entry else "address" if shared else "none",
            "known_at": zulu(created[entry.key]) if entry else None,
            "contacts": [
                {"wait_id": f"{account.source}:{wait}", "channel": channel}
                for wait, channel in account.contacts
            ],
        }
    # Who writes about the company in the press is somebody, too, and waits for nothing.
    for author in sorted({entry.author for entry in feeds(world)["press"] if entry.published <= now}):
        name = f"press:{author}"
        yield {
            "account": name,
            "source": "press",
            "person": name,
            "basis": "none",
            "known_at": None,
            "contacts": [],
        }


def duplicates(world: World) -> dict[str, int]:
    """How many rows the CRM has, and how many stand for somebody who stands there already, by key and by mail."""
    standing = [entry for entry in entries(world) if not entry.is_gone]
    mails: dict[str, set[str]] = defaultdict(set)
    for entry in standing:
        if entry.is_verified:
            mails[entry.mail].add(entry.key)
    return {
        "records": len(standing),
        "by_key": len(standing) - len({entry.key for entry in standing}),
        "by_mail": sum(len(keys) - 1 for keys in mails.values()),
    }


def _addresses(account: Account, mailed: set[str]) -> list[Key]:
    """The addresses that a source says a customer by."""
    person = account.person
    if account.source == SOURCE_MAILBOX or (account.source == SOURCE_ZENDESK and person.handle in mailed):
        return [("mail", person.email)]
    return [("phone", person.phone)] if account.source in (SOURCE_PHONE, "whatsapp") else []


def _book(world: World) -> Mapping[Key, Entry]:
    """By what the rows that count are found; of several with the same, the one changed last."""
    book: dict[Key, Entry] = {}
    for entry in sorted(entries(world), key=lambda one: one.changed):
        if not entry.is_gone:
            ways = [("mail", entry.mail if entry.is_verified else ""), ("phone", entry.phone)]
            ways += [("requester", entry.requester), *entry.handles.items()]
            book.update((way, entry) for way in ways if way[1])
    return book


def _created(world: World) -> Mapping[str, int]:
    """When each customer was first entered, by key."""
    created: dict[str, int] = {}
    for entry in entries(world):
        if not entry.is_gone:
            created[entry.key] = min(entry.created, created.get(entry.key, entry.created))
    return created


def _entry(book: Mapping[Key, Entry], account: Account, own: list[Key]) -> Entry | None:
    ways = list(own)
    if account.source == SOURCE_ZENDESK:
        ways.append(("requester", str(account.person.zendesk_id)))
    if account.source in HANDLES:
        ways.append((account.source, handle_of(account.person, account.source)))
    return next((book[way] for way in ways if way in book), None)
