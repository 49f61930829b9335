/*
per = "case_id"
moving = "false"
*/
-- What case stores say of a case beside its state, until now, one row a change of one fact: approval, promise, the
-- stakeholder, the time spent. `value` is text as mapped; `message_id` is the public message written with it, if any.
select
    source,
    case_id,
    fact,
    value,
    event_at,
    event_order,
    agent_id,
    message_id
from staging.all_case_facts
where event_at <= getvariable('as_of')
