/*
per = "wait_id"
moving = "observed_at >= getvariable('earlier_as_of')"
*/
-- Open seconds and due times of each wait under its owner's calendar, read off the curve of all calendars: an instant's
-- place in it is arithmetic, and so is the instant at which a target's open time has passed.
with waits as (
    select
        waits.wait_id,
        waits.opened_at,
        least(coalesce(waits.ended_at, getvariable('as_of')), getvariable('as_of')) as observed_at,
        (owners.target_seconds * 1000000)::bigint as target_us,
        owners.end_of_next_business_day,
        owners.clock = 'calendar' as is_calendar_clock,
        calendars.zone,
        calendars.shift_us,
        calendars.open_slots_before,
        calendars.open_slot_count,
        calendars.days_before
    from steps.int_waits as waits
    inner join steps.int_wait_owners as owners using (wait_id)
    left join company.departments as departments on owners.department_id = departments.department_id
    left join company.calendars as calendars on departments.calendar_name = calendars.calendar_name
),

clocked as (
    select
        waits.*,
        axis.slot_us,
        axis.open_slots,
        axis.next_closes,
        axis.first_day,
        waits.opened_at >= axis.covered_from and waits.observed_at < axis.covered_until as is_covered,
        open_us(axis.curve, axis.slot_us, epoch_us(waits.opened_at) + waits.shift_us) as opened_open_us,
        open_us(axis.curve, axis.slot_us, epoch_us(waits.observed_at) + waits.shift_us) as observed_open_us
    from waits
    cross join company.calendar_curve as axis
),

due as (
    select
        *,
        epoch_us_of_open_us(
            open_slots, slot_us, open_slots_before, open_slot_count, shift_us, opened_open_us + target_us
        ) as business_due_us,
        case
            when end_of_next_business_day and is_covered
                then next_closes[days_before + 1 + (timezone(zone, opened_at)::date - first_day)]
        end as day_due_at
    from clocked
)

select
    wait_id,
    observed_at,
    case when shift_us is null then 'no_calendar' when not is_covered then 'outside_calendar' end
        as business_seconds_reason,
    if(is_covered, (observed_open_us - opened_open_us) / 1e6, null) as observed_business_seconds,
    case
        when target_us is null then day_due_at
        when is_calendar_clock then later(opened_at, target_us)
        when is_covered then make_timestamptz(business_due_us)
    end as due_at,
    if(target_us is null, day_due_at, later(opened_at, target_us)) as calendar_due_at
from due
