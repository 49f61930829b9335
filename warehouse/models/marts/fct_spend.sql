-- What was spent on a day, in EUR: from the tables of spend, and by ad or campaign from ad accounts. `campaign_id`
-- NULL: on no campaign that anybody named.
--
-- Where an ad account tells what a campaign's ads cost on a day, a table's row on the same campaign, day and
-- platform for media is the same money and left out.
with ads as (
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
        days.line
    from staging.all_ads_days as days
    left join steps.int_campaign_names as names on lower(days.native_campaign_id) = names.word
    left join staging.stg_meta_ads_ads as ads
        on days.source = ads.source and days.native_ad_id = ads.native_ad_id
    left join steps.int_post_names as posts on ads.post = posts.word
    where days.amount is not null
),

tables as (
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
        spend.line
    from staging.stg_spend_rows as spend
    left join steps.int_campaign_names as names on lower(spend.campaign) = names.word
    left join steps.int_post_names as posts on spend.post = posts.word
    anti join ads
        on names.campaign_id = ads.campaign_id
        and spend.spent_day = ads.spent_day
        and spend.category = 'media'
        and (
            (ads.platform = 'facebook' and spend.platform in ('facebook', 'meta', 'facebook ads', 'meta ads'))
            or (ads.platform = 'google' and spend.platform in ('google', 'google ads', 'adwords', 'google adwords'))
        )
)

select
    spent.spend_id,
    spent.spent_day,
    spent.campaign_id,
    spent.post_id,
    spent.platform,
    spent.category,
    spent.amount,
    spent.currency,
    spent.source,
    spent.file,
    spent.line
from (
    select * from ads
    union all by name
    select * from tables
) as spent
cross join company.settings as settings
where spent.spent_day <= timezone(settings.zone, getvariable('as_of'))::date
