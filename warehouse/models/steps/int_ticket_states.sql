/* per = "case_id" */
-- Half-open intervals [started_at, ended_at) of a ticket, without gaps, one row for each spell in which nothing that
-- is shown changed. Of several events at one instant only the last is left: the others lasted no time.
with ordered as (
    select
        *,
        lead(event_at) over case_log as next_at
    from steps.int_case_events
    window case_log as (partition by case_id order by event_at, event_order, event_id)
),

lasting as (
    select
        *,
        lag(state) over case_log as earlier_state,
        [state, source_state, group_name, agent_id] as shown,
        lag([state, source_state, group_name, agent_id]) over case_log as earlier_shown
    from ordered
    where next_at is distinct from event_at
    window case_log as (partition by case_id order by event_at, event_order, event_id)
)

select
    source,
    case_id,
    state,
    -- A later interval with another group or agent but the same state doesn't close or merge a case again.
    coalesce(state != earlier_state, true) as is_new_state,
    source_state,
    group_name,
    agent_id,
    platform,
    channel,
    visibility,
    event_at as started_at,
    lead(event_at) over (partition by case_id order by event_at) as ended_at
from lasting
where shown is distinct from earlier_shown
