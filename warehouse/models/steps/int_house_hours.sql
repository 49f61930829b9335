-- When anybody could have taken something: the opening hours of all departments together, as intervals that don't
-- touch, each with the open microseconds before it. Over whole years, so that no new day changes them.
with intervals as (
    select distinct
        to_timestamp(slots.slot * calendars.slot_seconds) as opened_at,
        to_timestamp((slots.slot + 1) * calendars.slot_seconds) as closed_at
    from company.calendar_slots as slots
    inner join company.calendars as calendars on slots.calendar_name = calendars.calendar_name
    where
        slots.is_open
        and slots.calendar_name in (select departments.calendar_name from company.departments as departments)
),

marked as (
    select
        opened_at,
        closed_at,
        max(closed_at) over (
            order by opened_at, closed_at rows between unbounded preceding and 1 preceding
        ) as covered_until
    from intervals
),

numbered as (
    select
        *,
        sum(coalesce(opened_at > covered_until, true)::integer) over (order by opened_at, closed_at) as number
    from marked
),

merged as (
    select
        min(opened_at) as opened_at,
        max(closed_at) as closed_at
    from numbered
    group by number
)

select
    opened_at,
    closed_at,
    coalesce(
        sum(epoch_us(closed_at) - epoch_us(opened_at)) over (
            order by opened_at rows between unbounded preceding and 1 preceding
        ),
        0
    )::bigint as open_us_before
from merged
