/* per = "case_id" */
-- Half-open intervals [started_at, ended_at) of every case, without gaps. Tickets as their case store tells them; a
-- conversation that belongs to no ticket is open while its customer waits and resolved (or, if the customer took
-- everything back, deleted) until the next wait.
with tickets as (
    select
        states.case_id,
        states.source,
        states.platform,
        states.channel,
        states.visibility,
        states.state,
        states.source_state,
        owners.department_id,
        states.agent_id,
        states.started_at
    from steps.int_ticket_states as states
    left join steps.int_owners as owners
        on owner_key(
            states.source, states.platform, states.channel, states.visibility,
            states.group_name, null::varchar, []::varchar[]
        ) = owners.owner_key
        and states.started_at >= owners.from_at
        and states.started_at < owners.until_at
),

waits as (
    select
        *,
        lead(opened_at) over (partition by case_id order by opened_at, wait_id) as next_opened_at
    from marts.fct_waits
    where case_id = episode_id
),

conversations as (
    select
        case_id,
        source,
        platform,
        channel,
        visibility,
        'open' as state,
        null::varchar as source_state,
        department_id,
        null::varchar as agent_id,
        opened_at as started_at
    from waits
    where ended_at is distinct from opened_at
    union all by name
    select
        case_id,
        source,
        platform,
        channel,
        visibility,
        if(outcome = 'withdrawn', 'deleted', 'resolved') as state,
        null::varchar as source_state,
        department_id,
        agent_id,
        ended_at as started_at
    from waits
    where ended_at is not null and next_opened_at is distinct from ended_at
),

known as (
    select * from tickets
    union all by name
    select * from conversations
),

-- Two intervals in which nothing that is shown differs are one: a customer who writes at the very second of an answer
-- was waiting without a break.
ordered as (
    select
        *,
        [state, source_state, department_id, agent_id] as shown,
        lag([state, source_state, department_id, agent_id]) over history as earlier_shown
    from known
    window history as (partition by case_id order by started_at)
)

select
    * exclude (shown, earlier_shown),
    lead(started_at) over (partition by case_id order by started_at) as ended_at,
    min(started_at) over (partition by case_id) as opened_at
from ordered
where shown is distinct from earlier_shown
