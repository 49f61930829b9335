/* per = "message_id" */
-- What is odd in a message by what it is tied to, a row an oddity, as marts.fct_flags tells of it.
with case_ids as (
    select distinct case_id
    from steps.int_case_events
)

select
    messages.source,
    messages.case_id,
    messages.message_id,
    'message_of_unknown_case' as flag,
    messages.case_id as detail,
    messages.sent_at as occurred_at
from steps.int_messages as messages
anti join case_ids on messages.case_id = case_ids.case_id
where messages.case_id is not null
union all
select
    messages.source,
    messages.case_id,
    messages.message_id,
    'reply_before_message' as flag,
    answered.message_id as detail,
    messages.sent_at as occurred_at
from steps.int_messages as messages
inner join steps.int_messages as answered on messages.in_reply_to_id = answered.message_id
where messages.sent_at < answered.sent_at
union all
select
    source,
    case_id,
    message_id,
    'negative_span' as flag,
    if(deleted_at < sent_at, 'deleted_at', 'edited_at') || ': is before sent_at' as detail,
    sent_at as occurred_at
from steps.int_messages
where deleted_at < sent_at or edited_at < sent_at
union all
select
    messages.source,
    messages.case_id,
    messages.message_id,
    'arrived_late' as flag,
    'received_at: ' || messages.received_at::varchar as detail,
    messages.sent_at as occurred_at
from steps.int_messages as messages
-- When a source was first read: what was written before then had to come late.
inner join steps.int_first_arrivals as firsts on messages.source = firsts.source
where messages.sent_at > firsts.first_received_at and messages.received_at > messages.sent_at + interval 1 day
