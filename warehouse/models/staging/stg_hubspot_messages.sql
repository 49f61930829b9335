-- What was written in HubSpot's inbox: messages, welcome messages, and comments, which are internal. Who wrote it, the
-- first letter of the actor tells: A an employee, V a contact, E a mail address, B and L bots, S and I programs.
--
-- A thread is a conversation; where it belongs to a ticket, that is its case.
with threads as (
    select
        source,
        payload ->> '$.id' as thread,
        payload ->> '$.associatedContactId' as contact,
        payload ->> '$.threadAssociations.associatedTicketId' as ticket,
        payload ->> '$.originalChannelId' as native_channel
    from raw.hubspot_threads
),

owners as (
    select
        source,
        'A-' || (payload ->> '$.userId') as actor,
        any_value(payload ->> '$.id') as owner_id
    from raw.hubspot_owners
    group by source, payload ->> '$.userId'
),

written as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as native_id,
        payload ->> '$.conversationsThreadId' as thread,
        payload ->> '$.type' as type,
        payload ->> '$.createdBy' as actor,
        left(payload ->> '$.createdBy', 1) as kind,
        payload ->> '$.direction' as direction,
        payload ->> '$.inReplyToId' as answers,
        payload ->> '$.createdAt' as sent_text,
        try_cast(payload ->> '$.createdAt' as timestamptz) as sent_at,
        try_cast(payload ->> '$.updatedAt' as timestamptz) as updated_at,
        coalesce(nullif(trim(payload ->> '$.text'), ''), html_text(payload ->> '$.richText')) as text
    from raw.hubspot_messages
    -- What else is in a thread tells of its state.
    where (payload ->> '$.type') in ('MESSAGE', 'COMMENT', 'WELCOME_MESSAGE')
),

placed as (
    select
        written.*,
        threads.contact,
        threads.ticket,
        threads.native_channel,
        owners.owner_id,
        written.type = 'MESSAGE' and written.direction = 'INCOMING' as is_inbound,
        case
            when kind = 'A' then coalesce('owner:' || owners.owner_id, written.actor)
            when kind = 'V' then substr(written.actor, 3)
            else written.actor
        end as author
    from written
    left join threads on written.source = threads.source and written.thread = threads.thread
    left join owners on written.source = owners.source and written.actor = owners.actor
)

select
    source,
    source || ':message:' || native_id as message_id,
    'ticket_system' as platform,
    case native_channel
        when '1000' then 'chat'
        when '1001' then 'chat'
        when '1002' then 'mail'
        when '1007' then 'chat'
        else 'other'
    end as channel,
    if(type = 'COMMENT', 'internal', 'private') as visibility,
    source || ':thread:' || thread as conversation_id,
    source || ':' || ticket as case_id,
    null::varchar as post_id,
    source || ':message:' || answers as in_reply_to_id,
    pseudonym(source, coalesce(contact, if(is_inbound, author, null))) as customer_id,
    pseudonym(source, author) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when kind in ('B', 'L') then 'bot'
        when kind in ('S', 'I') or type = 'WELCOME_MESSAGE' then 'system'
        when kind = 'A' then 'employee'
        else 'customer'
    end as author_kind,
    if(kind = 'A' and type != 'WELCOME_MESSAGE', pseudonym(source, author), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    kind in ('A', 'V', 'E') and type != 'WELCOME_MESSAGE' as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    if(updated_at > sent_at, updated_at, null) as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    null::varchar as account,
    text,
    record_id,
    file,
    line,
    case
        when native_id is null then 'id: is empty'
        when thread is null then 'conversationsThreadId: is empty'
        when actor is null then 'createdBy: is empty'
        when sent_at is null then 'createdAt: ''' || coalesce(sent_text, '') || ''' is no instant'
        when is_implausible(sent_at) then 'createdAt: ' || implausible(sent_text)
        when type = 'MESSAGE' and coalesce(direction, '') not in ('INCOMING', 'OUTGOING')
            then 'direction: ''' || coalesce(direction, '') || ''' is neither INCOMING nor OUTGOING'
    end as reject_reason
from placed
