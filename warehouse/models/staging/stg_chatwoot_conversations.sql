/*
per = "case_id"
[units]
"raw.chatwoot_conversations" = ["payload ->> '$.id'"]
*/
-- Conversations of Chatwoot as they were last seen, one row each. Each version that was read is a record of its own.
with versions as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as conversation,
        payload ->> '$.meta.sender.id' as contact,
        payload ->> '$.meta.channel' as channel_type,
        payload ->> '$.inbox_id' as inbox,
        payload ->> '$.created_at' as created,
        coalesce(
            try_cast(payload ->> '$.updated_at' as double), try_cast(payload ->> '$.last_activity_at' as double)
        ) as changed
    from raw.chatwoot_conversations
    where not starts_with(record_id, 'gone:')
)

select
    versions.source,
    versions.source || ':' || versions.conversation as case_id,
    versions.conversation,
    versions.contact,
    case
        when versions.channel_type = 'Channel::WebWidget' then 'chat'
        when versions.channel_type = 'Channel::Email' then 'mail'
        when versions.channel_type in ('Channel::Sms', 'Channel::TwilioSms') then 'sms'
        when versions.channel_type = 'Channel::Voice' then 'phone'
        when
            versions.channel_type in (
                'Channel::Whatsapp', 'Channel::FacebookPage', 'Channel::Instagram', 'Channel::TwitterProfile',
                'Channel::Telegram', 'Channel::Line', 'Channel::Tiktok'
            )
            then 'direct_message'
        else 'other'
    end as channel,
    inboxes.payload ->> '$.name' as inbox_name,
    to_timestamp(try_cast(versions.created as double)) as created_at,
    versions.record_id as version,
    versions.record_id,
    versions.file,
    versions.line,
    versions.received_at,
    case
        when versions.conversation is null then 'id: is empty'
        when to_timestamp(try_cast(versions.created as double)) is null
            then 'created_at: ''' || coalesce(versions.created, '') || ''' is no instant'
        when is_implausible(to_timestamp(try_cast(versions.created as double)))
            then 'created_at: ' || implausible(versions.created)
    end as reject_reason
from versions
left join raw.chatwoot_inboxes as inboxes
    on versions.source = inboxes.source and versions.inbox = inboxes.record_id
qualify
    row_number() over (
        partition by versions.source, versions.conversation
        order by versions.changed desc nulls last, versions.record_id desc
    ) = 1
