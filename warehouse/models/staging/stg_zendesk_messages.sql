/*
per = "case_id"
key = "message_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
"raw.zendesk_ticket_events" = ["payload ->> '$.ticket_id'"]
[touches]
"staging.stg_zendesk_staff" = """
    select messages.case_id from staging.stg_zendesk_messages as messages
    inner join changes on messages.author_id = pseudonym(changes.source, changes.user_id)
"""
*/
-- Comments of Zendesk tickets as messages. A public comment is private to the customer and the company; one that isn't
-- public is internal. Rules, merges and the system user aren't human.
--
-- Who works here, staging.stg_zendesk_staff says; everybody else is a customer.
--
-- A customer's own comment has the channel it came by. Employees write in Zendesk's own interface whatever the channel,
-- so their comments have the ticket's. The group is left to the ticket's state at that instant.
with tickets as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.requester_id' as requester,
        lower(payload ->> '$.via.channel') as via,
        payload ->> '$.recipient' as recipient
    from raw.zendesk_tickets
),

audits as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        -- Parsed once, and not once for each field: this is most of the work.
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "via": "VARCHAR",
                "child_events": [{
                    "id": "VARCHAR", "event_type": "VARCHAR", "created_at": "VARCHAR", "author_id": "VARCHAR",
                    "public": "VARCHAR", "body": "VARCHAR", "plain_body": "VARCHAR", "via": "JSON",
                    "comment_present": "VARCHAR"
                }]
            }'
        ) as audit
    from raw.zendesk_ticket_events
),

children as (
    select
        * exclude (audit),
        audit.ticket_id as ticket,
        audit.created_at as audited_at,
        audit.via as audit_via,
        unnest(audit.child_events) as child
    from audits
    -- What lacks these is rejected with the ticket's events.
    where audit.id is not null and audit.ticket_id is not null
),

comments as (
    select
        * exclude (child, audited_at, audit_via),
        child.id as comment,
        coalesce(child.created_at, audited_at) as created_at,
        try_cast(coalesce(child.created_at, audited_at) as timestamptz) as sent_at,
        child.author_id as author,
        child.public as is_public,
        coalesce(nullif(trim(child.plain_body), ''), nullif(trim(child.body), '')) as text,
        -- The same source has two spellings: a word ('Web form') and an object ({"channel": "web"}).
        replace(lower(coalesce(child.via ->> '$.channel', child.via ->> '$', audit_via)), ' ', '_') as via
    from children
    -- An export without comments in it only says that there was one.
    where child.event_type in ('Comment', 'VoiceComment') and child.comment_present is null
),

placed as (
    select
        comments.*,
        tickets.requester,
        tickets.recipient,
        tickets.via as ticket_via,
        staff.user_id is not null as is_staff,
        comments.author = '-1'
        or comments.via in ('rule', 'system', 'automation', 'merge', 'user_merge', 'trigger')
        or starts_with(comments.via, 'answer_bot') as is_automatic,
        -- An employee may ask for something, too: who asked is a ticket's customer, whoever they are.
        not is_automatic and (comments.author is not distinct from tickets.requester or not is_staff) as is_inbound
    from comments
    left join tickets on comments.source = tickets.source and comments.ticket = tickets.ticket
    left join staging.stg_zendesk_staff as staff
        on comments.source = staff.source and comments.author = staff.user_id
),

routed as (
    select
        *,
        if(is_inbound, via, ticket_via) as own_via
    from placed
)

select
    source,
    source || ':' || comment as message_id,
    'ticket_system' as platform,
    case
        when own_via in ('email', 'mail') then 'mail'
        when own_via in ('web', 'web_form', 'web_widget', 'help_center', 'mobile', 'mobile_sdk') then 'web_form'
        when own_via in ('chat', 'chat_transcript', 'native_messaging', 'messaging') then 'chat'
        when own_via in ('voice', 'phone', 'voicemail') or starts_with(own_via, 'phone_call') then 'phone'
        when own_via in ('sms', 'text', 'text_message') then 'sms'
        else 'other'
    end as channel,
    if(is_public = 'true', 'private', 'internal') as visibility,
    source || ':' || ticket as conversation_id,
    source || ':' || ticket as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, coalesce(requester, if(is_inbound, author, null))) as customer_id,
    pseudonym(source, author) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when starts_with(via, 'answer_bot') then 'bot'
        when is_automatic then 'system'
        when is_staff then 'employee'
        else 'customer'
    end as author_kind,
    if(is_staff and not is_automatic, pseudonym(source, author), null) as agent_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    not is_automatic as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    recipient as account,
    text,
    record_id,
    file,
    line,
    case
        when comment is null then 'child_events: a comment without id'
        when author is null then 'author_id: comment ' || comment || ' has none'
        when created_at is null then 'created_at: comment ' || comment || ' has none'
        when sent_at is null then 'created_at: ''' || created_at || ''' is no instant'
        when is_implausible(sent_at) then 'created_at: ' || implausible(created_at)
        when is_public is null then 'public: comment ' || comment || ' has none'
        when is_public not in ('true', 'false') then 'public: ''' || is_public || ''' is neither true nor false'
    end as reject_reason
from routed
