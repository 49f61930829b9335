-- When a campaign runs, by a table of campaigns and by an ad account: one row a campaign and account, by local days
-- ("2026-11-01 - 2026-11-20"; without an end it hasn't one). An end that only one of them knows contradicts nobody.
with tables as (
    select
        names.campaign_id,
        planned.source,
        planned.starts_at,
        planned.ends_at
    from staging.stg_campaigns_rows as planned
    inner join steps.int_campaign_names as names on lower(planned.campaign) = names.word
),

accounts as (
    select
        names.campaign_id,
        ads.source,
        ads.platform,
        min(ads.starts_at) as starts_at,
        -- One that runs on has no end.
        if(count(*) = count(ads.ends_at), max(ads.ends_at), null) as ends_at
    from staging.all_ads_campaigns as ads
    inner join steps.int_campaign_names as names on lower(ads.native_campaign_id) = names.word
    where ads.starts_at is not null
    group by all
),

told as (
    select
        tables.campaign_id,
        accounts.platform,
        tables.source as table_source,
        accounts.source as account_source,
        timezone(settings.zone, tables.starts_at)::date as table_from,
        -- The midnight that ends a day belongs to it.
        timezone(settings.zone, tables.ends_at - interval 1 microsecond)::date as table_to,
        timezone(settings.zone, accounts.starts_at)::date as account_from,
        timezone(settings.zone, accounts.ends_at - interval 1 microsecond)::date as account_to,
        concat(table_from, ' - ', table_to) as table_value,
        concat(account_from, ' - ', account_to) as account_value,
        coalesce(table_leads.rank, 1000) <= coalesce(account_leads.rank, 1000) as is_table_leading
    from tables
    inner join accounts on tables.campaign_id = accounts.campaign_id
    cross join company.settings as settings
    left join company.leading_sources as table_leads
        on tables.source = table_leads.source and table_leads.fact = 'campaign'
    left join company.leading_sources as account_leads
        on accounts.source = account_leads.source and account_leads.fact = 'campaign'
)

select
    'campaign' as fact,
    campaign_id as subject,
    if(is_table_leading, table_from, account_from) as told_day,
    platform,
    if(is_table_leading, table_source, account_source) as leading_source,
    if(is_table_leading, account_source, table_source) as other_source,
    if(is_table_leading, table_value, account_value) as leading_value,
    if(is_table_leading, account_value, table_value) as other_value,
    table_from != account_from or coalesce(table_to != account_to, false) as disagrees
from told
