/*
conserves = ["raw.meta_ads_ads"]
*/
-- Ads of an ad account, with the post that each shows (AdCreative.effective_object_story_id); NULL for an ad
-- without one.
select
    source,
    payload ->> '$.id' as native_ad_id,
    payload ->> '$.campaign_id' as native_campaign_id,
    payload ->> '$.creative.effective_object_story_id' as post,
    record_id,
    file,
    line,
    received_at,
    if(nullif(payload ->> '$.id', '') is null, 'id: is empty', null) as reject_reason
from raw.meta_ads_ads
