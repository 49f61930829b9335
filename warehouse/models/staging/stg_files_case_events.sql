/* per = "case_id" */
-- Events of cases from files and databases, each with the case's complete state after it, by each source's own column
-- mapping; a database's queries have our columns, and may say our states.
--
-- Order is by instant, then the order column, then place in the file. A state that stands for "not known" leaves the
-- case in the state it was in. A case that was opened before its first event gets an event 'opened' at that instant,
-- new and with the first event's group; if the first event is earlier than opened_at, the case opens with that event.
-- A closed case that the log shows at work again is open again.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.platform', if(type = 'sql', 'ticket_system', 'other')) as platform,
        coalesce(settings ->> '$.channel', 'other') as channel,
        coalesce(settings ->> '$.visibility', if(type = 'sql', 'private', 'public')) as visibility,
        coalesce(settings ->> '$.date_format', 'iso') as date_format,
        -- Cells that stand for "not known", the empty one among them.
        list_append(coalesce((settings -> '$.unknown')::varchar[], []), '') as unknown,
        coalesce((settings -> '$.channels')::map (varchar, varchar), map {}) as channels,
        type = 'sql' as may_say_our_states,
        coalesce((settings -> '$.states')::map (varchar, varchar), map {}) as states,
        -- Columns as paths into the record; one that begins with "$." is a path already, into nested values of NDJSON.
        coalesce(settings -> '$.columns', own_columns())::map (varchar, varchar) as columns,
        -- Only what is read below, in the order in which it is read.
        list_transform(
            [
                'case_id', 'merged_into', 'customer', 'agent', 'event_at', 'opened_at', 'order', 'state', 'channel',
                'group', 'priority'
            ],
            lambda name: if(starts_with(columns[name], '$.'), columns[name], '$."' || columns[name] || '"')
        ) as paths
    from company.sources
    where type in ('files', 'sql') and coalesce(settings ->> '$.shape', 'case_events') = 'case_events'
),

received as (
    select
        files.source,
        files.record_id,
        files.received_at,
        files.file,
        files.line,
        layouts.* exclude (source, columns, paths),
        trim(files.payload ->> layouts.paths[8]) as source_state,
        -- Cells without the blanks around them, NULL where they say nothing.
        list_transform(
            list_transform(layouts.paths, lambda path: trim(files.payload ->> path)),
            lambda cell: if(list_contains(layouts.unknown, cell), null, cell)
        ) as cells
    from (
        select * from raw.files_case_events
        union all by name
        select * from raw.sql_case_events
    ) as files
    inner join layouts on files.source = layouts.source
),

named as (
    select
        * exclude (cells),
        cells[1] as case_text,
        cells[2] as merged_text,
        cells[3] as customer_text,
        cells[4] as agent_text,
        cells[5] as event_text,
        cells[6] as opened_text,
        cells[7] as order_text,
        cells[8] as state_text,
        cells[9] as channel_text,
        cells[10] as group_name,
        cells[11] as priority
    from received
),

typed as (
    select
        source,
        record_id,
        received_at,
        file,
        line,
        platform,
        visibility,
        date_format,
        source_state,
        event_text,
        opened_text,
        state_text,
        order_text,
        group_name,
        priority,
        -- Spreadsheets and data frames write the ids of a column with gaps as 3.0.
        regexp_replace(case_text, '^(-?\d+)\.0+$', '\1') as case_number,
        regexp_replace(merged_text, '^(-?\d+)\.0+$', '\1') as merged_into,
        regexp_replace(customer_text, '^(-?\d+)\.0+$', '\1') as customer,
        regexp_replace(agent_text, '^(-?\d+)\.0+$', '\1') as agent,
        source_instant(source, event_text) as event_at,
        source_instant(source, opened_text) as opened_at,
        try_cast(order_text as double) as order_number,
        case
            when merged_into is not null then 'merged'
            when states[state_text] is not null then states[state_text]
            when
                may_say_our_states
                and state_text in (
                    'new', 'open', 'waiting_customer', 'waiting_third_party', 'waiting_approval', 'resolved', 'closed',
                    'merged', 'deleted'
                )
                then state_text
        end as known_state,
        coalesce(channels[channel_text], lower(channel_text), channel) as own_channel
    from named
),

judged as (
    select
        *,
        case
            when case_number is null then 'case_id: is empty'
            when event_text is null then 'event_at: is empty'
            when event_at is null
                then 'event_at: ''' || event_text || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(event_at) then 'event_at: ' || implausible(event_text)
            when opened_text is not null and opened_at is null
                then 'opened_at: ''' || opened_text || ''' doesn''t match date_format "' || date_format || '"'
            when is_implausible(opened_at) then 'opened_at: ' || implausible(opened_text)
            when state_text is not null and known_state is null
                then 'state: ''' || state_text || ''' has no translation under states; add it or list it in unknown'
            when
                own_channel not in (
                    'post', 'comment', 'direct_message', 'review', 'forum', 'mail', 'phone', 'sms', 'chat',
                    'web_form', 'portal', 'other'
                )
                then 'channel: ''' || own_channel || ''' is no known channel; translate it under channels'
        end as reject_reason
    from typed
),

events as (
    select
        *,
        coalesce(last_value(known_state ignore nulls) over case_log, 'new') as state,
        row_number() over case_log as event_order,
        min(opened_at) over (partition by source, case_number) as case_opened_at
    from judged
    where reject_reason is null
    window case_log as (
        partition by source, case_number
        order by event_at, order_number, order_text, file, line, record_id
        rows between unbounded preceding and current row
    )
),

complete as (
    select
        * replace (null::varchar as reject_reason),
        source || ':' || record_id as event_id
    from events
    union all by name
    select
        * replace (
            'opened' as source_state,
            'new' as state,
            case_opened_at as event_at,
            0 as event_order,
            null::varchar as agent,
            null::varchar as merged_into,
            null::double as order_number,
            null::varchar as reject_reason
        ),
        source || ':' || case_number || ':opened' as event_id
    from events
    where event_order = 1 and case_opened_at < event_at
    union all by name
    select
        *,
        source || ':' || record_id as event_id
    from judged
    where reject_reason is not null
)

select
    source,
    source || ':' || case_number as case_id,
    event_id,
    event_at,
    event_order,
    source_state,
    state,
    group_name,
    pseudonym(source, agent) as agent_id,
    priority,
    own_channel as channel,
    platform,
    visibility,
    pseudonym(source, customer) as customer_id,
    source || ':' || merged_into as merged_into_case_id,
    -- What the source itself says of beginning and order, whatever the instants say.
    case_opened_at as opened_at,
    order_number::bigint as source_order,
    record_id,
    file,
    line,
    received_at,
    reject_reason
from complete
