"""Calls whose rows come over several runs, and customers whom a CRM knows later: the same tables as all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.warehouse.models.calls import event, leg, missed
from tests.warehouse.models.customers import customer
from tests.warehouse.models.money import table
from tests.warehouse.test_incremental import exported, run

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
COMPANY = """
[company]
id = "test"
zone = "Europe/Berlin"
[identity]
country_code = "49"
[sources.phone]
type = "asterisk"
path = "Master.csv"
zone = "Europe/Berlin"
inbound = ["from-trunk*"]
[sources.crm]
type = "crm"
files = "crm.csv"
[[departments]]
id = "service"
name = "Kundenservice"
groups = ["support"]
[[assign]]
by = "group"
"""
Records = Sequence[tuple[str, dict[str, Any]]]
# The attempt that nobody took, the answer, the transfer, and what the queue said of it, each in another run.
FIRST: dict[str, Records] = {"calls": [missed(1), missed(1, call="c2", start="2026-11-20 11:00:00")]}
SECOND: dict[str, Records] = {
    "calls": [leg(2, start="2026-11-20 10:00:30", duration="90", billsec="90")],
    "queue_log": [event(1, 1795165242, "CONNECT", agent="PJSIP/201")],
}
THIRD: dict[str, Records] = {
    "calls": [leg(3, start="2026-11-20 10:02:00", uniqueid="c9", dstchannel="SIP/300-0000000f")],
    "queue_log": [event(2, 1795168830, "ABANDON", call="c2")],
    "rows": table(customer("K1", phone="+4915112345")),
}


def land(var: Path, number: int, streams: dict[str, Records]) -> None:
    received = NOW + timedelta(minutes=number)
    for stream, records in streams.items():
        folder = var / "raw" / ("crm" if stream == "rows" else "phone") / stream
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            json.dumps(
                {
                    "record_id": key,
                    "received_at": received.isoformat(),
                    "payload": payload,
                    "file": "f",
                    "line": line,
                }
            )
            for line, (key, payload) in enumerate(records)
        ]
        body = "".join(f"{line}\n" for line in lines).encode()
        (folder / f"20261120T20{number:02}00000000Z-00000000.ndjson.zst").write_bytes(
            zstandard.compress(body)
        )


@pytest.mark.thorough
def test_a_call_that_comes_in_parts_is_the_call_that_comes_whole(tmp_path: Path) -> None:
    small, whole = tmp_path / "small", tmp_path / "whole"
    for var in (small, whole):
        var.mkdir()
        (var / "leitstand.toml").write_text(COMPANY, encoding="utf-8")
    for number, streams in enumerate((FIRST, SECOND, THIRD)):
        land(small, number, streams)
        land(whole, number, streams)
        run(small, NOW + timedelta(hours=1))
    run(whole, NOW + timedelta(hours=1))
    found, expected = exported(small), exported(whole)

    assert [name for name in expected if found[name] != expected[name]] == []
    assert (
        len(found["marts.fct_messages"].splitlines()) == 1 + 4
    )  # two calls came in, two people took one of them
    assert found["marts.fct_person_contacts"].count("crm,phone") == 2
