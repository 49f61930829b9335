-- The quarter of an hour in which anything first happened, and now: the span that calendars have to cover.
--
-- A wrong date must not stretch it over decades: what lies more than five years before everything else isn't in it. It
-- keeps its place in the marts; without a calendar for it, its business hours are unknown.
with quarters as (
    select quarter_at
    from steps.int_message_counts
    union
    select quarter_at
    from steps.int_event_counts
),

days as (
    select distinct date_trunc('day', quarter_at) as day
    from quarters
),

followed as (
    select
        day,
        lag(day) over (order by day) as earlier_day
    from days
),

beginning as (
    select max(day) as begins_at
    from followed
    where earlier_day is null or day > earlier_day + interval 5 year
)

select
    min(quarter_at) as first_at,
    getvariable('as_of') as last_at
from quarters
where quarter_at >= (select begins_at from beginning)
