/*
conserves = ["raw.google_ads_campaigns"]
*/
-- Campaigns of a Google Ads account. Beginning and end are by the clock of the account's zone; an end in 2037 is how
-- older versions say that there is none.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.campaign.id' as native_campaign_id,
        nullif(trim(payload ->> '$.campaign.name'), '') as name,
        coalesce(payload ->> '$.customer.timeZone', 'UTC') as zone,
        payload ->> '$.campaign.startDateTime' as start_text,
        payload ->> '$.campaign.endDateTime' as end_text
    from raw.google_ads_campaigns
)

select
    source,
    native_campaign_id,
    name,
    'google' as platform,
    timezone(zone, try_cast(start_text as timestamp)) as starts_at,
    if(end_text >= '2037', null, timezone(zone, try_cast(end_text as timestamp))) as ends_at,
    record_id,
    file,
    line,
    received_at,
    case
        when nullif(native_campaign_id, '') is null then 'campaign.id: is empty'
        when name is null then 'campaign.name: is empty'
        when start_text is not null and try_cast(start_text as timestamp) is null
            then 'campaign.startDateTime: ''' || start_text || ''' is no day and time'
        when end_text is not null and try_cast(end_text as timestamp) is null
            then 'campaign.endDateTime: ''' || end_text || ''' is no day and time'
    end as reject_reason
from received
