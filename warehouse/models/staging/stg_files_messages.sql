/*
description = "Messages from files, by each source's own columns, and from databases, whose queries have our columns."
conserves = ["raw.files_messages", "raw.sql_messages"]
per = "message_id"
*/
-- Which column means what stands in the source's section of leitstand.toml; a column that isn't mapped is NULL.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.platform', if(type = 'sql', 'ticket_system', 'other')) as platform,
        coalesce(settings ->> '$.channel', 'other') as channel,
        coalesce(settings ->> '$.visibility', if(type = 'sql', 'private', 'public')) as visibility,
        coalesce(settings ->> '$.date_format', 'iso') as date_format,
        type = 'sql' as is_database,
        -- Cells that stand for "not known", the empty one among them.
        list_append(coalesce((settings -> '$.unknown')::varchar[], []), '') as unknown,
        coalesce((settings -> '$.channels')::map (varchar, varchar), map {}) as channels,
        coalesce((settings -> '$.platforms')::map (varchar, varchar), map {}) as platforms,
        coalesce((settings -> '$.visibilities')::map (varchar, varchar), map {}) as visibilities,
        coalesce((lower(settings -> '$.inbound.values'))::json::varchar[], if(type = 'sql', ['inbound'], []))
            as inbound_values,
        coalesce((lower(settings -> '$.inbound.outbound'))::json::varchar[], if(type = 'sql', ['outbound'], []))
            as outbound_values,
        -- Columns as paths into the record; one that begins with "$." is a path already, into nested values of NDJSON.
        coalesce(settings -> '$.columns', own_columns())::map (varchar, varchar) as columns,
        map(
            map_keys(columns),
            list_transform(map_values(columns), lambda name: if(starts_with(name, '$.'), name, '$."' || name || '"'))
        ) as paths,
        -- One column may be both: the brand's name is the author of its own messages. It is no customer's account.
        coalesce(columns['account'] = columns['author'], false) as is_author_the_account,
        coalesce(settings ->> '$.inbound.column', 'direction') as inbound_column,
        if(starts_with(inbound_column, '$.'), inbound_column, '$."' || inbound_column || '"') as inbound_path
    from company.sources
    where type in ('files', 'sql') and coalesce(settings ->> '$.shape', 'messages') = 'messages'
),

received as (
    select
        files.source,
        files.record_id,
        files.received_at,
        files.last_received_at,
        files.file,
        files.line,
        layouts.* exclude (source, columns, paths, inbound_column, inbound_path),
        if(
            layouts.is_database and starts_with(files.payload ->> '$.text_type', 'text/html'),
            html_text(files.payload ->> layouts.paths['text']),
            files.payload ->> layouts.paths['text']
        ) as text,
        lower(trim(coalesce(files.payload ->> layouts.inbound_path, ''))) as inbound_value,
        map_contains(layouts.paths, 'message_id') as has_own_id,
        -- Cells without the blanks around them, NULL where they say nothing.
        map(
            map_keys(layouts.paths),
            list_transform(
                list_transform(map_values(layouts.paths), lambda path: trim(files.payload ->> path)),
                lambda cell: if(list_contains(layouts.unknown, cell), null, cell)
            )
        ) as cells
    from (
        select * from raw.files_messages
        union all by name
        select * from raw.sql_messages
    ) as files
    inner join layouts on files.source = layouts.source
),

typed as (
    select
        *,
        -- Spreadsheets and data frames write the ids of a column with gaps as 3.0.
        if(has_own_id, regexp_replace(cells['message_id'], '^(-?\d+)\.0+$', '\1'), record_id) as message,
        regexp_replace(cells['in_reply_to'], '^(-?\d+)\.0+$', '\1') as in_reply_to,
        -- What a database knows of a case is one conversation, unless it says otherwise.
        regexp_replace(
            coalesce(cells['conversation_id'], if(is_database, cells['case_id'], null)), '^(-?\d+)\.0+$', '\1'
        ) as conversation,
        regexp_replace(cells['case_id'], '^(-?\d+)\.0+$', '\1') as case_number,
        regexp_replace(cells['post_id'], '^(-?\d+)\.0+$', '\1') as post,
        regexp_replace(cells['author'], '^(-?\d+)\.0+$', '\1') as author,
        regexp_replace(cells['customer'], '^(-?\d+)\.0+$', '\1') as customer,
        regexp_replace(cells['agent'], '^(-?\d+)\.0+$', '\1') as agent,
        lower(ltrim(cells['author_handle'], '@')) as handle,
        source_instant(source, cells['sent_at']) as sent_at,
        source_instant(source, cells['edited_at']) as edited_at,
        source_instant(source, cells['deleted_at']) as deleted_at,
        coalesce(platforms[cells['platform']], lower(cells['platform']), platform) as own_platform,
        coalesce(channels[cells['channel']], lower(cells['channel']), channel) as own_channel,
        coalesce(visibilities[cells['visibility']], lower(cells['visibility']), visibility) as own_visibility,
        case
            when list_contains(inbound_values, inbound_value) then 'inbound'
            when list_contains(outbound_values, inbound_value) then 'outbound'
            when inbound_value = '' then null
            when len(outbound_values) = 0 then 'outbound'
            when len(inbound_values) = 0 then 'inbound'
        end as direction,
        coalesce(lower(cells['author_kind']), if(direction = 'inbound', 'customer', 'employee')) as author_kind
    from received
),

judged as (
    select
        *,
        row_number() over (
            partition by source, message order by last_received_at desc, file desc, line desc
        ) as version_rank,
        case
            when message is null then 'message_id: is empty'
            when version_rank > 1 then 'message_id: ' || message || ' stands in a later row too; that one counts'
            when cells['sent_at'] is null then 'sent_at: is empty'
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
                then
                    'visibility: ''' || own_visibility
                    || ''' is not public, private or internal; translate it under visibilities'
            when author_kind not in ('customer', 'employee', 'agency', 'bot', 'system', 'unknown')
                then 'author_kind: ''' || author_kind || ''' is no known kind of author'
        end as reject_reason
    from typed
),

-- Handles in the order of the text. Addresses (name@example.org) are none; only X forbids dots in a name.
addressed as (
    select
        *,
        list_transform(
            case own_platform
                when 'x' then regexp_extract_all(text, '(?:^|[^\p{L}\p{N}_@/])@(\w+)', 1)
                else regexp_extract_all(text, '(?:^|[^\p{L}\p{N}_@/])@(\w+(?:[.-]\w+)*)', 1)
            end,
            lambda name: pseudonym(source, lower(name))
        ) as named
    from judged
)

select
    source,
    source || ':' || message as message_id,
    own_platform as platform,
    own_channel as channel,
    own_visibility as visibility,
    source || ':' || conversation as conversation_id,
    source || ':' || case_number as case_id,
    source || ':' || post as post_id,
    source || ':' || in_reply_to as in_reply_to_id,
    -- The one customer of a private conversation: the first who wrote in it, where the file doesn't say.
    case
        when own_visibility != 'public' then pseudonym(source, coalesce(
                customer,
                arg_min(author, sent_at) filter (where direction = 'inbound' and reject_reason is null)
                    over (partition by source, coalesce(conversation, case_number, message))
            ))
    end as customer_id,
    pseudonym(source, author) as author_id,
    pseudonym(source, handle) as author_handle,
    -- Each once: a list of the distinct ones forgets their order.
    coalesce(
        list_select(named, list_sort(list_distinct(list_transform(named, lambda name: list_position(named, name))))),
        []
    ) as mentions,
    author_kind,
    case
        when direction = 'outbound' then pseudonym(source, coalesce(agent, if(is_author_the_account, null, author)))
    end as agent_id,
    direction,
    author_kind not in ('bot', 'system') as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    edited_at,
    deleted_at,
    cells['group'] as group_name,
    if(is_author_the_account and direction = 'inbound', null, cells['account']) as account,
    text,
    record_id,
    file,
    line,
    reject_reason
from addressed
