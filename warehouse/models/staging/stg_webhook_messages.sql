/*
description = "Mentions that monitoring tools pushed, by each source's own mapping."
conserves = ["raw.webhook_messages"]
per = "message_id"
[units]
"raw.webhook_messages" = ["record_id"]
*/
-- Which key or path means what stands in the source's section of leitstand.toml; a column that isn't mapped is NULL.
-- A mention is known by its id, else by its address, else by all that it says.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.platform', 'other') as platform,
        coalesce(settings ->> '$.channel', 'post') as channel,
        coalesce(settings ->> '$.visibility', 'public') as visibility,
        coalesce(settings ->> '$.date_format', 'iso') as date_format,
        coalesce((settings -> '$.platforms')::map (varchar, varchar), map {}) as platforms,
        coalesce((settings -> '$.channels')::map (varchar, varchar), map {}) as channels,
        coalesce((lower(settings -> '$.inbound.values'))::json::varchar[], []) as inbound_values,
        coalesce((lower(settings -> '$.inbound.outbound'))::json::varchar[], []) as outbound_values,
        (settings -> '$.columns')::map (varchar, varchar) as columns,
        -- Columns as paths into the mention; one that begins with "$" is a path already.
        map(
            map_keys(columns),
            list_transform(map_values(columns), lambda name: if(starts_with(name, '$'), name, '$."' || name || '"'))
        ) as paths,
        settings ->> '$.inbound.column' as inbound_column,
        if(starts_with(inbound_column, '$'), inbound_column, '$."' || inbound_column || '"') as inbound_path
    from company.sources
    where type = 'webhook'
),

received as (
    select
        mentions.source,
        mentions.record_id,
        mentions.received_at,
        mentions.file,
        mentions.line,
        layouts.* exclude (source, paths, inbound_path),
        mentions.payload ->> layouts.paths['text'] as text,
        lower(trim(coalesce(mentions.payload ->> layouts.inbound_path, ''))) as inbound_value,
        map(
            map_keys(layouts.paths),
            list_transform(map_values(layouts.paths), lambda path: nullif(trim(mentions.payload ->> path), ''))
        ) as cells
    from raw.webhook_messages as mentions
    inner join layouts on mentions.source = layouts.source
),

typed as (
    select
        *,
        source_instant(source, cells['sent_at']) as sent_at,
        source_instant(source, cells['edited_at']) as edited_at,
        source_instant(source, cells['deleted_at']) as deleted_at,
        coalesce(platforms[cells['platform']], lower(cells['platform']), platform) as own_platform,
        coalesce(channels[cells['channel']], lower(cells['channel']), channel) as own_channel,
        coalesce(lower(cells['visibility']), visibility) as own_visibility,
        case
            when inbound_column is null or list_contains(inbound_values, inbound_value) then 'inbound'
            when list_contains(outbound_values, inbound_value) then 'outbound'
            when inbound_value = '' then null
            when len(outbound_values) = 0 then 'outbound'
            when len(inbound_values) = 0 then 'inbound'
        end as direction,
        coalesce(lower(cells['author_kind']), if(direction = 'inbound', 'customer', 'employee')) as author_kind
    from received
),

-- What a column is called in the source, for whoever has to look there.
judged as (
    select
        *,
        case
            when cells['message_id'] is null and cells['url'] is null and columns['message_id'] is not null
                then 'message_id: ' || columns['message_id'] || ' is empty'
            when cells['author'] is null then 'author: ' || columns['author'] || ' is empty'
            when cells['sent_at'] is null then 'sent_at: ' || columns['sent_at'] || ' is empty'
            when sent_at is null
                then 'sent_at: ''' || cells['sent_at'] || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(sent_at) then 'sent_at: ' || implausible(cells['sent_at'])
            when cells['edited_at'] is not null and edited_at is null
                then 'edited_at: ''' || cells['edited_at'] || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(edited_at) then 'edited_at: ' || implausible(cells['edited_at'])
            when cells['deleted_at'] is not null and deleted_at is null
                then 'deleted_at: ''' || cells['deleted_at'] || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(deleted_at) then 'deleted_at: ' || implausible(cells['deleted_at'])
            when direction is null
                then 'inbound: ''' || inbound_value || ''' is none of the values that mean inbound or outbound'
            when not list_contains(getvariable('platforms'), own_platform)
                then 'platform: ''' || own_platform || ''' is no known platform; translate it under platforms'
            when not list_contains(getvariable('channels'), own_channel)
                then 'channel: ''' || own_channel || ''' is no known channel; translate it under channels'
            when own_visibility not in ('public', 'private', 'internal')
                then 'visibility: ''' || own_visibility || ''' is not public, private or internal'
            when author_kind not in ('customer', 'employee', 'agency', 'bot', 'system', 'unknown')
                then 'author_kind: ''' || author_kind || ''' is no known kind of author'
        end as reject_reason
    from typed
)

select
    source,
    source || ':' || record_id as message_id,
    own_platform as platform,
    own_channel as channel,
    own_visibility as visibility,
    source || ':' || cells['conversation_id'] as conversation_id,
    null::varchar as case_id,
    source || ':' || cells['post_id'] as post_id,
    source || ':' || cells['in_reply_to'] as in_reply_to_id,
    if(own_visibility != 'public' and direction = 'inbound', pseudonym(source, cells['author']), null) as customer_id,
    pseudonym(source, cells['author']) as author_id,
    pseudonym(source, lower(ltrim(cells['author_handle'], '@'))) as author_handle,
    list_transform(
        list_distinct(regexp_extract_all(lower(coalesce(text, '')), '(?:^|[^\w@/])@(\w+(?:[.-]\w+)*)', 1)),
        lambda handle: pseudonym(source, handle)
    ) as mentions,
    author_kind,
    if(direction = 'outbound', pseudonym(source, coalesce(cells['agent'], cells['author'])), null) as agent_id,
    direction,
    author_kind not in ('bot', 'system') as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    edited_at,
    deleted_at,
    cells['group'] as group_name,
    cells['account'] as account,
    text,
    record_id,
    file,
    line,
    reject_reason
from judged
