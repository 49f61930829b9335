/*
per = "case_id"
moving = "false"
*/
-- When each instance with a target is due, and what its clock has used up. It is due at the first instant at which its
-- clock has run for the target's seconds; by the end of the next business day, which begins anew at each resumption.
-- `due_at` is NULL where the clock stands before that; `calendar_due_at` is the same around the clock.
with runs as (
    select
        runs.*,
        instances.calendar_name,
        instances.clock,
        instances.end_of_next_business_day,
        instances.target_seconds * 1000000 as target_us,
        calendars.zone,
        calendars.slot_seconds
    from steps.int_sla_runs as runs
    inner join steps.int_sla_targets as instances using (sla_id)
    left join company.calendars as calendars using (calendar_name)
),

-- Of the runs of an instance one reaches the target: it begins below it, and lasts or would last until there.
reaching as (
    select
        sla_id,
        calendar_name,
        slot_seconds,
        from_open_us + target_us - open_us_before as needed_open_us
    from runs
    where
        clock = 'business'
        and open_us_before < target_us
        and (until_at is null or open_us_before + open_us >= target_us)
),

slots as (
    select
        calendar_name,
        slot,
        open_before * 1000000 as open_before_us
    from company.calendar_slots
    where is_open
),

business_due as (
    select
        reaching.sla_id,
        -- Past the calendar's last slot nobody knows.
        if(
            reaching.needed_open_us - slots.open_before_us <= reaching.slot_seconds * 1000000,
            make_timestamptz(
                slots.slot * reaching.slot_seconds * 1000000 + reaching.needed_open_us - slots.open_before_us
            ),
            null
        ) as due_at
    from reaching
    asof inner join slots
        on reaching.calendar_name = slots.calendar_name and reaching.needed_open_us > slots.open_before_us
),

day_due as (
    select
        runs.sla_id,
        min(days.last_close) as due_at
    from (
        select
            *,
            timezone(zone, from_at)::date as local_day
        from runs
        where end_of_next_business_day and zone is not null
    ) as runs
    asof inner join company.business_days as days
        on runs.calendar_name = days.calendar_name and runs.local_day < days.day
    where runs.until_at is null or days.last_close <= runs.until_at
    group by runs.sla_id
),

summed as (
    select
        sla_id,
        any_value(case_id) as case_id,
        any_value(clock) as clock,
        any_value(end_of_next_business_day) as end_of_next_business_day,
        any_value(target_us) as target_us,
        bool_or(until_at is null) as runs_on,
        bool_and(from_open_us is not null) as is_covered,
        sum(open_us)::bigint as open_us,
        sum(wall_us)::bigint as wall_us,
        min(
            if(
                wall_us_before < target_us and (until_at is null or wall_us_before + wall_us >= target_us),
                from_at + to_microseconds(target_us - wall_us_before),
                null
            )
        ) as wall_due_at
    from runs
    group by sla_id
),

pauses as (
    select
        sla_id,
        bool_or(resumed_at is null) as is_paused,
        sum(epoch_us(coalesce(resumed_at, getvariable('as_of'))) - epoch_us(paused_at))::bigint as paused_us
    from steps.int_sla_pauses
    group by sla_id
)

select
    summed.sla_id,
    summed.case_id,
    summed.runs_on,
    coalesce(pauses.is_paused, false) as is_paused,
    coalesce(pauses.paused_us, 0) as paused_us,
    if(summed.clock = 'calendar' and not summed.end_of_next_business_day, summed.wall_us, summed.open_us)
        as consumed_us,
    summed.is_covered or (summed.clock = 'calendar' and not summed.end_of_next_business_day) as is_covered,
    case
        when summed.end_of_next_business_day then day_due.due_at
        when summed.clock = 'calendar' then summed.wall_due_at
        else business_due.due_at
    end as due_at,
    if(summed.end_of_next_business_day, day_due.due_at, summed.wall_due_at) as calendar_due_at
from summed
left join business_due on summed.sla_id = business_due.sla_id
left join day_due on summed.sla_id = day_due.sla_id
left join pauses on summed.sla_id = pauses.sla_id
