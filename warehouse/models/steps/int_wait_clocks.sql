-- Open seconds and due times of each wait under its owner's calendar, through the slot table: an instant's open seconds
-- since the calendar's start are those before its slot plus, if the slot is open, the way into it.
with waits as (
    select
        waits.wait_id,
        waits.opened_at,
        waits.outcome,
        least(coalesce(waits.ended_at, getvariable('as_of')), getvariable('as_of')) as observed_at,
        owners.target_seconds,
        owners.end_of_next_business_day,
        owners.clock,
        departments.calendar_name,
        calendars.zone,
        calendars.slot_seconds
    from steps.int_waits as waits
    inner join steps.int_wait_owners as owners using (wait_id)
    left join company.departments as departments using (department_id)
    left join company.calendars as calendars using (calendar_name)
),

clocked as (
    select
        waits.*,
        opening.slot is not null and observing.slot is not null as is_covered,
        opening.open_before * 1000000
        + if(opening.is_open, epoch_us(waits.opened_at) - opening.slot * waits.slot_seconds * 1000000, 0)
            as opened_open_us,
        observing.open_before * 1000000
        + if(observing.is_open, epoch_us(waits.observed_at) - observing.slot * waits.slot_seconds * 1000000, 0)
            as observed_open_us
    from waits
    left join company.calendar_slots as opening
        on waits.calendar_name = opening.calendar_name
        and epoch_us(waits.opened_at) // (waits.slot_seconds * 1000000) = opening.slot
    left join company.calendar_slots as observing
        on waits.calendar_name = observing.calendar_name
        and epoch_us(waits.observed_at) // (waits.slot_seconds * 1000000) = observing.slot
),

needs as (
    select
        *,
        case
            when target_seconds is not null and clock = 'business'
                then opened_open_us + (target_seconds * 1000000)::bigint
        end as needed_open_us,
        case when end_of_next_business_day then timezone(zone, opened_at)::date end as opened_local_day
    from clocked
),

slots as (
    select
        calendar_name,
        slot,
        open_before,
        open_before * 1000000 as open_before_us
    from company.calendar_slots
    where is_open
),

business_due as (
    select
        needs.wait_id,
        make_timestamptz(
            slots.slot * needs.slot_seconds * 1000000 + needs.needed_open_us - slots.open_before * 1000000
        ) as due_at,
        needs.needed_open_us - slots.open_before * 1000000 <= needs.slot_seconds * 1000000 as is_reached
    from (
        select * from needs
        where needed_open_us is not null
    ) as needs
    asof inner join slots
        on needs.calendar_name = slots.calendar_name and needs.needed_open_us > slots.open_before_us
),

day_due as (
    select
        needs.wait_id,
        days.last_close as due_at
    from (
        select * from needs
        where opened_local_day is not null
    ) as needs
    asof inner join company.business_days as days
        on needs.calendar_name = days.calendar_name and needs.opened_local_day < days.day
)

select
    needs.wait_id,
    needs.observed_at,
    case
        when needs.calendar_name is null then 'no_calendar'
        when not needs.is_covered then 'outside_calendar'
    end as business_seconds_reason,
    if(needs.is_covered, (needs.observed_open_us - needs.opened_open_us) / 1e6, null) as observed_business_seconds,
    case
        when needs.target_seconds is not null and needs.clock = 'calendar'
            then needs.opened_at + to_microseconds((needs.target_seconds * 1000000)::bigint)
        when needs.target_seconds is not null then if(business_due.is_reached, business_due.due_at, null)
        else day_due.due_at
    end as due_at,
    case
        when needs.target_seconds is not null
            then needs.opened_at + to_microseconds((needs.target_seconds * 1000000)::bigint)
        else day_due.due_at
    end as calendar_due_at
from needs
left join business_due using (wait_id)
left join day_due using (wait_id)
