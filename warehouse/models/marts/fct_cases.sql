-- One row per case: a ticket, or an episode of a conversation that belongs to no ticket.
with states as (
    select
        *,
        is_open_state(state) as is_open,
        lag(state) over history as earlier_state,
        lag(department_id) over history as earlier_department_id,
        row_number() over history = 1 as is_first
    from marts.fct_case_states
    window history as (partition by case_id order by started_at)
),

summed as (
    select
        case_id,
        any_value(source) as source,
        any_value(platform) as platform,
        any_value(channel) as channel,
        any_value(visibility) as visibility,
        min(started_at) as opened_at,
        min(started_at) filter (where state in ('resolved', 'closed')) as first_resolved_at,
        max(started_at) filter (
            where state in ('resolved', 'closed') and coalesce(is_open_state(earlier_state), true)
        ) as last_resolved_at,
        arg_max(state, started_at) as status,
        max(started_at) filter (where state = 'closed') as last_closed_at,
        arg_max({department_id: department_id}, started_at).department_id as department_id,
        arg_max({agent_id: agent_id}, started_at).agent_id as agent_id,
        count(*) filter (where is_open and not is_open_state(earlier_state)) as reopen_count,
        count(*) filter (
            where earlier_department_id is not null and department_id is not null
            and department_id != earlier_department_id
        ) as handoff_count
    from states
    group by case_id
),

latest_events as (
    select
        case_id,
        arg_max(priority, {event_at: event_at, event_order: event_order}) as priority,
        arg_max(customer_id, {event_at: event_at, event_order: event_order}) as customer_id,
        arg_max(merged_into_case_id, {event_at: event_at, event_order: event_order}) as merged_into_case_id
    from steps.int_case_events
    group by case_id
),

messages as (
    select
        case_id,
        any_value(conversation_id order by sent_at, message_id) as conversation_id,
        any_value(customer_id order by sent_at, message_id) as customer_id,
        count(*) filter (where direction = 'outbound' and is_human and visibility != 'internal')
            as human_reply_count
    from marts.fct_messages
    where case_id is not null
    group by case_id
)

select
    summed.case_id,
    summed.source,
    if(latest_events.case_id is null, 'conversation', 'ticket') as origin,
    summed.platform,
    summed.channel,
    summed.visibility,
    coalesce(latest_events.customer_id, messages.customer_id) as customer_id,
    messages.conversation_id,
    summed.opened_at,
    summed.first_resolved_at,
    if(summed.status in ('resolved', 'closed'), summed.last_resolved_at, null) as resolved_at,
    if(summed.status = 'closed', summed.last_closed_at, null) as closed_at,
    summed.status,
    latest_events.merged_into_case_id,
    summed.department_id,
    summed.agent_id,
    latest_events.priority,
    summed.reopen_count,
    summed.handoff_count,
    coalesce(messages.human_reply_count, 0) as human_reply_count
from summed
left join latest_events using (case_id)
left join messages using (case_id)
