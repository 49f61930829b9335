/*
conserves = ["raw.meta_ads_hours"]
*/
-- How often each ad was shown in each hour of its account's zone, as [from_at, until_at). In the night in autumn
-- in which an hour comes twice both are one row, of two hours; the account's zone unknown, hours are UTC.
with accounts as (
    select
        source,
        max(payload ->> '$.timezone_name') as zone
    from raw.meta_ads_account
    group by source
),

received as (
    select
        hours.source,
        hours.record_id,
        hours.file,
        hours.line,
        hours.received_at,
        hours.payload,
        hours.payload ->> '$.impressions' as impressions,
        hours.payload ->> '$.hourly_stats_aggregated_by_advertiser_time_zone' as hour_text,
        coalesce(accounts.zone, 'UTC') as zone,
        try_cast(hours.payload ->> '$.date_start' as date)::timestamp
        + to_hours(try_cast(hour_text[:2] as integer)) as hour_began
    from raw.meta_ads_hours as hours
    left join accounts on hours.source = accounts.source
)

select
    source,
    payload ->> '$.ad_id' as native_ad_id,
    payload ->> '$.campaign_id' as native_campaign_id,
    timezone(zone, hour_began) as from_at,
    greatest(timezone(zone, hour_began + interval 1 hour), timezone(zone, hour_began) + interval 1 hour) as until_at,
    try_cast(impressions as bigint) as impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when hour_began is null
            then 'hourly_stats_aggregated_by_advertiser_time_zone: ''' || coalesce(hour_text, '') || ''' is no hour'
        when coalesce(try_cast(impressions as bigint), -1) < 0
            then 'impressions: ''' || coalesce(impressions, '') || ''' is no count'
    end as reject_reason
from received
