"""What must hold before a snapshot is published. Each check is one query that lists what contradicts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.catalog import Catalog

KEYS = {
    "marts.fct_messages": "message_id",
    "marts.message_texts": "message_id",
    "marts.fct_waits": "wait_id, customer_id",
    "marts.fct_episodes": "episode_id",
    "marts.fct_cases": "case_id",
    "marts.fct_exposures": "exposure_id",
    "marts.dim_clean_hour": "hour_at",
    "marts.fct_case_states": "case_id, started_at",
    "marts.fct_case_steps": "case_id, step_number",
    "marts.fct_case_paths": "case_id",
    "marts.fct_resolutions": "case_id, ordinal",
    "marts.fct_approvals": "approval_id",
    "marts.fct_promises": "promise_id",
    "marts.fct_backlog_hourly": "hour_at, coalesce(department_id, '')",
    "marts.fct_handoffs": "case_id, kind, ordinal",
    "marts.fct_visits": "case_id, entered_at",
    "marts.fct_shifts": "department_id, started_at",
    "marts.fct_staffed_hours": "department_id, hour_at",
    "marts.fct_handles": "message_id",
    "marts.fct_wait_staffing": "wait_id, customer_id",
    "marts.fct_wait_stages": (
        "wait_id, customer_id, stage, coalesce(department_id, ''), coalesce(from_department_id, '')"
    ),
    "marts.fct_sla_instances": "sla_id",
    "marts.fct_sla_pauses": "sla_id, paused_at",
    "marts.fct_breaches": "sla_id",
    "marts.fct_orphans": "case_id",
    "marts.fct_double_answers": "double_id",
    "marts.fct_answer_chances": "wait_id, customer_id",
    "marts.fct_routes": "case_id",
    "marts.fct_peer_answers": "message_id, asked_by_id",
    "marts.dim_org_change": "change_id",
    "marts.dim_conflict_limit": "metric",
    "marts.fct_contacts": "contact_id",
    "marts.fct_contact_cases": "contact_id",
    "marts.fct_case_links": "contact_id, case_id",
    "marts.fct_disagreements": "disagreement_id",
    "marts.fct_comments": "message_id",
    "marts.fct_post_comments": "post_id",
    "marts.fct_complaint_exposure": "wait_id, customer_id",
    "marts.dim_intent_quality": "intent, visibility",
    "marts.dim_department": "department_id",
    "marts.dim_target": "target_id",
    "marts.dim_campaign": "campaign_id",
    "marts.dim_post": "post_id",
    "marts.dim_cost_rate": "department_id, from_day",
    "marts.fct_spend": "spend_id",
    "marts.fct_budgets": "budget_id",
    "marts.fct_budget_days": "budget_id, budget_day",
    "marts.fct_reach": "post_id, kind, from_at",
    "marts.fct_capture": "post_id",
    "marts.dim_person": "person_id",
    "marts.fct_person_contacts": "contact_id",
    "marts.fct_crm_records": "crm_record_id",
    "marts.fct_consolidations": "person_id",
    "marts.fct_ratings": "rating_id",
    "marts.dim_organisation": "organisation_id",
    "marts.fct_provider_waits": "wait_id, customer_id",
    "marts.fct_unit_budgets": "budget_day, department_id, cost_category, coalesce(org_unit, '')",
}


@dataclass(frozen=True)
class CheckResult:
    """One check: `detail` says in a sentence what was compared and what was found."""

    name: str
    ok: bool
    detail: str
    blocking: bool = True


def run(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> list[CheckResult]:
    """Run every check on the working files."""
    return [
        *(_unique(connection, table, key) for table, key in KEYS.items()),
        *_nothing_lost(connection, catalog),
        _states_without_gaps(connection),
        _time_adds_up(connection),
        _backlog_identity(connection),
        _hourly_equals_states(connection),
        _littles_law(connection),
        _instances_agree_with_waits(connection),
    ]


def keep(connection: duckdb.DuckDBPyConnection, results: Sequence[CheckResult]) -> None:
    """Write the results into quality.checks of the working file, in their order, so that they are published with it."""
    connection.execute(
        "create or replace table warehouse.quality.checks"
        " (position integer, name varchar, is_ok boolean, is_blocking boolean, detail varchar)"
    )
    rows = [(i, one.name, one.ok, one.blocking, one.detail) for i, one in enumerate(results, start=1)]
    if rows:
        connection.executemany("insert into warehouse.quality.checks values (?, ?, ?, ?, ?)", rows)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    return tuple(int(value or 0) for value in connection.execute(sql).fetchone() or (0,))


def _unique(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> CheckResult:
    (repeated,) = _one(
        connection,
        f"select count(*) from (select 1 from {table} group by {key} having count(*) > 1) as repeated",
    )
    return CheckResult(f"unique {table}", repeated == 0, f"{repeated} keys ({key}) stand more than once")


def _nothing_lost(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> list[CheckResult]:
    """Every raw record of a model that declares `conserves` is staged or rejected; every staged message is a fact."""
    results = []
    for model in catalog.models.values():
        conserved = model.header.get("conserves", [])
        if not conserved:
            continue
        arrived, staged, rejected = _one(
            connection,
            f"""
            select
                {" + ".join(f"(select count(*) from {raw})" for raw in conserved)},
                (select count(*) from {model.key}),
                (select count(*) from steps.rejects where model = '{model.key}')
            """,
        )
        results.append(
            CheckResult(
                f"nothing lost {model.key}",
                arrived == staged + rejected,
                f"{arrived} records of {', '.join(conserved)}: {staged} staged, {rejected} rejected",
            )
        )
    staged_tables = [
        key for key in sorted(catalog.models) if key.startswith("staging.") and key.endswith("_messages")
    ]
    counts = " + ".join(
        f"(select count(*) from {table} where sent_at <= getvariable('as_of'))" for table in staged_tables
    )
    staged, facts = _one(connection, f"select {counts or 0}, (select count(*) from marts.fct_messages)")
    results.append(
        CheckResult(
            "nothing lost marts.fct_messages",
            staged == facts,
            f"{staged} messages staged, {facts} in the mart",
        )
    )
    answerable, covered = _one(
        connection,
        """
        select
            (select count(*) from marts.fct_messages where needs_answer),
            (select sum(burst_count) from marts.fct_waits)
        """,
    )
    results.append(
        CheckResult(
            "nothing lost marts.fct_waits",
            answerable == covered,
            f"{answerable} messages need an answer, {covered} are in a wait",
        )
    )
    return results


def _states_without_gaps(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    (broken,) = _one(
        connection,
        """
        select count(*) from (
            select
                started_at,
                ended_at,
                lead(started_at) over (partition by case_id order by started_at) as next_started_at
            from marts.fct_case_states
        ) as states
        where ended_at is distinct from next_started_at or ended_at <= started_at
        """,
    )
    return CheckResult(
        "case states without gaps", broken == 0, f"{broken} intervals overlap, leave a gap or last nothing"
    )


def _time_adds_up(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """Seconds in all states of a case = time from its opening until now or until it was done (metrics definition 8)."""
    (broken,) = _one(
        connection,
        """
        select count(*) from (
            select
                coalesce(sum(round(observed_seconds * 1e6)::hugeint), 0) as summed_us,
                max(epoch_us(coalesce(ended_at, if(is_open_state(state), getvariable('as_of'), started_at))))
                - min(epoch_us(opened_at)) as elapsed_us
            from marts.fct_case_states
            group by case_id
        ) as cases
        where summed_us != elapsed_us
        """,
    )
    return CheckResult(
        "time in status adds up", broken == 0, f"{broken} cases whose states don't add up to the time elapsed"
    )


def _backlog_identity(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """B(t2) = B(t1) + opened + reopened + moved in - resolved - merged - deleted - moved out, per department and day.

    The left side counts intervals, the right side sums flows: neither knows the other.
    """
    rows = connection.execute("""
        with days as (
            select date_trunc('day', occurred_at) + interval 1 day as until_at from marts.fct_flows
            union
            select date_trunc('day', started_at) + interval 1 day as until_at from marts.fct_case_states
        ),
        owners as (select distinct department_id from marts.fct_case_states),
        counted as (
            select
                days.until_at,
                owners.department_id,
                (
                    select count(*) from marts.fct_case_states as states
                    where states.department_id is not distinct from owners.department_id
                    and is_open_state(states.state) and states.started_at < days.until_at
                    and coalesce(states.ended_at, 'infinity') >= days.until_at
                ) as open_count
            from days cross join owners
        ),
        flowed as (
            select
                date_trunc('day', occurred_at) + interval 1 day as until_at,
                department_id,
                count(*) filter (where kind in ('opened', 'reopened', 'moved_in'))
                - count(*) filter (where kind in ('resolved', 'merged', 'deleted', 'moved_out')) as net
            from marts.fct_flows
            group by all
        )
        select count(*), any_value(department_id), any_value(until_at) from (
            select
                counted.*,
                sum(coalesce(flowed.net, 0)) over (
                    partition by counted.department_id order by counted.until_at
                ) as flow_sum
            from counted left join flowed
                on counted.until_at = flowed.until_at
                and counted.department_id is not distinct from flowed.department_id
        ) as compared
        where open_count != flow_sum
    """).fetchone() or (0, None, None)
    detail = f"{rows[0]} days on which what was open differs from what came in less what went out"
    if rows[0]:
        detail += f" (first: {rows[1] or 'no owner'}, until {rows[2]:%Y-%m-%d})"
    return CheckResult("backlog identity", rows[0] == 0, detail)


def _hourly_equals_states(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """The last full hour of fct_backlog_hourly against the intervals themselves."""
    hourly, states = _one(
        connection,
        """
        with latest as (select date_trunc('hour', getvariable('as_of')) as hour_at)
        select
            (select sum(open_count) from marts.fct_backlog_hourly where hour_at = (select hour_at from latest)),
            (
                select count(*) from marts.fct_case_states
                where is_open_state(state) and started_at <= (select hour_at from latest)
                and coalesce(ended_at, 'infinity') > (select hour_at from latest)
            )
        """,
    )
    return CheckResult(
        "hourly backlog equals case states", hourly == states, f"{hourly} by the hour, {states} by state"
    )


def _instances_agree_with_waits(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """Two ways to one answer: a wait's own due time and state, and those of its SLA instance where nothing paused."""
    compared, differing = _one(
        connection,
        """
        select
            count(*),
            count(*) filter (
                where instances.sla_id is null
                or instances.target_id is distinct from waits.target_id
                or instances.due_at is distinct from waits.due_at
                or instances.state != waits.sla_state
                or instances.calendar_state != waits.calendar_sla_state
            )
        from marts.fct_waits as waits
        left join marts.fct_sla_instances as instances
            on waits.wait_id = instances.wait_id and not instances.is_also
        where coalesce(instances.paused_seconds, 0) = 0
        """,
    )
    return CheckResult(
        "SLA instances agree with waits",
        differing == 0,
        f"{compared} waits, {differing} with another due time or state",
    )


def _littles_law(connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """L = lambda W over everything until now: the area under the backlog, from its flows, against all stays added up.

    Every case came within that time, so the two are equal to the microsecond (Little, 1961). What is published stays
    right where they aren't, so it doesn't hold anything up.
    """
    rows = connection.execute("""
        select
            (
                select sum(
                    if(kind in ('opened', 'reopened', 'moved_in'), 1, -1)
                    * (epoch_us(getvariable('as_of')) - epoch_us(occurred_at))::hugeint
                ) from marts.fct_flows where kind not in ('arrival', 'answer')
            ) as area,
            (
                select sum(epoch_us(coalesce(left_at, getvariable('as_of'))) - epoch_us(entered_at))
                from marts.fct_visits
            ) as stays,
            (select count(*) from marts.fct_visits) as visits
    """).fetchone() or (0, 0, 0)
    area, stays, visits = (int(value or 0) for value in rows)
    detail = f"{area / 3.6e9:,.1f} case hours by what came and went, {stays / 3.6e9:,.1f} by {visits} stays"
    return CheckResult("Little's law", area == stays, detail, blocking=False)
