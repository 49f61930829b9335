/*
per = "case_id"
moving = "false"
*/
-- What is odd in the log of a case, a row an oddity, as marts.fct_flags tells of it.
with ordered as (
    select
        *,
        lag(source_order) over case_log as earlier_order,
        lag(event_at) over case_log as earlier_at,
        state in ('resolved', 'closed', 'merged', 'deleted') as is_closing,
        -- Opened anew is something else: a case that is new again was written down in the wrong order.
        is_closing and event_order = min(event_order) over case_whole
        and bool_or(state = 'new') over case_whole as begins_closed
    from staging.all_case_events
    where event_at <= getvariable('as_of')
    window
        case_log as (partition by case_id order by event_order),
        case_whole as (partition by case_id)
),

case_ids as (
    select distinct case_id
    from ordered
)

select
    source,
    event_id as id,
    case_id,
    null::varchar as message_id,
    if(is_closing, 'closed_before_opened', 'event_before_creation') as flag,
    if(event_at < opened_at, 'opened_at: ' || opened_at::varchar, 'a later event says new') as detail,
    event_at as occurred_at
from ordered
where event_at < opened_at or begins_closed
union all
select
    source,
    event_id as id,
    case_id,
    null as message_id,
    'events_out_of_order' as flag,
    'order: ' || source_order || ' after ' || earlier_order as detail,
    event_at as occurred_at
from ordered
where source_order < earlier_order and event_at > earlier_at
union all
select
    ordered.source,
    ordered.event_id as id,
    ordered.case_id,
    null as message_id,
    'merged_into_unknown_case' as flag,
    ordered.merged_into_case_id as detail,
    ordered.event_at as occurred_at
from ordered
anti join case_ids on ordered.merged_into_case_id = case_ids.case_id
where ordered.state = 'merged' and ordered.merged_into_case_id is not null
union all
select
    source,
    case_id || ':promise_due' as id,
    case_id,
    message_id,
    'negative_span' as flag,
    'promise_due: ' || value || ' is before it was promised' as detail,
    event_at as occurred_at
from steps.int_case_facts
-- A day is due until it ends.
where fact = 'promise_due' and try_cast(value as timestamptz) + interval 1 day < event_at
