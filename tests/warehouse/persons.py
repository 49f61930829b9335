"""What a CRM and the sources know of customers, put where staging would put it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.warehouse.conftest import COMPANY, Build, Built, inbound

# A second source, so that somebody can be known in two.
TWO = COMPANY + '[sources.shop]\ntype = "files"\npath = "none.csv"\n'


def asks(number: int, who: str, source: str = "files", **given: object) -> dict[str, object]:
    """A private question in a conversation of its own, at that hour."""
    usual = {"visibility": "private", "channel": "direct_message", "customer_id": who, "author_id": who}
    return inbound(
        f"m{number}", f"{number + 8:02}:00", conversation_id=f"c{number}", source=source, **usual | given
    )


def known(
    build: Build,
    messages: Sequence[dict[str, object]],
    links: Sequence[tuple[str, str, str | None, str]] = (),
    addresses: Sequence[tuple[str, str, str, str]] = (),
    company: str = TWO,
) -> Built:
    """`links`: (person, rule, source, value); `addresses`: (source, customer, kind, address)."""
    built = build(messages=messages, company=company)
    built.make("staging.stg_crm_links")
    built.make("staging.stg_imap_addresses")
    for link in links:
        built.change(
            "insert into work.staging.stg_crm_links (person_id, rule, in_source, value_id, source, updated_at)"
            " values (?, ?, ?, ?, 'crm', null)",
            link,
        )
    for address in addresses:
        built.change("insert into work.staging.stg_imap_addresses values (?, ?, ?, ?)", address)
    return built
