-- What marketing put out, and the hours in which it may send people to service: each post for 24 hours from its
-- publishing, each campaign from start to end. `is_event` says whether it is told apart from a usual week: posts of
-- a campaign, paid ones, help and reactive ones are; of a campaign whose posts aren't known, the campaign itself;
-- everyday posts only where there is at most one a week, as otherwise no week is without. `overlap_count` counts events
-- of others that begin less than a day apart.
with posted as (
    select
        post_id,
        campaign_id,
        published_at,
        is_reactive,
        kind != 'usual' or coalesce(is_paid, false) or is_reactive as is_special,
        timezone('UTC', published_at)::date as day
    from marts.dim_post
    where published_at is not null
),

pace as (
    select
        count(*) filter (where not is_special) as everyday_count,
        (date_diff('day', min(day), max(day)) + 7) / 7 as weeks
    from posted
),

known as (
    select distinct campaign_id from posted
    where campaign_id is not null
),

exposures as (
    select
        'post:' || posted.post_id as exposure_id,
        'post' as kind,
        posted.post_id,
        posted.campaign_id,
        posted.published_at as starts_at,
        posted.published_at + interval 24 hour as ends_at,
        posted.is_special or pace.everyday_count <= pace.weeks as is_event,
        posted.is_reactive
    from posted
    cross join pace
    union all
    select
        'campaign:' || campaigns.campaign_id as exposure_id,
        'campaign' as kind,
        null as post_id,
        campaigns.campaign_id,
        campaigns.starts_at,
        least(coalesce(campaigns.ends_at, getvariable('as_of')), getvariable('as_of')) as ends_at,
        known.campaign_id is null and campaigns.starts_at < getvariable('as_of') as is_event,
        false as is_reactive
    from marts.dim_campaign as campaigns
    left join known using (campaign_id)
    where campaigns.starts_at is not null
),

-- Whether two begin within a day of each other: each is compared with those of the same day and its neighbours.
neighbours as (
    select
        one.exposure_id,
        count(distinct other.exposure_id) as overlap_count
    from exposures as one
    inner join exposures as other
        on one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and one.exposure_id != other.exposure_id
        and other.is_event
        and one.kind = other.kind
    group by one.exposure_id
)

select
    exposures.exposure_id,
    exposures.kind,
    exposures.post_id,
    exposures.post_id as exposure_post_id, -- stays where a question folds post_id
    exposures.campaign_id,
    exposures.starts_at,
    exposures.ends_at,
    timezone(settings.zone, exposures.starts_at)::date as started_day,
    exposures.is_event,
    exposures.is_reactive,
    coalesce(neighbours.overlap_count, 0) as overlap_count
from exposures
cross join company.settings as settings
left join neighbours using (exposure_id)
