"""What a staging table of addresses must hold, told by native ids and addresses as people write them."""

from typing import Any


def told(staged: Any, source: str, *known: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    """The rows for (native id of the customer, kind, address)."""
    return {
        (staged.pseudonym(source, native), kind, staged.pseudonym("person", f"{kind}:{address}"))
        for native, kind, address in known
    }


def found(staged: Any) -> set[tuple[str, str, str]]:
    """The rows that there are; none twice."""
    rows = staged.columns("customer_id", "kind", "address_id")
    assert len(rows) == len(set(rows))
    return set(rows)
