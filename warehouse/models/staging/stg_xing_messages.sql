/*
per = "coalesce(conversation_id, message_id)"
key = "message_id"
[units]
"raw.xing_messages" = ["coalesce(payload ->> '$.conversation', payload ->> '$.message')"]
*/
-- Messages from exports of a XING profile as private messages. What one of the profile's own names sent is outbound.
-- The customer of a conversation is whoever first wrote in it from outside, or was first written to.
with accounts as (
    select
        source,
        settings ->> '$.account' as account,
        coalesce(settings ->> '$.date_format', 'iso') as date_format
    from company.sources
    where type = 'xing'
),

typed as (
    select
        messages.source,
        messages.record_id,
        messages.file,
        messages.line,
        messages.received_at,
        accounts.account,
        accounts.date_format,
        messages.payload ->> '$.message' as message,
        messages.payload ->> '$.conversation' as conversation,
        nullif(trim(messages.payload ->> '$.fields.sender'), '') as writer,
        nullif(trim(messages.payload ->> '$.fields.recipient'), '') as recipient,
        (messages.payload ->> '$.fields.is_sender') = 'true' as is_ours,
        nullif(trim(messages.payload ->> '$.fields.sent_at'), '') as sent_text,
        source_instant(messages.source, sent_text) as sent_at,
        nullif(
            concat_ws(
                chr(10),
                nullif(trim(messages.payload ->> '$.fields.subject'), ''),
                nullif(trim(messages.payload ->> '$.fields.text'), '')
            ), ''
        ) as text
    from raw.xing_messages as messages
    inner join accounts on messages.source = accounts.source
),

judged as (
    select
        *,
        case
            when message is null then 'message: is empty'
            when writer is null then 'sender: is empty'
            when sent_text is null then 'sent_at: is empty'
            when sent_at is null
                then 'sent_at: ''' || sent_text || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(sent_at) then 'sent_at: ' || implausible(sent_text)
        end as reject_reason
    from typed
)

select
    source,
    source || ':' || message as message_id,
    'xing' as platform,
    'direct_message' as channel,
    'private' as visibility,
    source || ':' || conversation as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(
        arg_min(writer, sent_at) filter (where not is_ours and reject_reason is null)
            over (partition by source, conversation),
        arg_min(recipient, sent_at) filter (where is_ours and reject_reason is null)
            over (partition by source, conversation)
    )) as customer_id,
    pseudonym(source, writer) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    if(is_ours, 'employee', 'customer') as author_kind,
    if(is_ours, pseudonym(source, writer), null) as agent_id,
    if(is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    account,
    text,
    record_id,
    file,
    line,
    reject_reason
from judged
