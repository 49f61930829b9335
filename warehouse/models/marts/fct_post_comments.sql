-- One row per post of our own: what people wrote directly under it (marts.fct_comments), how often it was shown
-- within the same hours, and what showing it has cost until now.
-- `impressions` are NULL where no reading of reach is known, `is_over` says whether the hours have passed.
with posts as (
    select
        posts.*,
        posts.published_at + to_hours(settings.comment_hours) as counted_until,
        timezone(settings.zone, posts.published_at)::date as published_day
    from marts.dim_post as posts
    cross join company.settings as settings
),

counted as (
    select
        post_id,
        count(*) as comment_count,
        count_if(is_complaint) as complaint_count,
        count_if(takes_up_claim) as claim_count
    from marts.fct_comments
    group by post_id
),

-- Of a reading that ends after the hours, the part before.
readings as (
    select
        posts.post_id,
        coalesce(reach.paid_impressions, reach.organic_impressions) as impressions,
        reach.paid_impressions,
        reach.quality,
        place_in(reach.from_at, reach.until_at, posts.counted_until) as share
    from posts
    inner join marts.fct_reach as reach on posts.post_id = reach.post_id and reach.from_at < posts.counted_until
),

-- Exact, so that sums are the same in any order.
shown as (
    select
        post_id,
        sum((impressions * share)::decimal(18, 3))::double as impressions,
        sum((paid_impressions * share)::decimal(18, 3))::double as paid_impressions,
        coalesce(bool_or(quality = 'fell'), false) as has_fallen
    from readings
    group by post_id
),

spent as (
    select
        post_id,
        sum(amount::decimal(18, 4))::double as spent_eur
    from marts.fct_spend
    where post_id is not null and category = 'media'
    group by post_id
)

select
    posts.post_id,
    posts.source,
    posts.platform,
    'comment' as channel,
    'public' as visibility,
    posts.campaign_id,
    posts.department_id,
    posts.kind,
    posts.is_paid,
    posts.published_at,
    posts.published_day,
    posts.counted_until <= getvariable('as_of') as is_over,
    coalesce(counted.comment_count, 0) as comment_count,
    coalesce(counted.complaint_count, 0) as complaint_count,
    coalesce(counted.claim_count, 0) as claim_count,
    shown.impressions,
    case
        when shown.impressions is null then null
        else coalesce(shown.paid_impressions, 0)
    end as paid_impressions,
    case
        when shown.post_id is null then 'no_reach'
        when shown.has_fallen then 'reach_fell'
    end as impressions_reason,
    spent.spent_eur
from posts
left join counted on posts.post_id = counted.post_id
left join shown on posts.post_id = shown.post_id
left join spent on posts.post_id = spent.post_id
