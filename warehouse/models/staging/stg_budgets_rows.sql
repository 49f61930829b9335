-- Rows of the tables of budgets: what a department may spend in a quarter, a month or a year, by category.
--
-- Rows of one period add up. A row whose period only overlaps an earlier one of the same department and category
-- (a month within a quarter that has a budget) is left out, since nobody can know whether the one holds the other.
-- Where [leading] budget says who leads, each source is a ledger of its own, and marts.fct_budgets takes what counts.
with written as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        sheet.payload -> '$.cells' as cells,
        files.decimal_sign,
        files.exchange,
        nullif(trim(cells ->> '$.department'), '') as department,
        concat_ws(
            ' ',
            coalesce(
                regexp_replace(nullif(trim(cells ->> '$.quarter'), ''), '^([1-4])$', 'Q\1'),
                nullif(trim(cells ->> '$.month'), '')
            ),
            nullif(trim(cells ->> '$.year'), '')
        ) as period,
        upper(coalesce(nullif(trim(cells ->> '$.currency'), ''), 'EUR')) as currency_word,
        if(currency_word in ('€', 'EURO'), 'EUR', currency_word) as currency,
        lower(coalesce(nullif(trim(cells ->> '$.category'), ''), 'other')) as category_word,
        case
            when category_word in ('people', 'personal', 'personalkosten', 'gehälter', 'staff') then 'people'
            when category_word in ('tools', 'tool', 'werkzeuge', 'software', 'systeme') then 'tools'
            when category_word in ('media', 'mediakosten', 'werbung', 'ads', 'anzeigen') then 'media'
            when category_word in ('production', 'produktion', 'kreation') then 'production'
            when category_word in ('other', 'sonstige', 'sonstiges', 'andere') then 'other'
        end as category,
        cell_number(cells, 'amount', files.decimal_sign) as amount,
        if(currency = 'EUR', 1.0, try_cast(files.exchange ->> ('$.' || currency) as double)) as euro_per_unit
    from raw.budgets_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
),

dated as (
    select
        *,
        period_start(period) as starts_day,
        period_end(period) as ends_day,
        if((select count_if(fact = 'budget') from company.leading_sources) > 0, source, '') as ledger
    from written
),

owned as (
    select
        dated.*,
        departments.department_id,
        row_number() over (
            partition by dated.ledger, dated.department, period, category, dated.amount, cells ->> '$.line'
            order by dated.source, dated.file, dated.line
        ) as copy_number
    from dated
    left join staging.stg_sheets_departments as departments on lower(dated.department) = departments.word
),

overlapping as (
    select
        later.source,
        later.record_id,
        min(earlier.file || ', row ' || earlier.line) as earlier_place
    from owned as later
    inner join owned as earlier
        on later.ledger = earlier.ledger
        and later.department_id = earlier.department_id
        and later.category = earlier.category
        and later.starts_day < earlier.ends_day
        and earlier.starts_day < later.ends_day
        and (later.starts_day != earlier.starts_day or later.ends_day != earlier.ends_day)
        -- The longer period is kept: it covers more, and is what finance departments decide on.
        and (
            later.ends_day - later.starts_day < earlier.ends_day - earlier.starts_day
            or (
                later.ends_day - later.starts_day = earlier.ends_day - earlier.starts_day
                and later.starts_day > earlier.starts_day
            )
        )
    group by all
)

select
    owned.source,
    owned.source || ':' || owned.record_id as budget_id,
    owned.department_id,
    owned.starts_day,
    owned.ends_day,
    owned.category,
    owned.amount * owned.euro_per_unit as amount,
    nullif(trim(owned.cells ->> '$.line'), '') as item,
    owned.record_id,
    owned.file,
    owned.line,
    owned.received_at,
    case
        when owned.department is null then 'department: is empty'
        when owned.department_id is null
            then 'department: ''' || owned.department || ''' is none of the configured ones; use its id or its name'
        when owned.period = '' then 'quarter: is empty'
        when owned.starts_day is null
            then 'quarter: ''' || owned.period || ''' is no quarter, month or year; write it like 2026-Q4 or 10/2026'
        when owned.category is null
            then 'category: ''' || owned.category_word || ''' is none of people, tools, media, production, other'
        when nullif(trim(owned.cells ->> '$.amount'), '') is null then 'amount: is empty'
        when number_problem(owned.cells, 'amount', owned.decimal_sign, 0) is not null
            then number_problem(owned.cells, 'amount', owned.decimal_sign, 0)
        when owned.euro_per_unit is null
            then 'currency: ' || owned.currency || ' has no rate; set exchange = { ' || owned.currency
                || ' = euros for one } in the source''s section'
        when owned.copy_number > 1
            then 'amount: the same row stands there already; if both are meant, add them up in one'
        when overlapping.earlier_place is not null
            then 'quarter: ''' || owned.period || ''' overlaps the budget of ' || overlapping.earlier_place
                || '; leave one of them'
    end as reject_reason
from owned
left join overlapping on owned.source = overlapping.source and owned.record_id = overlapping.record_id
