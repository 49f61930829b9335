-- The company's own posts that people write under, from every platform that has them.
select
    post_id,
    source,
    platform,
    account,
    published_at,
    is_paid,
    text
from staging.all_posts
where published_at <= getvariable('as_of') and coalesce(deleted_at > getvariable('as_of'), true)
