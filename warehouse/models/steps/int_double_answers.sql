/* per = "conversation_id" */
-- Waits that two people answered (metrics definition 15): two neighbouring replies, by different people and at most
-- `double_seconds` apart, before the customer wrote again. A reply that says it is part of a split isn't counted
-- beside the answer itself.
with replies as (
    select
        turns.conversation_id,
        turns.customer_id,
        turns.position,
        turns.messages_before,
        turns.message_id,
        turns.occurred_at,
        row_number() over run as place
    from steps.int_turns as turns
    where turns.kind = 'reply'
    window run as (
        partition by turns.conversation_id, turns.customer_id, turns.messages_before order by turns.position
    )
),

-- Most runs are a single reply: only the others are looked at closer.
runs as (
    select
        conversation_id,
        customer_id,
        messages_before,
        arg_min(message_id, position) as answer_message_id
    from replies
    group by conversation_id, customer_id, messages_before
    having count(*) > 1
),

neighbours as (
    select
        runs.conversation_id,
        runs.customer_id,
        runs.answer_message_id,
        replies.occurred_at,
        authors.author_id,
        authors.department_id,
        lag(replies.occurred_at) over run as earlier_at,
        lag(authors.author_id) over run as earlier_author_id,
        lag(authors.department_id) over run as earlier_department_id
    from runs
    inner join replies
        using (conversation_id, customer_id, messages_before)
    inner join steps.int_authors as authors on replies.message_id = authors.message_id
    where replies.place = 1 or not authors.is_declared_split
    window run as (
        partition by runs.conversation_id, runs.customer_id, runs.messages_before order by replies.position
    )
)

select
    neighbours.conversation_id,
    neighbours.customer_id,
    neighbours.answer_message_id,
    coalesce(bool_or(department_id != earlier_department_id), false) as is_across
from neighbours
cross join company.settings as settings
where
    author_id is distinct from earlier_author_id
    and seconds_between(earlier_at, occurred_at) <= settings.double_seconds
group by neighbours.conversation_id, neighbours.customer_id, neighbours.answer_message_id
