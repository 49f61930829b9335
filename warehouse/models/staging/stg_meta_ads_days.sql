/*
conserves = ["raw.meta_ads_insights"]
*/
-- What each ad cost on each day of its account, and how often it was shown. Figures of a day change for weeks: the
-- latest hold.
with accounts as (
    select
        source,
        max(payload ->> '$.currency') as currency
    from raw.meta_ads_account
    group by source
),

received as (
    select
        insights.source,
        insights.record_id,
        insights.file,
        insights.line,
        insights.received_at,
        insights.payload,
        insights.payload ->> '$.date_start' as date_start,
        insights.payload ->> '$.spend' as spend,
        insights.payload ->> '$.impressions' as impressions,
        coalesce(insights.payload ->> '$.account_currency', accounts.currency, 'EUR') as currency,
        sources.settings ->> ('$.exchange.' || currency) as rate
    from raw.meta_ads_insights as insights
    inner join company.sources as sources on insights.source = sources.source
    left join accounts on insights.source = accounts.source
)

select
    source,
    source || ':' || record_id as spend_id,
    payload ->> '$.ad_id' as native_ad_id,
    payload ->> '$.campaign_id' as native_campaign_id,
    payload ->> '$.campaign_name' as campaign_name,
    'facebook' as platform,
    try_cast(date_start as date) as spent_day,
    try_cast(spend as double) * if(currency = 'EUR', 1.0, try_cast(rate as double)) as amount,
    currency,
    try_cast(impressions as bigint) as impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when try_cast(date_start as date) is null
            then 'date_start: ''' || coalesce(date_start, '') || ''' is no day'
        when spend is not null and coalesce(try_cast(spend as double), -1) < 0
            then 'spend: ''' || spend || ''' is no amount'
        when impressions is not null and coalesce(try_cast(impressions as bigint), -1) < 0
            then 'impressions: ''' || impressions || ''' is no count'
        when currency != 'EUR' and try_cast(rate as double) is null
            then 'account_currency: ' || currency || ' has no rate; set exchange = { ' || currency
                || ' = euros for one } in the source''s section'
    end as reject_reason
from received
