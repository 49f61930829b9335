-- What each source says was spent on a day, in EUR, before it is decided whom to believe: tables of spend, and by ad or
-- campaign ad accounts. `ad_platform` is set where both kinds may speak of the same money: media on the platform of an
-- ad account.
select
    days.spend_id,
    days.spent_day,
    names.campaign_id,
    posts.post_id,
    days.platform,
    'media' as category,
    days.amount,
    days.currency,
    days.source,
    days.file,
    days.line,
    'account' as told_by,
    days.platform as ad_platform
from staging.all_ads_days as days
left join steps.int_campaign_names as names on lower(days.native_campaign_id) = names.word
left join staging.stg_meta_ads_ads as ads
    on days.source = ads.source and days.native_ad_id = ads.native_ad_id
left join steps.int_post_names as posts on ads.post = posts.word
where days.amount is not null
union all
select
    spend.spend_id,
    spend.spent_day,
    names.campaign_id,
    posts.post_id,
    spend.platform,
    spend.category,
    spend.amount,
    spend.currency,
    spend.source,
    spend.file,
    spend.line,
    'table' as told_by,
    case
        when spend.category != 'media' then null
        when spend.platform in ('facebook', 'meta', 'facebook ads', 'meta ads') then 'facebook'
        when spend.platform in ('google', 'google ads', 'adwords', 'google adwords') then 'google'
    end as ad_platform
from staging.stg_spend_rows as spend
left join steps.int_campaign_names as names on lower(spend.campaign) = names.word
left join steps.int_post_names as posts on spend.post = posts.word
