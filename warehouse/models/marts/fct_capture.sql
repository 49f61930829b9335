-- What the platform counted last below each post (or in each topic), and what of that has landed, by the day of the
-- post. `missing_count` is what it counts and nobody has here; `surplus_count` what stands here and it counts no
-- longer, mostly deletions that no reading has noticed yet. `reason` is what a gap of its platform means:
-- 'not_read_yet', 'too_old' (for its answers to be asked for), 'held' (for review), 'not_visible' (to this account),
-- 'unknown'; NULL without a gap. Only direct answers are compared where the platform counts no others.
with counted as (
    select
        source,
        account,
        platform,
        post_id,
        least(counted_at, getvariable('as_of')) as counted_at,
        said_count,
        said_replies,
        coalesce(depth, 'all') as depth,
        coalesce(gap_reason, 'unknown') as gap_reason
    from staging.all_counts
    qualify row_number() over (partition by post_id order by counted_at desc) = 1
),

-- A message is below the post or topic it belongs to; one that says what it answers may be known by that alone, as long
-- as nobody has read its thread.
placed as (
    select
        message_id,
        platform,
        sent_at,
        deleted_at,
        in_reply_to_id,
        coalesce(post_id, conversation_id, in_reply_to_id) as top_id,
        coalesce(in_reply_to_id, post_id, conversation_id) as parent_id
    from staging.all_messages
    where visibility != 'internal'
),

below as (
    select
        counted.post_id,
        min(placed.sent_at) as first_sent_at,
        min(placed.platform) as platform,
        count(*) as all_count,
        count(*) filter (where placed.in_reply_to_id is not null) as reply_count
    from counted
    inner join placed on counted.post_id = placed.top_id
    where placed.sent_at <= counted.counted_at and coalesce(placed.deleted_at > counted.counted_at, true)
    group by all
),

answers as (
    select
        counted.post_id,
        count(*) as direct_count
    from counted
    inner join placed on counted.post_id = placed.parent_id
    where placed.sent_at <= counted.counted_at and coalesce(placed.deleted_at > counted.counted_at, true)
    group by all
),

removed as (
    select post_id
    from staging.all_posts
    where deleted_at <= getvariable('as_of')
),

compared as (
    select
        counted.source,
        coalesce(counted.account, posts.account) as account,
        coalesce(counted.platform, posts.platform, below.platform) as platform,
        counted.post_id,
        counted.counted_at,
        counted.gap_reason,
        counted.said_count as said,
        coalesce(if(counted.depth = 'direct', answers.direct_count, below.all_count), 0) as landed,
        counted.said_replies,
        if(counted.said_replies is null, null, coalesce(below.reply_count, 0)) as landed_replies,
        (coalesce(posts.published_at, below.first_sent_at, counted.counted_at) at time zone settings.zone)::date
            as date_day
    from counted
    cross join company.settings as settings
    left join below on counted.post_id = below.post_id
    left join answers on counted.post_id = answers.post_id
    left join steps.int_posts as posts on counted.post_id = posts.post_id
    where counted.post_id not in (select post_id from removed)
)

select
    post_id,
    source,
    platform,
    account,
    date_day,
    counted_at,
    said,
    landed,
    greatest(said - landed, 0) as missing_count,
    greatest(landed - said, 0) as surplus_count,
    said_replies,
    landed_replies,
    if(said > landed, gap_reason, null) as reason
from compared
