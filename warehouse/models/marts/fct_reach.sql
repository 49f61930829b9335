-- Impressions of a post within [from_at, until_at), paid and organic in rows of their own, the other one NULL
-- there.
--
-- From counters: what a reading adds to the highest one before it, the first one to nothing at publication.
-- `quality` is the length of the span: 'hourly', 'daily' or 'coarser'; where a counter fell it is 'fell', and
-- nobody knows what was shown. Where an ad account tells of a post by the hour, or else by the day, its paid
-- impressions are those.
with ad_posts as (
    select
        ads.source,
        ads.native_ad_id,
        names.post_id
    from staging.stg_meta_ads_ads as ads
    inner join steps.int_post_names as names on ads.post = names.word
),

hours as (
    select
        ad_posts.post_id,
        hours.from_at,
        hours.until_at,
        sum(hours.impressions)::bigint as impressions
    from staging.stg_meta_ads_hours as hours
    inner join ad_posts on hours.source = ad_posts.source and hours.native_ad_id = ad_posts.native_ad_id
    where hours.from_at <= getvariable('as_of')
    group by all
),

days as (
    select
        ad_posts.post_id,
        timezone(settings.zone, days.spent_day::timestamp) as from_at,
        timezone(settings.zone, (days.spent_day + 1)::timestamp) as until_at,
        sum(days.impressions)::bigint as impressions
    from staging.stg_meta_ads_days as days
    inner join ad_posts on days.source = ad_posts.source and days.native_ad_id = ad_posts.native_ad_id
    cross join company.settings as settings
    where days.impressions is not null and timezone(settings.zone, days.spent_day::timestamp) <= getvariable('as_of')
    group by all
),

told as (
    select post_id from hours
    union
    select post_id from days
),

ordered as (
    select
        readings.post_id,
        readings.kind,
        readings.read_at,
        readings.shown,
        coalesce(lag(readings.read_at) over history, posts.published_at) as from_at,
        coalesce(
            max(readings.shown) over (
                partition by readings.post_id, readings.kind
                order by readings.read_at
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as shown_before
    from steps.int_reach_readings as readings
    inner join steps.int_posts as posts on readings.post_id = posts.post_id
    where readings.read_at >= posts.published_at
    window history as (partition by readings.post_id, readings.kind order by readings.read_at)
),

-- A counter that fell stays unknown until it is higher than ever before.
counted as (
    select
        post_id,
        kind,
        from_at,
        read_at as until_at,
        if(shown < shown_before, null, shown - shown_before) as impressions
    from ordered
    where read_at > from_at
        and (kind = 'organic' or post_id not in (select post_id from told))
),

spans as (
    select
        post_id,
        'paid' as kind,
        from_at,
        until_at,
        impressions as paid_impressions,
        null::bigint as organic_impressions,
        'hourly' as source_quality
    from hours
    union all
    select
        post_id,
        'paid' as kind,
        from_at,
        until_at,
        impressions as paid_impressions,
        null::bigint as organic_impressions,
        'daily' as source_quality
    from days
    where post_id not in (select post_id from hours)
    union all
    select
        post_id,
        kind,
        from_at,
        until_at,
        if(kind = 'paid', impressions, null) as paid_impressions,
        if(kind = 'organic', impressions, null) as organic_impressions,
        if(impressions is null, 'fell', null) as source_quality
    from counted
)

select
    spans.post_id,
    spans.kind,
    campaigns.campaign_id,
    spans.from_at,
    spans.until_at,
    spans.paid_impressions,
    spans.organic_impressions,
    seconds_between(spans.from_at, spans.until_at) as seconds,
    coalesce(
        spans.source_quality,
        case
            when spans.until_at <= spans.from_at + interval 90 minute then 'hourly'
            when spans.until_at <= spans.from_at + interval 26 hour then 'daily'
            else 'coarser'
        end
    ) as quality
from spans
left join steps.int_post_campaigns as campaigns on spans.post_id = campaigns.post_id
