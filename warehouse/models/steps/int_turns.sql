/* per = "conversation_id" */
-- Everything that opens, continues or ends a wait, per customer and conversation, in order (metrics definition 3).
--
-- `ends_before` counts the ends before a row: customer messages with the same count form one wait, and the end with
-- that number ends it; replies with the same `messages_before` followed one another. `earlier_at` is the last human
-- message before a row, `earlier_message_at` the customer's, `closed_at` the last closing. At one instant: replies
-- first (they can't answer what arrives with them), then messages, then a reply that names such a message as its
-- parent, then the case's closing.
with customers as (
    select distinct
        case_id,
        conversation_id,
        writer_id as customer_id
    from steps.int_messages
    where case_id is not null and direction = 'inbound' and is_human and visibility != 'internal'
),

events as (
    select
        conversation_id,
        writer_id as customer_id,
        sent_at as occurred_at,
        1 as instant_rank,
        if(no_answer_reason is null, 'inbound', 'no_answer') as kind,
        message_id,
        -- A source that dates the taking back before the writing (marts.fct_flags names it) tells that it was at once.
        if(deleted_at < sent_at, sent_at, deleted_at) as deleted_at
    from steps.int_messages
    where direction = 'inbound' and is_human and visibility != 'internal'
    union all by name
    select
        messages.conversation_id,
        replies.addressee_id as customer_id,
        messages.sent_at as occurred_at,
        if(parents.sent_at = messages.sent_at, 2, 0) as instant_rank,
        'reply' as kind,
        messages.message_id,
        null::timestamptz as deleted_at
    from steps.int_replies as replies
    inner join steps.int_messages as messages on replies.message_id = messages.message_id
    left join steps.int_messages as parents
        on messages.in_reply_to_id = parents.message_id and parents.direction = 'inbound'
    union all by name
    select
        customers.conversation_id,
        customers.customer_id,
        states.started_at as occurred_at,
        3 as instant_rank,
        states.state as kind,
        null as message_id,
        null::timestamptz as deleted_at
    from steps.int_ticket_states as states
    inner join customers on states.case_id = customers.case_id
    where states.is_new_state and states.state in ('resolved', 'closed', 'merged', 'deleted')
)

select
    *,
    kind not in ('inbound', 'no_answer') as is_end,
    row_number() over thread as position,
    count(*) filter (where kind not in ('inbound', 'no_answer')) over before as ends_before,
    count(*) filter (where kind in ('inbound', 'no_answer')) over before as messages_before,
    max(if(kind in ('inbound', 'no_answer', 'reply'), occurred_at, null)) over before as earlier_at,
    max(if(kind in ('inbound', 'no_answer'), occurred_at, null)) over before as earlier_message_at,
    max(if(kind in ('resolved', 'closed'), occurred_at, null)) over before as closed_at
from events
-- One order for all of them, so that it is sorted once. The kind decides between two cases that end at one instant.
window
    thread as (partition by conversation_id, customer_id order by occurred_at, instant_rank, message_id, kind),
    before as (
        partition by conversation_id, customer_id order by occurred_at, instant_rank, message_id, kind
        rows between unbounded preceding and 1 preceding
    )
