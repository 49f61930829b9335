-- Rows of the tables of reach: how often a post had been shown until an instant, paid and organic apart.
with written as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        sheet.payload -> '$.cells' as cells,
        nullif(trim(cells ->> '$.post'), '') as post,
        -- A day alone is read in the evening: what it says was true when it was over.
        if(
            contains(cells ->> '$.at', ':'),
            written_instant(cells ->> '$.at', settings.zone),
            timezone(settings.zone, (written_day(cells ->> '$.at') + 1)::timestamp)
        ) as read_at,
        -- Impressions are counted: any sign between digits is one of thousands.
        nullif(bare_count(cells ->> '$.paid_impressions'), '') as paid,
        nullif(bare_count(cells ->> '$.organic_impressions'), '') as organic
    from raw.reach_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
    cross join company.settings as settings
)

select
    source,
    post,
    read_at,
    try_cast(paid as bigint) as paid_impressions,
    try_cast(organic as bigint) as organic_impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when post is null then 'post: is empty'
        when nullif(trim(cells ->> '$.at'), '') is null then 'at: is empty'
        when read_at is null
            then 'at: ''' || (cells ->> '$.at') || ''' is no day and time; write it like 24.12.2026 08:00'
        when is_implausible(read_at) then 'at: ' || implausible(cells ->> '$.at')
        when paid is null and organic is null then 'organic_impressions: is empty, and so is paid_impressions'
        when paid is not null and coalesce(try_cast(paid as bigint), -1) < 0
            then 'paid_impressions: ''' || (cells ->> '$.paid_impressions') || ''' is no count'
        when organic is not null and coalesce(try_cast(organic as bigint), -1) < 0
            then 'organic_impressions: ''' || (cells ->> '$.organic_impressions') || ''' is no count'
    end as reject_reason
from written
