-- Rows of the tables of spend: what was paid on a day, for a campaign or for none.
--
-- A row that says exactly what another one says is left out: a table that was saved twice would double all costs.
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
        upper(coalesce(nullif(trim(cells ->> '$.currency'), ''), 'EUR')) as currency_word,
        if(currency_word in ('€', 'EURO'), 'EUR', currency_word) as currency,
        written_day(cells ->> '$.date') as spent_day,
        nullif(trim(cells ->> '$.campaign'), '') as campaign,
        nullif(trim(cells ->> '$.post'), '') as post,
        lower(nullif(trim(cells ->> '$.platform'), '')) as platform,
        lower(coalesce(nullif(trim(cells ->> '$.category'), ''), 'media')) as category_word,
        case
            when category_word in ('media', 'mediakosten', 'werbung', 'anzeigen', 'ads', 'schaltung') then 'media'
            when category_word in ('production', 'produktion', 'creation', 'kreation') then 'production'
            when category_word in ('tools', 'tool', 'werkzeuge', 'software') then 'tools'
            when category_word in ('agency', 'agentur', 'agenturkosten', 'agenturen') then 'agency'
        end as category,
        cell_number(cells, 'amount', files.decimal_sign) as amount,
        if(currency = 'EUR', 1.0, try_cast(files.exchange ->> ('$.' || currency) as double)) as euro_per_unit,
        row_number() over (
            partition by sheet.source, spent_day, campaign, post, platform, category_word, amount, currency
            order by sheet.file, sheet.line
        ) as copy_number,
        first_value(sheet.file || ', row ' || sheet.line) over (
            partition by sheet.source, spent_day, campaign, post, platform, category_word, amount, currency
            order by sheet.file, sheet.line
        ) as first_place
    from raw.spend_rows as sheet
    inner join staging.stg_sheets_files as files
        on sheet.source = files.source and (sheet.payload ->> '$.digest') = files.digest
)

select
    source,
    source || ':' || record_id as spend_id,
    spent_day,
    campaign,
    post,
    platform,
    category,
    amount * euro_per_unit as amount,
    currency,
    record_id,
    file,
    line,
    received_at,
    case
        when day_problem(cells, 'date') is not null then day_problem(cells, 'date')
        when nullif(trim(cells ->> '$.amount'), '') is null then 'amount: is empty'
        when number_problem(cells, 'amount', decimal_sign, null) is not null
            then number_problem(cells, 'amount', decimal_sign, null)
        when category is null
            then 'category: ''' || category_word || ''' is none of media, production, tools, agency'
        when euro_per_unit is null
            then 'currency: ' || currency || ' has no rate; set exchange = { ' || currency
                || ' = euros for one } in the source''s section'
        when copy_number > 1
            then 'amount: the same row stands in ' || first_place || '; if both are meant, add them up in one'
    end as reject_reason
from written
