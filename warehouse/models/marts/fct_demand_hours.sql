-- What came in to each department hour by hour, by the target that held for it, and the handle time of the replies
-- sent in that hour (by the target of the wait that they answered; NULL for those that answered none). `is_live`:
-- somebody is there and waits for minutes, not hours. `open_count`: waits of the last seven days that nobody has
-- answered yet.
with arrivals as (
    select
        time_bucket(interval 1 hour, opened_at) as hour_at,
        department_id,
        target_id,
        coalesce(target_seconds <= 3600, channel in ('chat', 'phone')) as is_live,
        1 as arrival_count,
        (sla_state = 'met')::integer as met_count,
        (sla_state in ('met', 'breached'))::integer as due_count,
        (outcome = 'withdrawn')::integer as withdrawn_count,
        (outcome = 'open' and opened_at > getvariable('as_of') - interval 7 day)::integer as open_count,
        (coalesce(observed_business_seconds, observed_seconds) * 1000000)::bigint as waited_us,
        0::bigint as work_us
    from marts.fct_waits
),

replies as (
    select
        time_bucket(interval 1 hour, handles.sent_at) as hour_at,
        handles.department_id,
        waits.target_id,
        coalesce(waits.target_seconds <= 3600, handles.channel in ('chat', 'phone')) as is_live,
        0 as arrival_count,
        0 as met_count,
        0 as due_count,
        0 as withdrawn_count,
        0 as open_count,
        0::bigint as waited_us,
        (handles.handle_seconds * 1000000)::bigint as work_us
    from marts.fct_handles as handles
    left join marts.fct_waits as waits using (wait_id)
),

-- Added up before anything asks for the local time, which takes longer than all else.
summed as (
    select
        hour_at,
        department_id,
        target_id,
        is_live,
        sum(arrival_count)::bigint as arrival_count,
        sum(met_count)::bigint as met_count,
        sum(due_count)::bigint as due_count,
        sum(withdrawn_count)::bigint as withdrawn_count,
        sum(open_count)::bigint as open_count,
        sum(waited_us)::bigint as waited_us,
        sum(work_us)::bigint as work_us
    from (
        select * from arrivals
        union all by name
        select * from replies
    ) as both_kinds
    group by all
)

select
    summed.hour_at,
    timezone(settings.zone, summed.hour_at)::date as date_day,
    hour(timezone(settings.zone, summed.hour_at)) as hour_of_day,
    summed.* exclude (hour_at)
from summed
cross join company.settings as settings
