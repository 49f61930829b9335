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
        calendars.shift_us
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
    case
        when waits.opened_at >= axis.covered_from and waits.arrived_at < axis.covered_until
            then
                (
                    open_us(axis.curve, axis.slot_us, epoch_us(waits.arrived_at) + waits.shift_us)
                    - open_us(axis.curve, axis.slot_us, epoch_us(waits.opened_at) + waits.shift_us)
                ) / 1e6
    end as business_lag_seconds
from waits
cross join company.calendar_curve as axis
