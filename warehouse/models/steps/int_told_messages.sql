-- Whether a message still stands, by the connector that reads its platform and by a tool that pushed it as a mention:
-- one row a pair, which bear one id of the platform. `subject` is the message of the connector.
with pushed as (
    select
        messages.message_id,
        messages.source,
        messages.platform,
        messages.deleted_at,
        last_id_part(native_id(messages.message_id)) as word
    from steps.int_messages as messages
    inner join company.sources as sources on messages.source = sources.source and sources.type = 'webhook'
),

connected as (
    select
        messages.message_id,
        messages.source,
        messages.platform,
        messages.sent_at,
        messages.deleted_at,
        last_id_part(native_id(messages.message_id)) as word
    from steps.int_messages as messages
    inner join company.sources as sources on messages.source = sources.source and sources.type != 'webhook'
    where messages.platform in (select platform from pushed)
),

told as (
    select
        connected.message_id,
        timezone(settings.zone, connected.sent_at)::date as told_day,
        connected.platform,
        connected.source as connected_source,
        pushed.source as pushed_source,
        if(connected.deleted_at is null, 'standing', 'deleted') as connected_value,
        if(pushed.deleted_at is null, 'standing', 'deleted') as pushed_value,
        coalesce(connected_leads.rank, 1000) <= coalesce(pushed_leads.rank, 1000) as is_connected_leading
    from pushed
    inner join connected on pushed.platform = connected.platform and pushed.word = connected.word
    cross join company.settings as settings
    left join company.leading_sources as connected_leads
        on connected.source = connected_leads.source and connected_leads.fact = 'message'
    left join company.leading_sources as pushed_leads
        on pushed.source = pushed_leads.source and pushed_leads.fact = 'message'
)

select
    'message' as fact,
    message_id as subject,
    told_day,
    platform,
    if(is_connected_leading, connected_source, pushed_source) as leading_source,
    if(is_connected_leading, pushed_source, connected_source) as other_source,
    if(is_connected_leading, connected_value, pushed_value) as leading_value,
    if(is_connected_leading, pushed_value, connected_value) as other_value,
    connected_value != pushed_value as disagrees
from told
