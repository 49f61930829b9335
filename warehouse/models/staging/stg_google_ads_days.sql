/*
conserves = ["raw.google_ads_days"]
*/
-- What each campaign of a Google Ads account cost on each day of the account's zone, in EUR, and how often its ads were
-- shown. Figures of a day change for weeks: the latest hold. Costs come as millionths; what isn't named is 0.
with received as (
    select
        days.source,
        days.record_id,
        days.file,
        days.line,
        days.received_at,
        days.payload ->> '$.campaign.id' as native_campaign_id,
        days.payload ->> '$.campaign.name' as campaign_name,
        days.payload ->> '$.segments.date' as day_text,
        coalesce(days.payload ->> '$.metrics.costMicros', '0') as micros_text,
        coalesce(days.payload ->> '$.metrics.impressions', '0') as impressions_text,
        coalesce(days.payload ->> '$.customer.currencyCode', 'EUR') as currency,
        if(currency = 'EUR', 1.0, try_cast(sources.settings ->> ('$.exchange.' || currency) as double)) as rate
    from raw.google_ads_days as days
    inner join company.sources as sources on days.source = sources.source
)

select
    source,
    source || ':' || record_id as spend_id,
    null::varchar as native_ad_id,
    native_campaign_id,
    campaign_name,
    'google' as platform,
    try_cast(day_text as date) as spent_day,
    try_cast(micros_text as bigint) / 1e6 * rate as amount,
    currency,
    try_cast(impressions_text as bigint) as impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when nullif(native_campaign_id, '') is null then 'campaign.id: is empty'
        when try_cast(day_text as date) is null then 'segments.date: ''' || coalesce(day_text, '') || ''' is no day'
        when coalesce(try_cast(micros_text as bigint), -1) < 0
            then 'metrics.costMicros: ''' || micros_text || ''' is no amount'
        when coalesce(try_cast(impressions_text as bigint), -1) < 0
            then 'metrics.impressions: ''' || impressions_text || ''' is no count'
        when rate is null
            then 'customer.currencyCode: ' || currency || ' has no rate; set exchange = { ' || currency
                || ' = euros for one } in the source''s section'
    end as reject_reason
from received
