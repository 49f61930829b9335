-- Rows of the tables of rates: what an hour of a department costs from a day until another, and its tools a contact.
with written as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        sheet.payload -> '$.cells' as cells,
        files.decimal_sign,
        nullif(trim(cells ->> '$.department'), '') as department,
        nullif(trim(cells ->> '$.from'), '') as from_cell,
        nullif(trim(cells ->> '$.until'), '') as until_cell,
        coalesce(written_day(from_cell), date '1990-01-01') as from_day,
        -- The last day counts; without one the rate holds until another begins.
        coalesce(written_day(until_cell) + 1, date '2100-01-01') as until_day,
        cell_number(cells, 'euro_per_hour', files.decimal_sign) as euro_per_hour,
        cell_number(cells, 'tool_euro_per_contact', files.decimal_sign) as tool_euro_per_contact
    from raw.rates_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
),

owned as (
    select
        written.*,
        departments.department_id,
        row_number() over (
            partition by departments.department_id, from_day order by written.source, written.file, written.line
        ) as copy_number
    from written
    left join staging.stg_sheets_departments as departments on lower(written.department) = departments.word
)

select
    source,
    department_id,
    from_day,
    until_day,
    euro_per_hour,
    tool_euro_per_contact,
    record_id,
    file,
    line,
    received_at,
    case
        when department is null then 'department: is empty'
        when department_id is null
            then 'department: ''' || department || ''' is none of the configured ones; use its id or its name'
        when from_cell is not null and day_problem(cells, 'from') is not null then day_problem(cells, 'from')
        when until_cell is not null and day_problem(cells, 'until') is not null then day_problem(cells, 'until')
        when until_day <= from_day then 'until: ''' || until_cell || ''' is before from ''' || from_cell || ''''
        when nullif(trim(cells ->> '$.euro_per_hour'), '') is null then 'euro_per_hour: is empty'
        when number_problem(cells, 'euro_per_hour', decimal_sign, 0) is not null
            then number_problem(cells, 'euro_per_hour', decimal_sign, 0)
        when number_problem(cells, 'tool_euro_per_contact', decimal_sign, 0) is not null
            then number_problem(cells, 'tool_euro_per_contact', decimal_sign, 0)
        when copy_number > 1 then 'from: two rates of this department begin on that day; leave one of them'
    end as reject_reason
from owned
