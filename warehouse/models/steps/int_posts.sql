-- The company's own posts that people write under, from every platform that has them.
select
    post_id,
    source,
    'facebook' as platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_facebook_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
union all by name
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_mastodon_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
union all by name
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_discourse_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
union all by name
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_youtube_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
union all by name
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_rss_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
union all by name
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.stg_x_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
