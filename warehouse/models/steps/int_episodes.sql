/* per = "conversation_id" */
-- Which episode each human message of a customer's conversation belongs to (metrics definition 1), one row per message
-- and customer. In an endless thread a gap of `gap_seconds` since the last human message begins a new one, unless the
-- customer was still waiting; in a ticket, a customer message later than `reopen_seconds` after the closing does.
with tickets as (
    select distinct conversation_id
    from steps.int_messages
    where case_id is not null
),

-- Only after a long silence may an episode begin, so that few rows are looked at closer.
silences as (
    select
        turns.conversation_id,
        turns.customer_id,
        turns.position,
        turns.ends_before,
        turns.occurred_at,
        tickets.conversation_id is not null as is_ticket
    from steps.int_turns as turns
    cross join company.settings as settings
    left join tickets on turns.conversation_id = tickets.conversation_id
    where
        turns.kind in ('inbound', 'no_answer', 'reply')
        and turns.earlier_at is not null
        and case
            when tickets.conversation_id is not null
                then
                    turns.kind != 'reply'
                    and turns.closed_at >= coalesce(turns.earlier_message_at, '-infinity')
                    and seconds_between(turns.closed_at, turns.occurred_at) > settings.reopen_seconds
            else seconds_between(turns.earlier_at, turns.occurred_at) >= settings.gap_seconds
        end
),

still_waiting as (
    select
        silences.conversation_id,
        silences.customer_id,
        silences.position
    from silences
    inner join steps.int_turns as turns
        on silences.conversation_id = turns.conversation_id
        and silences.customer_id = turns.customer_id
        and silences.ends_before = turns.ends_before
        and silences.position > turns.position
    where
        not silences.is_ticket
        and turns.kind = 'inbound'
        and coalesce(turns.deleted_at > silences.occurred_at, true)
    group by all
),

begins as (
    select
        conversation_id,
        customer_id,
        position
    from silences
    anti join still_waiting using (conversation_id, customer_id, position)
    union all
    select
        conversation_id,
        customer_id,
        0 as position
    from steps.int_turns
    group by conversation_id, customer_id
),

runs as (
    select
        conversation_id,
        customer_id,
        position as from_position,
        lead(position) over (partition by conversation_id, customer_id order by position) as until_position
    from begins
),

placed as (
    select
        turns.conversation_id,
        turns.customer_id,
        turns.message_id,
        turns.kind,
        turns.occurred_at,
        turns.position,
        runs.from_position
    from steps.int_turns as turns
    inner join runs
        on turns.conversation_id = runs.conversation_id
        and turns.customer_id = runs.customer_id
        and turns.position >= runs.from_position
        and (runs.until_position is null or turns.position < runs.until_position)
    where turns.kind in ('inbound', 'no_answer', 'reply')
),

-- An episode is named after its first customer message; a run that only the company wrote in is none.
named as (
    select
        conversation_id,
        customer_id,
        from_position,
        arg_min(message_id, position) filter (where kind != 'reply') as episode_id
    from placed
    group by conversation_id, customer_id, from_position
)

select
    placed.conversation_id,
    placed.customer_id,
    placed.message_id,
    placed.kind,
    placed.occurred_at,
    named.episode_id
from placed
inner join named using (conversation_id, customer_id, from_position)
