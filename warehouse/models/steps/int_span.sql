-- First instant that anything happened, and now: the span that calendars have to cover.
select
    min(occurred_at) as first_at,
    getvariable('as_of') as last_at
from (
    select sent_at as occurred_at from steps.int_messages
    union all
    select event_at as occurred_at from steps.int_case_events
) as instants
