/*
per = "message_id"
[units]
"raw.whatsapp_events" = ["left(sha256(payload ->> '$.item.id'), 24)"]
*/
-- Messages between customers and a company's WhatsApp numbers, known by a hash of their wamid: in plain it tells the
-- customer's number to whoever decodes it. What customers wrote comes as a message. What the company sent comes as
-- statuses (sent, delivered, read), which say when and to whom but not what, and as an echo with its text where it was
-- written in the app beside the API. All of one message are one row.
--
-- A conversation is one customer with one number. Who in the company wrote, the platform doesn't say; a paid template
-- (marketing, utility, authentication) isn't a person's answer. What never reached the customer is no answer either
-- and is rejected. Media and kinds without content show theirs in brackets: somebody said something.
with records as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.kind' as kind,
        payload ->> '$.metadata.phone_number_id' as account,
        payload ->> '$.contact.wa_id' as contact,
        payload -> '$.item' as item
    from raw.whatsapp_events
),

typed as (
    select
        *,
        left(sha256(nullif(item ->> '$.id', '')), 24) as message,
        item ->> '$.type' as type,
        item ->> '$.timestamp' as timestamp_text,
        case
            when regexp_full_match(item ->> '$.timestamp', '\d{9,11}')
                then to_timestamp((item ->> '$.timestamp')::bigint)
        end as sent_at,
        case kind
            when 'message' then coalesce(nullif(item ->> '$.from', ''), contact)
            when 'echo' then nullif(item ->> '$.to', '')
            when 'status' then nullif(item ->> '$.recipient_id', '')
        end as customer,
        nullif(item ->> '$.group_id', '') as chat_group,
        item ->> '$.status' as status,
        coalesce((item ->> '$.pricing.category'), (item ->> '$.conversation.origin.type')) as category
    from records
),

-- A status says the least of a message, and of statuses the first one says when it was sent.
ranked as (
    select
        *,
        row_number() over (
            partition by source, coalesce(message, record_id)
            order by kind = 'status', kind, sent_at nulls last, received_at, record_id
        ) as place,
        max(coalesce(item ->> '$.errors[0].title', item ->> '$.errors[0].code', 'no reason given'))
        filter (where status = 'failed') over (partition by source, coalesce(message, record_id)) as failure,
        max(category) over (partition by source, coalesce(message, record_id)) as paid_as
    from typed
),

written as (
    select
        * exclude (received_at),
        min(received_at) over (partition by source, coalesce(message, record_id)) as received_at,
        trim(coalesce(
            item ->> '$.text.body',
            item ->> '$.button.text',
            item ->> '$.interactive.button_reply.title',
            item ->> '$.interactive.list_reply.title',
            item ->> '$.interactive.nfm_reply.body',
            item ->> '$.image.caption',
            item ->> '$.video.caption',
            item ->> '$.document.caption',
            item ->> '$.location.name',
            item ->> '$.location.address',
            item ->> '$.reaction.emoji',
            item ->> '$.system.body'
        )) as said
    from ranked
)

select
    source,
    source || ':' || message as message_id,
    'whatsapp' as platform,
    'direct_message' as channel,
    'private' as visibility,
    source || ':' || account || ':' || coalesce(chat_group, pseudonym(source, customer)) as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    source || ':' || left(sha256(coalesce(item ->> '$.context.id', item ->> '$.reaction.message_id')), 24)
        as in_reply_to_id,
    pseudonym(source, customer) as customer_id,
    pseudonym(source, if(kind = 'message', customer, account)) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when type = 'system' then 'system'
        when kind != 'message' and paid_as in ('marketing', 'marketing_lite', 'utility', 'authentication') then 'system'
        when kind = 'message' then 'customer'
        else 'employee'
    end as author_kind,
    null::varchar as agent_id,
    if(kind = 'message', 'inbound', 'outbound') as direction,
    author_kind != 'system' as is_human,
    if(kind = 'message' and type = 'sticker', 'sticker', null) as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    account,
    coalesce(nullif(said, ''), if(kind = 'status' or type = 'reaction', null, '[' || coalesce(type, 'unknown') || ']'))
        as text,
    record_id,
    file,
    line,
    case
        when kind = 'other'
            then 'field: ''' || coalesce(item ->> '$.field', '') || ''' holds no messages; unsubscribe it in the app'
        when message is null then kind || '.id: is empty'
        when account is null then 'metadata.phone_number_id: is empty'
        when timestamp_text is null then kind || '.timestamp: is empty'
        when sent_at is null then kind || '.timestamp: ''' || timestamp_text || ''' is no number of seconds since 1970'
        when is_implausible(sent_at) then kind || '.timestamp: ' || implausible(timestamp_text)
        when customer is null
            then case kind when 'message' then 'message.from' when 'echo' then 'echo.to' else 'status.recipient_id' end
                || ': is empty'
        when kind != 'message' and failure is not null
            then 'status: failed, so it never reached the customer (' || failure || ')'
    end as reject_reason
from written
where place = 1
