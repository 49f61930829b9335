"""What is known of the data itself: loads, rejects, oddities, checks and volumes of the snapshot, as they are listed.

The page's period and filters don't apply, except to volumes and lags: whether a source can be trusted is a question
about all of its data.
"""

from typing import Any

import polars as pl

from dashboard.view import View

Row = dict[str, Any]
_SHORT = "regexp_replace(reason, '''[^'']*''', '…', 'g')"
"""A reason without the values that it quotes: the same trouble has the same words."""


def sources(view: View) -> list[Row]:
    """Return a row a source: state, freshness, and what its landed records became; those in trouble first."""
    flagged = (
        "select source, count(*) as flag_count from marts.fct_flags group by source"
        if view.has("marts.fct_flags")
        else "select null::varchar as source, 0 as flag_count where false"
    )
    found = view.rows(f"""
        select
            sources.source, type, state, last_success_at, last_record_at, error, row_count,
            captured_by, export_age_seconds,
            coalesce(landed_count, 0) as landed_count,
            coalesce(rejected_count, 0) as rejected_count,
            coalesce(flag_count, 0) as flag_count,
            epoch(as_of - last_success_at) as behind_seconds
        from marts.dim_source as sources
        cross join (select as_of from marts.dim_snapshot) as snapshot
        left join (
            select source, sum(row_count)::bigint as landed_count from quality.loads group by source
        ) as loads using (source)
        left join (
            select source, count(*) as rejected_count from quality.rejected group by source
        ) as rejects using (source)
        left join ({flagged}) as flags using (source)
        order by state = 'ok', source""")
    return [{**row, "source_name": view.name("source", row["source"])} for row in found.to_dicts()]


def loads(view: View) -> list[Row]:
    """Return a row a source and stream: files, records, and when the first and the last of them were fetched."""
    return view.rows("""
        select
            source, stream, count(*) as file_count, sum(row_count)::bigint as record_count,
            min(loaded_at) as first_at, max(loaded_at) as last_at
        from quality.loads group by source, stream order by source, stream""").to_dicts()


def reasons(view: View) -> list[Row]:
    """Return a row a source and reason: how many records were rejected for it, the most frequent first."""
    return view.rows(f"""
        select source, {_SHORT} as reason, count(*) as record_count, max(received_at) as last_at
        from quality.rejected group by all order by record_count desc, source, reason""").to_dicts()


def rejects(view: View) -> list[Row]:
    """Return the rejected records that the address asks for (source, reason), the latest first."""
    own = view.state.extra
    conditions, values = ["true"], []
    if "source" in own:
        conditions.append("source = ?")
        values.append(own["source"])
    if "reason" in own:
        conditions.append(f"{_SHORT} = ?")
        values.append(own["reason"])
    return view.rows(
        f"""
        select source, record_id, reason, received_at, file, line from quality.rejected
        where {" and ".join(conditions)} order by received_at desc nulls last, source, file, line, record_id""",
        values,
    ).to_dicts()


def oddities(view: View) -> list[Row]:
    """Return a row a source and kind of oddity, the most frequent first; none where the snapshot has no such table."""
    if not view.has("marts.fct_flags"):
        return []
    return view.rows("""
        select
            source, flag, count(*) as record_count, count(distinct case_id) as case_count,
            max(occurred_at) as last_at
        from marts.fct_flags group by source, flag order by record_count desc, source, flag""").to_dicts()


def checks(view: View) -> list[Row]:
    """Return what the checks of the last run found, those that failed first."""
    if not view.has("quality.checks"):
        return []
    return view.rows("select * from quality.checks order by is_ok, position").to_dicts()


def volumes(view: View) -> pl.DataFrame:
    """Return a row a source and day of the period, beside what is usual (quality.volumes)."""
    if not view.has("quality.volumes"):
        return pl.DataFrame(schema={"source": pl.String, "date_day": pl.Date, "verdict": pl.String})
    return view.rows(
        "select * from quality.volumes where date_day >= ? and date_day < ? order by source, date_day",
        (view.period.since, view.period.until),
    )
