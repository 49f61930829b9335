"""What is known of the company's data: loads, rejects, oddities, checks, and a source that fell silent for a day."""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl

REASONS = ("sent_at: is no instant", "sent_at: '1970-01-01' is before 1990", "id: is missing")
CHECKS = ("unique marts.fct_waits", "nothing lost staging.stg_facebook_messages", "backlog identity")
WORDS = [
    "marts.fct_waits", "staging.stg_facebook_messages",
    *REASONS, *CHECKS, "sent_at: … is before 1990", "sent_at: … is after 2099", "is after 2099", "sent_at", "0 found",
    "facebook/comments", "jsonl.zst", "comments", "messages", "tickets", "users", "nordfunk", "fb:1", "fb:2",
]  # fmt: skip
"""Words on the page that come from the data."""
STREAMS = (("facebook", "comments"), ("facebook", "messages"), ("zendesk", "tickets"), ("zendesk", "users"))
SILENT_DAYS_AGO = 5
"""The day on which Facebook delivered nothing."""


def tables(random: Any, as_of: datetime, days: int, cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return quality.loads, quality.rejected, quality.checks, quality.volumes and marts.fct_flags."""
    loads = [
        {
            "source": source,
            "stream": stream,
            "file": f"{source}/{stream}/{number:04d}.jsonl.zst",
            "row_count": int(random.integers(40, 90)),
            "first_cursor": None,
            "last_cursor": None,
            "loaded_at": as_of - timedelta(days=days - number),
        }
        for source, stream in STREAMS
        for number in range(days)
    ]
    rejected = [
        {
            "source": "facebook" if number % 3 else "zendesk",
            "record_id": f"r{number}",
            "reason": REASONS[number % 3] if number % 5 else f"sent_at: '99{number:02d}-01-01' is after 2099",
            "received_at": as_of - timedelta(hours=number),
            "file": f"facebook/comments/{number:04d}.jsonl.zst",
            "line": number + 1,
        }
        for number in range(17)
    ]
    ids = cases["case_id"].to_list()
    opened = cases["opened_at"].to_list()
    flags = [
        {
            "source": cases["source"][number],
            "record_id": f"f{number}",
            "case_id": ids[number] if number % 4 else None,
            "message_id": None,
            "flag": ("unknown_group", "arrived_late", "reply_before_message")[number % 3],
            "detail": "Support 2",
            "occurred_at": opened[number],
        }
        for number in range(24)
    ]
    checks = [
        {
            "position": i,
            "name": name,
            "is_ok": True,
            "is_blocking": True,
            "detail": "0 found",
        }
        for i, name in enumerate(CHECKS, start=1)
    ]
    return {
        "marts.fct_capture": pl.DataFrame(_captures(as_of), infer_schema_length=None),
        "quality.loads": pl.DataFrame(
            loads, schema_overrides={"first_cursor": pl.String, "last_cursor": pl.String}
        ),
        "quality.rejected": pl.DataFrame(rejected),
        "quality.checks": pl.DataFrame(checks),
        "quality.volumes": pl.DataFrame(list(_volumes(random, as_of, days)), infer_schema_length=None),
        "marts.fct_flags": pl.DataFrame(
            flags, infer_schema_length=None, schema_overrides={"message_id": pl.String}
        ),
    }


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Make marts.fct_contact_cases of the contacts: tickets are their own, and every fifth of the others has one."""
    connection.execute("""
        create table marts.fct_contact_cases as
        select
            contact_id, contacted_at, contact_day, source, platform, channel, visibility, department_id,
            customer_id, case_id,
            case
                when source = 'zendesk' then 'own'
                when row_number() over (partition by source order by contact_id) % 5 = 0 then 'id'
                else 'none'
            end as rule,
            if(rule = 'none', null, case_id) as linked_case_id,
            if(rule = 'none', null, 'certain') as certainty,
            rule != 'none' as has_case,
            (rule != 'none')::bigint as link_count
        from marts.fct_contacts
    """)
    connection.execute("""
        create table marts.dim_leading as
        select * from (values
            ('spend', 0, 'facebook'), ('spend', 1, 'zendesk'), ('shift', 0, 'zendesk'),
            ('case_state', null, null), ('budget', null, null)
        ) as leading_sources (fact, rank, source)
    """)
    connection.execute("""
        create table marts.fct_disagreements as
        select
            concat_ws('/', fact, day_number) as disagreement_id, fact, 'service' as subject,
            date '2026-11-20' - day_number::integer as told_day, 'facebook' as platform,
            'facebook' as leading_source, 'zendesk' as other_source, unit,
            case when unit is not null then 10.0::double end as leading_amount,
            case when unit is not null then 10.0::double + day_number end as other_amount,
            if(unit is null, 'open', null) as leading_value,
            if(unit is null, 'closed', null) as other_value,
            if(unit is null, (select min(case_id) from marts.fct_cases), null) as case_id,
            null::varchar as other_case_id, day_number > 0 as disagrees
        from (values ('spend', 'eur'), ('shift', 'person_hours'), ('case_state', null)) as facts (fact, unit),
            range(3) as days (day_number)
    """)


def _captures(as_of: datetime) -> list[dict[str, Any]]:
    """Three posts on Facebook: all 40 comments landed, 3 of 30 missing, 10 counted of which one was deleted since."""
    counts = ((1, 40, 40, 38, 38, None), (2, 30, 27, 9, 7, "held"), (3, 10, 11, None, None, None))
    return [
        {
            "post_id": f"fb:{number}",
            "source": "facebook",
            "platform": "facebook",
            "account": "nordfunk",
            "date_day": (as_of - timedelta(days=number)).date(),
            "counted_at": as_of - timedelta(hours=number),
            "said": said,
            "landed": landed,
            "missing_count": max(said - landed, 0),
            "surplus_count": max(landed - said, 0),
            "said_replies": said_replies,
            "landed_replies": landed_replies,
            "reason": reason,
        }
        for number, said, landed, said_replies, landed_replies, reason in counts
    ]


def _volumes(random: Any, as_of: datetime, days: int) -> Any:
    for source, usual in (("facebook", 40.0), ("zendesk", 25.0)):
        for number in range(days):
            ago = days - number
            is_silent = source == "facebook" and ago == SILENT_DAYS_AGO
            count = 0 if is_silent else int(random.integers(usual - 8, usual + 8))
            is_known = number >= 28
            yield {
                "source": source,
                "date_day": (as_of - timedelta(days=ago)).date(),
                "record_count": count,
                "usual_count": usual if is_known else None,
                "usual_low": usual - 18 if is_known else None,
                "usual_high": usual + 18 if is_known else None,
                "verdict": ("low" if is_silent else "usual") if is_known else None,
            }
