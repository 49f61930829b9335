-- Rows of rosters: so many people of a department are there from one instant until another, by the company's clock.
with told as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        sheet.payload -> '$.cells' as cells,
        files.decimal_sign,
        settings.zone,
        nullif(trim(sheet.payload ->> '$.cells.department'), '') as department,
        nullif(trim(sheet.payload ->> '$.cells.date'), '') as day_cell,
        sheet.payload ->> '$.cells.start' as told_start,
        sheet.payload ->> '$.cells.end' as told_end
    from raw.shifts_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
    cross join company.settings as settings
),

-- Beside a column with the day, times stand alone.
dated as (
    select
        *,
        if(regexp_full_match(told_start, '\d{1,2}:\d{2}(:\d{2})?'), day_cell || ' ', '') || trim(told_start)
            as start_cell,
        if(regexp_full_match(told_end, '\d{1,2}:\d{2}(:\d{2})?'), day_cell || ' ', '') || trim(told_end) as end_cell
    from told
),

-- Each step has its columns from the one before: an expression under a name of the same step is read anew at each use.
timed as (
    select
        *,
        written_instant(start_cell, zone) as started_at,
        written_instant(end_cell, zone) as written_end,
        written_day(end_cell) as end_day
    from dated
),

written as (
    select
        *,
        -- Past midnight, as rosters write it: 22:00 to 06:00.
        if(
            written_end <= started_at and day_cell is not null and not contains(told_end, '.'),
            written_instant(strftime(end_day + 1, '%Y-%m-%d') || substr(end_cell, length(day_cell) + 1), zone),
            written_end
        ) as ended_at,
        cell_number(cells, 'headcount', coalesce(decimal_sign, ',')) as headcount
    from timed
),

owned as (
    select
        written.*,
        departments.department_id,
        row_number() over (
            partition by departments.department_id, started_at, ended_at, headcount
            order by written.source, written.file, written.line
        ) as copy_number,
        first_value(written.file) over (
            partition by departments.department_id, started_at, ended_at, headcount
            order by written.source, written.file, written.line
        ) as first_file
    from written
    left join staging.stg_sheets_departments as departments on lower(written.department) = departments.word
)

select
    source,
    department_id,
    started_at,
    ended_at,
    headcount,
    record_id,
    file,
    line,
    received_at,
    case
        when department is null then 'department: is empty'
        when department_id is null
            then 'department: ''' || department || ''' is none of the configured ones; use its id or its name'
        when started_at is null
            then 'start: ''' || coalesce(start_cell, '') || ''' is no day and time; write it like 24.12.2026 08:00'
        when ended_at is null
            then 'end: ''' || coalesce(end_cell, '') || ''' is no day and time; write it like 24.12.2026 08:00'
        when is_implausible(started_at) then 'start: ' || implausible(start_cell)
        when ended_at <= started_at
            then 'end: ''' || end_cell || ''' doesn''t lie after start ''' || start_cell || ''''
        when ended_at > started_at + interval 26 hour
            then 'end: ''' || end_cell || ''' is more than a day after start; split the shift'
        when headcount is null then coalesce(number_problem(cells, 'headcount', ',', 0), 'headcount: is empty')
        when headcount <= 0 then 'headcount: ''' || (cells ->> '$.headcount') || ''' is nobody; leave the row out'
        -- In one file two people may well stand in two rows; two files are two copies of one plan.
        when copy_number > 1 and file != first_file
            then 'start: the same shift stands in ' || first_file || '; leave one of the files out'
    end as reject_reason
from owned
