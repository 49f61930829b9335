/*
per = "coalesce(conversation_id, message_id)"
key = "message_id"
[units]
"raw.snapchat_messages" = ["coalesce(nullif(payload ->> '$.conversation', ''), payload ->> '$.message')"]
*/
-- Chats from exports of a Snapchat account as private messages. What the account sent is outbound; who wrote for it, an
-- export doesn't tell. The customer of a conversation is whoever first wrote in it from outside.
--
-- A chat that wasn't saved comes without its text. Where an earlier export still told it, that one counts.
with accounts as (
    select
        source,
        settings ->> '$.account' as account
    from company.sources
    where type = 'snapchat'
),

typed as (
    select
        chats.source,
        chats.record_id,
        chats.file,
        chats.line,
        chats.received_at,
        accounts.account,
        chats.payload ->> '$.message' as message,
        nullif(chats.payload ->> '$.conversation', '') as conversation,
        chats.payload ->> '$.fields.from' as writer,
        chats.payload ->> '$.fields.kind' as kind,
        lower(chats.payload ->> '$.fields.is_sender') as sender_text,
        nullif(trim(chats.payload ->> '$.fields.content'), '') as text,
        chats.payload ->> '$.fields.created' as created_text,
        -- Called microseconds, and milliseconds in every export that we know of: the size tells.
        try_cast(chats.payload ->> '$.fields.created_number' as bigint) as created_number,
        case
            when created_number between 0 and 100000000000000 then make_timestamptz(created_number * 1000)
            when created_number between 0 and 100000000000000000 then make_timestamptz(created_number)
        end as exact_at,
        coalesce(
            exact_at,
            timezone('UTC', try_cast(regexp_replace(created_text, '\s*UTC$', '') as timestamp))
        ) as sent_at
    from raw.snapchat_messages as chats
    inner join accounts on chats.source = accounts.source
),

told as (
    select
        *,
        row_number() over (
            partition by source, coalesce(message, record_id)
            order by text is null asc, received_at desc, record_id asc
        ) as version
    from typed
),

judged as (
    select
        * exclude (version),
        case
            when message is null then 'message: is empty'
            when conversation is null then 'conversation: is empty'
            when sender_text is null then 'IsSender: is empty'
            when sender_text not in ('true', 'false') then 'IsSender: ''' || sender_text || ''' is not true or false'
            when created_text is null and exact_at is null then 'Created: is empty'
            when sent_at is null then 'Created: ''' || created_text || ''' is no instant'
            when is_implausible(sent_at)
                then 'Created: ' || implausible(coalesce(created_text, created_number::varchar))
        end as reject_reason
    from told
    where version = 1
)

select
    source,
    source || ':' || message as message_id,
    'snapchat' as platform,
    'direct_message' as channel,
    'private' as visibility,
    source || ':' || conversation as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(
        arg_min(writer, sent_at) filter (where sender_text = 'false' and reject_reason is null)
            over (partition by source, conversation),
        conversation
    )) as customer_id,
    if(sender_text = 'true', null, pseudonym(source, writer)) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when sender_text = 'true' then 'employee'
        when writer is null then 'unknown'
        else 'customer'
    end as author_kind,
    null::varchar as agent_id,
    if(sender_text = 'true', 'outbound', 'inbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    account,
    coalesce(text, if(kind = 'TEXT', null, '[' || lower(kind) || ']')) as text,
    record_id,
    file,
    line,
    reject_reason
from judged
