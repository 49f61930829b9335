-- First instant that anything happened, and now: the span that calendars have to cover.
--
-- A wrong date must not stretch it over decades: what lies more than five years before everything else isn't in it. It
-- keeps its place in the marts; without a calendar for it, its business hours are unknown.
with days as (
    select date_trunc('day', sent_at) as day
    from steps.int_messages
    union
    select date_trunc('day', event_at) as day
    from steps.int_case_events
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
    min(instants.occurred_at) as first_at,
    getvariable('as_of') as last_at
from (
    select sent_at as occurred_at from steps.int_messages
    union all
    select event_at as occurred_at from steps.int_case_events
) as instants
where instants.occurred_at >= (select begins_at from beginning)
