-- Waits of each customer in each conversation (metrics definition 3): from the earliest message that was still there,
-- to the first human reply, or to what ended them without one. Ownership, clocks and targets follow in marts.fct_waits.
with ends as (
    select
        conversation_id,
        customer_id,
        ends_before,
        occurred_at,
        kind,
        message_id
    from steps.int_turns
    where is_end
),

bursts as (
    select
        turns.conversation_id,
        turns.customer_id,
        turns.ends_before,
        any_value(ends.occurred_at) as end_at,
        any_value(ends.kind) as end_kind,
        any_value(ends.message_id) as end_message_id,
        count(*) as burst_count,
        -- What the customer took back before the end no longer waits for anything.
        bool_and(coalesce(turns.deleted_at <= coalesce(ends.occurred_at, 'infinity'), false)) as is_withdrawn,
        max(turns.deleted_at) as withdrawn_at,
        arg_min(turns.message_id, turns.position) as first_message_id,
        arg_min(turns.message_id, turns.position)
        filter (where coalesce(turns.deleted_at > coalesce(ends.occurred_at, 'infinity'), true))
            as first_left_message_id
    from steps.int_turns as turns
    left join ends
        on turns.conversation_id = ends.conversation_id
        and turns.customer_id = ends.customer_id
        and turns.ends_before = ends.ends_before
    where turns.kind = 'inbound'
    group by turns.conversation_id, turns.customer_id, turns.ends_before
),

ended as (
    select
        bursts.*,
        if(is_withdrawn, first_message_id, first_left_message_id) as message_id,
        case
            when is_withdrawn then 'withdrawn'
            when end_kind is null then 'open'
            when end_kind = 'reply' then 'answered'
            when end_kind = 'merged' then 'merged'
            when end_kind = 'deleted' then 'withdrawn'
            else 'closed_unanswered'
        end as outcome,
        if(is_withdrawn, withdrawn_at, end_at) as ended_at
    from bursts
),

opened as (
    select
        ended.*,
        turns.occurred_at as opened_at,
        lead(turns.occurred_at) over (
            partition by ended.conversation_id, ended.customer_id
            order by ended.ends_before
        ) as next_opened_at
    from ended
    inner join steps.int_turns as turns
        on ended.conversation_id = turns.conversation_id
        and ended.customer_id = turns.customer_id
        and ended.message_id = turns.message_id
        and turns.kind = 'inbound'
),

-- The reply that came after a case had been closed on an unanswered customer: kept, but it changes no outcome.
late as (
    select
        opened.message_id,
        min(replies.occurred_at) as answered_after_close_at
    from opened
    inner join steps.int_turns as replies
        on opened.conversation_id = replies.conversation_id
        and opened.customer_id = replies.customer_id
        and replies.kind = 'reply'
        and replies.occurred_at >= opened.ended_at
        and replies.occurred_at < coalesce(opened.next_opened_at, 'infinity')
    where opened.outcome = 'closed_unanswered'
    group by opened.message_id
)

select
    opened.message_id as wait_id,
    opened.message_id,
    opened.conversation_id,
    opened.customer_id,
    opened.ends_before,
    opened.opened_at,
    opened.ended_at,
    opened.outcome,
    opened.burst_count,
    if(opened.outcome = 'answered', opened.end_message_id, null) as answer_message_id,
    late.answered_after_close_at
from opened
left join late using (message_id)
