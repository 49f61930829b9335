/*
per = "case_id"
moving = "false"
*/
-- Events of tickets of every case store until now, one row an event, with the complete state after it.
select
    source,
    case_id,
    event_id,
    event_at,
    event_order,
    source_state,
    state,
    group_name,
    agent_id,
    priority,
    channel,
    platform,
    visibility,
    customer_id,
    merged_into_case_id
from staging.all_case_events
where event_at <= getvariable('as_of')
