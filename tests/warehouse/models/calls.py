"""Rows of call detail records and of queue_log, as connectors/asterisk.py lands them."""

from typing import Any

Record = tuple[str, dict[str, Any]]


def leg(number: int = 1, start: str = "2026-11-20 10:00:00", call: str = "c1", **cells: Any) -> Record:
    """A leg of a call that rang for 20 s and was talked in for 70, in Berlin's time."""
    usual = {
        "src": "+4915112345", "dst": "8001", "dcontext": "from-trunk-1", "channel": "PJSIP/trunk-0000000a",
        "dstchannel": "PJSIP/201-0000000b", "lastapp": "Queue", "lastdata": "support,t,,,60", "start": start,
        "answer": "", "duration": "90", "billsec": "70", "disposition": "ANSWERED", "uniqueid": call, "linkedid": call,
    }  # fmt: skip
    return f"{call}:{number}", usual | cells


def missed(number: int = 1, start: str = "2026-11-20 10:00:00", call: str = "c1", **cells: Any) -> Record:
    """A leg that nobody answered."""
    return leg(number, start, call, **({"billsec": "0", "disposition": "NO ANSWER"} | cells))


def event(number: int, at: int, kind: str, call: str = "c1", agent: str = "NONE", **cells: Any) -> Record:
    """A line of queue_log; `at` in seconds since 1970."""
    said = {"time": str(at), "callid": call, "queue": "support", "agent": agent, "event": kind}
    return f"{call}:log{number}", said | cells
