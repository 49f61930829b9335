/*
per = "case_id"
moving = "(ended_at is null and is_open_state(state)) or started_at >= getvariable('earlier_as_of') - interval 1 hour"
*/
-- States of every case: half-open intervals [started_at, ended_at) without gaps, so that their seconds add up to the
-- time elapsed, to the microsecond. `seconds` is NULL while an interval runs; `observed_*` run to its end or to now,
-- business time under the calendar of the department that owned the case then, and are NULL once a case is done: nobody
-- waits any more, and old cases stay as they are from day to day. `court` says in whose court the case lies: ours (new,
-- open), the customer's, an approver's, a third party's, or nobody's once it is done.
with spells as (
    select
        spells.*,
        coalesce(spells.ended_at, if(is_open_state(spells.state), getvariable('as_of'), null)) as observed_at,
        departments.calendar_name,
        calendars.slot_seconds
    from steps.int_case_spells as spells
    left join company.departments as departments using (department_id)
    left join company.calendars as calendars using (calendar_name)
),

-- Open seconds since the calendar's start: those before the instant's slot and, if that is open, the way into it.
clocked as (
    select
        spells.*,
        starting.slot is not null and observing.slot is not null as is_covered,
        starting.open_before * 1000000
        + if(starting.is_open, epoch_us(spells.started_at) - starting.slot * spells.slot_seconds * 1000000, 0)
            as started_open_us,
        observing.open_before * 1000000
        + if(observing.is_open, epoch_us(spells.observed_at) - observing.slot * spells.slot_seconds * 1000000, 0)
            as observed_open_us
    from spells
    left join company.calendar_slots as starting
        on spells.calendar_name = starting.calendar_name
        and epoch_us(spells.started_at) // (spells.slot_seconds * 1000000) = starting.slot
    left join company.calendar_slots as observing
        on spells.calendar_name = observing.calendar_name
        and epoch_us(spells.observed_at) // (spells.slot_seconds * 1000000) = observing.slot
)

select
    clocked.case_id,
    clocked.source,
    clocked.platform,
    clocked.channel,
    clocked.visibility,
    clocked.state,
    clocked.source_state,
    case
        when clocked.state in ('new', 'open') then 'ours'
        when clocked.state = 'waiting_customer' then 'customer'
        when clocked.state = 'waiting_approval' then 'approval'
        when clocked.state = 'waiting_third_party' then 'third_party'
        else 'done'
    end as court,
    clocked.department_id,
    clocked.agent_id,
    clocked.started_at,
    clocked.ended_at,
    clocked.opened_at,
    timezone(settings.zone, clocked.opened_at)::date as opened_day,
    seconds_between(clocked.started_at, clocked.ended_at) as seconds,
    seconds_between(clocked.started_at, clocked.observed_at) as observed_seconds,
    if(clocked.is_covered, (clocked.observed_open_us - clocked.started_open_us) / 1e6, null)
        as observed_business_seconds,
    case
        when clocked.observed_at is null then 'done'
        when clocked.department_id is null then 'no_owner'
        when clocked.calendar_name is null then 'no_calendar'
        when not clocked.is_covered then 'outside_calendar'
    end as business_seconds_reason
from clocked
cross join company.settings as settings
