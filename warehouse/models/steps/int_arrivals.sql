/* per = "wait_id" */
-- When the message that opened a wait reached this system, and how much later than the platform published it that was,
-- around the clock and in business time (metrics definition 4, clock B). What was sent before its source was first
-- read `is_history`.
with waits as (
    select
        waits.wait_id,
        waits.opened_at,
        messages.received_at as arrived_at,
        waits.opened_at < firsts.first_received_at as is_history,
        calendars.slot_seconds,
        departments.calendar_name
    from steps.int_waits as waits
    inner join steps.int_wait_owners as owners using (wait_id)
    inner join steps.int_messages as messages on waits.message_id = messages.message_id
    inner join steps.int_first_arrivals as firsts on messages.source = firsts.source
    left join company.departments as departments on owners.department_id = departments.department_id
    left join company.calendars as calendars on departments.calendar_name = calendars.calendar_name
)

select
    waits.wait_id,
    waits.arrived_at,
    waits.is_history,
    seconds_between(waits.opened_at, waits.arrived_at) as lag_seconds,
    (
        arriving.open_before * 1000000
        + if(arriving.is_open, epoch_us(waits.arrived_at) - arriving.slot * waits.slot_seconds * 1000000, 0)
        - opening.open_before * 1000000
        - if(opening.is_open, epoch_us(waits.opened_at) - opening.slot * waits.slot_seconds * 1000000, 0)
    ) / 1e6 as business_lag_seconds
from waits
left join company.calendar_slots as opening
    on waits.calendar_name = opening.calendar_name
    and epoch_us(waits.opened_at) // (waits.slot_seconds * 1000000) = opening.slot
left join company.calendar_slots as arriving
    on waits.calendar_name = arriving.calendar_name
    and epoch_us(waits.arrived_at) // (waits.slot_seconds * 1000000) = arriving.slot
