-- Rows of the tables of campaigns: one row a campaign; of several with one key the first holds.
with written as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        sheet.payload -> '$.cells' as cells,
        files.decimal_sign,
        settings.zone,
        nullif(trim(cells ->> '$.campaign'), '') as campaign,
        written_instant(cells ->> '$.start', settings.zone) as starts_at,
        -- A day is meant with its evening.
        if(
            contains(cells ->> '$.end', ':'),
            written_instant(cells ->> '$.end', settings.zone),
            timezone(settings.zone, (written_day(cells ->> '$.end') + 1)::timestamp)
        ) as ends_at,
        row_number() over (partition by lower(campaign) order by sheet.source, sheet.file, sheet.line) as copy_number,
        first_value(sheet.file || ', row ' || sheet.line) over (
            partition by lower(campaign) order by sheet.source, sheet.file, sheet.line
        ) as first_place
    from raw.campaigns_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
    cross join company.settings as settings
)

select
    source,
    campaign,
    coalesce(nullif(trim(cells ->> '$.name'), ''), campaign) as name,
    lower(nullif(trim(cells ->> '$.platform'), '')) as platform,
    starts_at,
    ends_at,
    nullif(trim(cells ->> '$.claim'), '') as claim,
    nullif(trim(cells ->> '$.pattern'), '') as pattern,
    cell_number(cells, 'planned_cost', decimal_sign) as planned_cost,
    record_id,
    file,
    line,
    received_at,
    case
        when campaign is null then 'campaign: is empty'
        when day_problem(cells, 'start') is not null then day_problem(cells, 'start')
        when starts_at is null then 'start: ''' || (cells ->> '$.start') || ''' is no day and time'
        when nullif(trim(cells ->> '$.end'), '') is not null and ends_at is null
            then coalesce(day_problem(cells, 'end'), 'end: ''' || (cells ->> '$.end') || ''' is no day and time')
        when ends_at <= starts_at
            then 'end: ''' || (cells ->> '$.end') || ''' is before start ''' || (cells ->> '$.start') || ''''
        when number_problem(cells, 'planned_cost', decimal_sign, 0) is not null
            then number_problem(cells, 'planned_cost', decimal_sign, 0)
        when copy_number > 1
            then 'campaign: ''' || campaign || ''' stands in ' || first_place || ' already; leave one of them'
    end as reject_reason
from written
