/*
per = "case_id"
key = "message_id"
[units]
"raw.freshdesk_conversations" = ["payload ->> '$.ticket_id'"]
*/
-- What was written in tickets of Freshdesk: a ticket's description, replies, and notes. A private note is internal, and
-- so is a mail that was forwarded to somebody else.
--
-- Who works here, the list of agents says. A description is the requester's, whoever typed it in, unless the ticket is
-- a mail of ours. Nothing tells what an automation wrote: that counts as human. Texts have the channel by which their
-- ticket came; the group is left to the ticket's state at that instant.
with agents as (
    select distinct
        source,
        payload ->> '$.id' as user_id
    from raw.freshdesk_agents
),

tickets as (
    select *
    from staging.stg_freshdesk_versions
    qualify row_number() over (partition by source, ticket order by description is null, version desc) = 1
),

written as (
    select
        source,
        ticket,
        'ticket:' || ticket as native_id,
        requester as author,
        not is_ours as is_incoming,
        false as is_internal,
        true as is_description,
        created_at as sent_at,
        null::varchar as sent_text,
        null::timestamptz as edited_at,
        description as text,
        seen_as as record_id,
        file,
        line,
        received_at,
        null::varchar as problem
    from tickets
    union all by name
    select
        source,
        payload ->> '$.ticket_id' as ticket,
        payload ->> '$.id' as native_id,
        payload ->> '$.user_id' as author,
        coalesce(payload ->> '$.incoming', 'false') = 'true' as is_incoming,
        (payload ->> '$.private') = 'true' or coalesce(payload ->> '$.source', '') = '8' as is_internal,
        false as is_description,
        try_cast(payload ->> '$.created_at' as timestamptz) as sent_at,
        payload ->> '$.created_at' as sent_text,
        try_cast(payload ->> '$.last_edited_at' as timestamptz) as edited_at,
        coalesce(payload ->> '$.body_text', html_text(payload ->> '$.body')) as text,
        record_id,
        file,
        line,
        received_at,
        case
            when (payload ->> '$.id') is null then 'id: is empty'
            when (payload ->> '$.ticket_id') is null then 'ticket_id: is empty'
            when (payload ->> '$.user_id') is null then 'user_id: is empty'
            when coalesce(payload ->> '$.private', '') not in ('true', 'false')
                then 'private: is neither true nor false'
        end as problem
    from raw.freshdesk_conversations
),

judged as (
    select
        written.*,
        tickets.requester,
        tickets.channel,
        agents.user_id is not null as is_staff,
        -- An employee may ask for something, too: who asked is a ticket's customer, whoever they are.
        written.is_incoming and (written.author is not distinct from tickets.requester or not is_staff) as is_inbound
    from written
    left join tickets on written.source = tickets.source and written.ticket = tickets.ticket
    left join agents on written.source = agents.source and written.author = agents.user_id
)

select
    source,
    source || ':' || native_id as message_id,
    'ticket_system' as platform,
    coalesce(channel, 'other') as channel,
    if(is_internal, 'internal', 'private') as visibility,
    source || ':' || ticket as conversation_id,
    source || ':' || ticket as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(requester, if(is_inbound, author, null))) as customer_id,
    pseudonym(source, author) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    if(is_staff or not (is_inbound or is_incoming), 'employee', 'customer') as author_kind,
    if(is_staff or not (is_inbound or is_incoming), pseudonym(source, author), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    null::varchar as account,
    nullif(trim(text), '') as text,
    record_id,
    file,
    line,
    case
        when problem is not null then problem
        when sent_at is null then 'created_at: ''' || coalesce(sent_text, '') || ''' is no instant'
        when is_implausible(sent_at) then 'created_at: ' || implausible(sent_text)
        when author is null then 'requester_id: is empty'
    end as reject_reason
from judged
