/* per = "conversation_id" */
-- Waits of each customer in each conversation (metrics definition 3): from the earliest message that was still there,
-- to the first human reply, or to what ended them without one. Ownership, clocks and targets follow in marts.fct_waits.
with bursts as (
    select
        conversation_id,
        customer_id,
        ends_before,
        -- The one end that has as many ends before it as these messages.
        max(occurred_at) filter (where is_end) as end_at,
        max(kind) filter (where is_end) as end_kind,
        max(message_id) filter (where is_end) as end_message_id,
        count(*) filter (where kind = 'inbound') as burst_count,
        min(occurred_at) filter (where kind = 'inbound') as first_at,
        arg_min(message_id, position) filter (where kind = 'inbound') as first_message_id,
        count(deleted_at) filter (where kind = 'inbound') as deleted_count,
        max(deleted_at) filter (where kind = 'inbound') as last_deleted_at
    from steps.int_turns
    group by conversation_id, customer_id, ends_before
    having burst_count > 0
),

judged as (
    select
        *,
        -- What the customer took back before the end no longer waits for anything.
        deleted_count = burst_count and last_deleted_at <= coalesce(end_at, 'infinity') as is_withdrawn
    from bursts
),

-- Where a part was taken back, the wait opens at the earliest message that was left at its end.
left_over as (
    select
        judged.conversation_id,
        judged.customer_id,
        judged.ends_before,
        min(turns.occurred_at) as opened_at,
        arg_min(turns.message_id, turns.position) as message_id
    from judged
    inner join steps.int_turns as turns
        using (conversation_id, customer_id, ends_before)
    where
        judged.deleted_count > 0
        and not judged.is_withdrawn
        and turns.kind = 'inbound'
        and coalesce(turns.deleted_at > coalesce(judged.end_at, 'infinity'), true)
    group by judged.conversation_id, judged.customer_id, judged.ends_before
),

ended as (
    select
        judged.*,
        coalesce(left_over.message_id, judged.first_message_id) as message_id,
        coalesce(left_over.opened_at, judged.first_at) as opened_at,
        case
            when is_withdrawn then 'withdrawn'
            when end_kind is null then 'open'
            when end_kind = 'reply' then 'answered'
            when end_kind = 'merged' then 'merged'
            when end_kind = 'deleted' then 'withdrawn'
            else 'closed_unanswered'
        end as outcome,
        if(is_withdrawn, last_deleted_at, end_at) as ended_at
    from judged
    left join left_over using (conversation_id, customer_id, ends_before)
),

-- The reply that came after a case had been closed on an unanswered customer, before that customer's next wait: kept,
-- but it changes no outcome.
closings as (
    select
        ended.conversation_id,
        ended.customer_id,
        ended.ends_before,
        min(later.ends_before) as next_ends_before
    from ended
    left join bursts as later
        on ended.conversation_id = later.conversation_id
        and ended.customer_id = later.customer_id
        and ended.ends_before < later.ends_before
    where ended.outcome = 'closed_unanswered'
    group by ended.conversation_id, ended.customer_id, ended.ends_before
),

late as (
    select
        closings.conversation_id,
        closings.customer_id,
        closings.ends_before,
        min(replies.occurred_at) as answered_after_close_at
    from closings
    inner join steps.int_turns as replies
        on closings.conversation_id = replies.conversation_id
        and closings.customer_id = replies.customer_id
        and replies.kind = 'reply'
        and closings.ends_before < replies.ends_before
        and (closings.next_ends_before is null or replies.ends_before < closings.next_ends_before)
    group by closings.conversation_id, closings.customer_id, closings.ends_before
)

select
    ended.message_id as wait_id,
    ended.message_id,
    ended.conversation_id,
    ended.customer_id,
    ended.ends_before,
    ended.opened_at,
    ended.ended_at,
    ended.outcome,
    ended.burst_count,
    if(ended.outcome = 'answered', ended.end_message_id, null) as answer_message_id,
    late.answered_after_close_at
from ended
left join late using (conversation_id, customer_id, ends_before)
