/* per = "conversation_id" */
-- Answers of customers to other customers: a public message that replies to one which waited for an answer, by somebody
-- else, and asks nothing itself. `is_first` is the earliest for its wait; `is_alone`: the company hadn't answered by
-- then. `was_escalated`: the company answered after it all the same, or the customer asked again.
with questions as (
    select
        message_id,
        wait_id,
        conversation_id,
        author_id,
        sent_at
    from marts.fct_messages
    where direction = 'inbound' and is_human and visibility = 'public' and wait_id is not null and needs_answer
),

answers as (
    select
        messages.message_id,
        messages.conversation_id,
        messages.source,
        messages.platform,
        messages.channel,
        messages.visibility,
        messages.post_id,
        messages.author_id,
        messages.sent_at,
        messages.sent_day,
        questions.wait_id,
        questions.author_id as asked_by_id
    from marts.fct_messages as messages
    inner join questions
        on messages.in_reply_to_id = questions.message_id and messages.conversation_id = questions.conversation_id
    left join marts.message_texts as texts on messages.message_id = texts.message_id
    where
        messages.direction = 'inbound'
        -- Clocks that lie put replies before what they reply to (flagged): nobody answered then.
        and messages.sent_at >= questions.sent_at
        and messages.is_human
        and messages.visibility = 'public'
        and messages.author_kind = 'customer'
        and messages.author_id != questions.author_id
        and coalesce(messages.intent, 'none') not in ('complaint', 'support_request', 'question')
        and coalesce(texts.text, '') not like '%?%'
),

again as (
    select
        answers.message_id,
        answers.wait_id,
        min(questions.sent_at) as asked_again_at
    from answers
    inner join questions
        on answers.conversation_id = questions.conversation_id
        and answers.asked_by_id = questions.author_id
        and answers.sent_at < questions.sent_at
    group by answers.message_id, answers.wait_id
)

select
    answers.message_id,
    answers.wait_id,
    answers.conversation_id,
    waits.case_id,
    answers.source,
    answers.platform,
    answers.channel,
    answers.visibility,
    waits.department_id,
    answers.post_id,
    answers.author_id,
    answers.asked_by_id,
    answers.sent_at,
    answers.sent_day,
    waits.opened_day,
    seconds_between(waits.opened_at, answers.sent_at) as peer_seconds,
    row_number() over (partition by answers.wait_id order by answers.sent_at, answers.message_id) = 1 as is_first,
    coalesce(waits.outcome != 'answered' or answers.sent_at < waits.ended_at, true) as is_alone,
    (waits.outcome = 'answered' and waits.ended_at > answers.sent_at) or again.asked_again_at is not null
        as was_escalated
from answers
inner join marts.fct_waits as waits on answers.wait_id = waits.wait_id and answers.asked_by_id = waits.customer_id
left join again on answers.message_id = again.message_id and answers.wait_id = again.wait_id
