-- How long a message took whoever wrote it, where a file says so: the talk time of a call, as it was timed. Of a
-- message that stands in several rows the last one counts, as in staging.stg_files_messages.
with layouts as (
    select
        source,
        list_append(coalesce((settings -> '$.unknown')::varchar[], []), '') as unknown,
        coalesce(settings -> '$.columns', own_columns())::map (varchar, varchar) as columns,
        map(
            map_keys(columns),
            list_transform(map_values(columns), lambda name: if(starts_with(name, '$.'), name, '$."' || name || '"'))
        ) as paths
    from company.sources
    where
        type = 'sql'
        or (
            type = 'files'
            and (settings ->> '$.shape') = 'messages'
            and (settings ->> '$.columns.handle_seconds') is not null
        )
),

cells as (
    select
        files.source,
        files.record_id,
        files.file,
        files.line,
        files.received_at,
        files.last_received_at,
        layouts.unknown,
        trim(files.payload ->> layouts.paths['handle_seconds']) as value,
        coalesce(
            regexp_replace(trim(files.payload ->> layouts.paths['message_id']), '^(-?\d+)\.0+$', '\1'), files.record_id
        ) as message
    from (
        select * from raw.files_messages
        union all by name
        select * from raw.sql_messages
    ) as files
    inner join layouts on files.source = layouts.source
),

latest as (
    select *
    from cells
    qualify row_number() over (partition by source, message order by last_received_at desc, file desc, line desc) = 1
)

select
    source,
    source || ':' || message as message_id,
    value,
    record_id,
    file,
    line,
    received_at,
    fact_problem('handle_seconds', value) as reject_reason
from latest
where not list_contains(unknown, coalesce(value, ''))
