/*
per = "case_id"
key = "message_id"
[units]
"raw.chatwoot_messages" = ["payload ->> '$.conversation_id'"]
*/
-- Messages of Chatwoot's conversations: incoming, outgoing and templates. A private one is internal. Activities are no
-- messages.
--
-- Templates, bots, and what goes out without a sender (rules, campaigns) aren't human; an echo is, of what was written
-- in the channel's own app. Contacts and agents are numbered apart.
--
-- When a message was deleted, Chatwoot doesn't say: it is when that was first read. The group is left to the
-- conversation's state at that instant.
with messages as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        last_received_at,
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "conversation_id": "VARCHAR", "message_type": "VARCHAR", "content": "VARCHAR",
                "private": "VARCHAR", "created_at": "VARCHAR", "content_attributes": "JSON", "sender": "JSON",
                "sender_type": "VARCHAR"
            }'
        ) as message
    from raw.chatwoot_messages
    where coalesce(payload ->> '$.message_type', '') != '2'
),

told as (
    select
        * exclude (message),
        message.id as message,
        message.conversation_id as conversation,
        message.message_type as type,
        message.private as is_private,
        message.created_at as created,
        to_timestamp(try_cast(message.created_at as double)) as sent_at,
        message.content_attributes ->> '$.in_reply_to' as answered,
        coalesce((message.content_attributes ->> '$.deleted') = 'true', false) as is_deleted,
        coalesce((message.content_attributes ->> '$.external_echo') = 'true', false) as is_echo,
        nullif(trim(message.content), '') as text,
        message.sender ->> '$.id' as sender,
        replace(lower(coalesce(message.sender ->> '$.type', message.sender_type, '')), 'agentbot', 'agent_bot')
            as sender_type,
        type = '0' as is_inbound
    from messages
),

placed as (
    select
        told.*,
        conversations.contact,
        conversations.channel,
        conversations.inbox_name,
        case
            when told.is_inbound then 'customer'
            when told.sender_type in ('agent_bot', 'captain_assistant', 'captain::assistant') then 'bot'
            when told.type = '3' or (told.sender is null and not told.is_echo) then 'system'
            else 'employee'
        end as author_kind
    from told
    left join staging.stg_chatwoot_conversations as conversations
        on told.source = conversations.source and told.conversation = conversations.conversation
)

select
    source,
    source || ':' || message as message_id,
    'ticket_system' as platform,
    coalesce(channel, 'other') as channel,
    if(is_private = 'true', 'internal', 'private') as visibility,
    source || ':' || conversation as conversation_id,
    source || ':' || conversation as case_id,
    null::varchar as post_id,
    source || ':' || answered as in_reply_to_id,
    pseudonym(source, 'contact:' || coalesce(contact, if(is_inbound, sender, null))) as customer_id,
    pseudonym(
        source,
        case
            when is_inbound then 'contact:' || coalesce(sender, contact)
            when author_kind = 'employee' then coalesce('user:' || sender, 'echo')
            else coalesce('bot:' || sender, 'chatwoot')
        end
    ) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    author_kind,
    if(author_kind = 'employee', pseudonym(source, 'user:' || sender), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    author_kind in ('customer', 'employee') as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    if(is_deleted, last_received_at, null) as deleted_at,
    null::varchar as group_name,
    inbox_name as account,
    -- What stands there instead isn't what was written.
    if(is_deleted, null, text) as text,
    record_id,
    file,
    line,
    case
        when message is null then 'id: is empty'
        when conversation is null then 'conversation_id: is empty'
        when type is null or type not in ('0', '1', '3')
            then 'message_type: ''' || coalesce(type, '') || ''' is no known type'
        when sent_at is null then 'created_at: ''' || coalesce(created, '') || ''' is no instant'
        when is_implausible(sent_at) then 'created_at: ' || implausible(created)
        when is_private is null then 'private: is empty'
        when is_inbound and coalesce(sender, contact) is null then 'sender: is empty'
    end as reject_reason
from placed
