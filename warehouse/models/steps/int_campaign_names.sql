-- By which words a campaign is meant, in lower case: its key, its names, and its number in an ad account.
with words as (
    select
        campaign_id,
        campaign_id as word
    from steps.int_campaigns
    union all
    select
        campaign_id,
        name as word
    from steps.int_campaigns
    union all
    select
        campaigns.campaign_id,
        ads.native_campaign_id as word
    from staging.all_ads_campaigns as ads
    inner join steps.int_campaigns as campaigns
        on lower(ads.name) in (lower(campaigns.campaign_id), lower(campaigns.name))
)

select
    lower(word) as word,
    min(campaign_id) as campaign_id
from words
group by lower(word)
