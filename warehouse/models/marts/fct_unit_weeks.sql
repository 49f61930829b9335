-- What happened to the waits of each department in each week (by its Monday), as whole numbers: what an interrupted
-- time series reads. A unit is a department, and a week isn't cut by a page's period. `timed` waits opened a day before
-- now at least and weren't taken back within it; each counts for 24 hours at most.
with waits as (
    select
        date_trunc('week', waits.opened_day)::date as week_start,
        waits.department_id as unit_id,
        (
            waits.opened_at <= snapshots.as_of - interval 24 hours
            and not (waits.outcome in ('withdrawn', 'merged') and waits.observed_seconds < 86400)
        ) as is_timed,
        round(least(waits.observed_seconds, 86400) * 1000000)::bigint as wait_us,
        waits.sla_state,
        waits.outcome,
        waits.is_double
    from marts.fct_waits as waits
    cross join marts.dim_snapshot as snapshots
    where waits.department_id is not null
),

summed as (
    select
        week_start,
        unit_id,
        count(*) as wait_count,
        count(*) filter (where is_timed) as timed_count,
        coalesce(sum(wait_us) filter (where is_timed), 0)::bigint as timed_us,
        count(*) filter (where sla_state in ('met', 'breached')) as due_count,
        count(*) filter (where sla_state = 'met') as met_count,
        count(*) filter (where outcome = 'answered') as answered_count,
        count(*) filter (where outcome = 'answered' and is_double) as double_count
    from waits
    group by week_start, unit_id
),

routed as (
    select
        date_trunc('week', opened_day)::date as week_start,
        first_department_id as unit_id,
        count(*) as ticket_count,
        sum(handoff_count)::bigint as handoff_count
    from marts.fct_routes
    where is_ticket and first_department_id is not null
    group by week_start, unit_id
)

select
    summed.*,
    coalesce(routed.ticket_count, 0) as ticket_count,
    coalesce(routed.handoff_count, 0) as handoff_count,
    -- A week that isn't over, or that the data began in, says nothing.
    summed.week_start >= snapshots.data_from
    and summed.week_start + 7 <= timezone(snapshots.zone, snapshots.as_of)::date as is_complete
from summed
cross join marts.dim_snapshot as snapshots
left join routed
    on summed.week_start = routed.week_start and summed.unit_id = routed.unit_id
