/*
conserves = ["raw.meta_ads_campaigns"]
*/
-- Campaigns of an ad account.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload,
        payload ->> '$.start_time' as start_time,
        payload ->> '$.stop_time' as stop_time
    from raw.meta_ads_campaigns
)

select
    source,
    payload ->> '$.id' as native_campaign_id,
    payload ->> '$.name' as name,
    'facebook' as platform,
    coalesce(try_cast(start_time as timestamptz), try_cast(payload ->> '$.created_time' as timestamptz)) as starts_at,
    try_cast(stop_time as timestamptz) as ends_at,
    record_id,
    file,
    line,
    received_at,
    case
        when nullif(payload ->> '$.id', '') is null then 'id: is empty'
        when nullif(payload ->> '$.name', '') is null then 'name: is empty'
        when start_time is not null and try_cast(start_time as timestamptz) is null
            then 'start_time: ''' || start_time || ''' is no instant'
        when stop_time is not null and try_cast(stop_time as timestamptz) is null
            then 'stop_time: ''' || stop_time || ''' is no instant'
    end as reject_reason
from received
