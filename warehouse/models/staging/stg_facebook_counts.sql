-- How many comments stand under a page's posts, replies too, as the platform counted at the latest complete reading of
-- the post's time. What is counted and never lands was written by people who show it to friends only, or whom the page
-- has blocked (not verified against the platform). Visitors' posts are messages themselves, and aren't counted here.
with walks as (
    select
        source,
        payload ->> '$.walk.walked_at' as walked_at,
        payload -> '$.walk.counts' as counts,
        unnest(json_keys(payload, '$.walk.counts')) as post
    from raw.facebook_posts
    where json_exists(payload, '$.walk.counts')
),

counted as (
    select
        * exclude (counts),
        source || ':' || post as post_id,
        counts ->> ('$."' || post || '".comments') as said
    from walks
)

select
    counted.source,
    sources.settings ->> '$.page_id' as account,
    'facebook' as platform,
    counted.post_id,
    counted.walked_at::timestamptz as counted_at,
    counted.said::bigint as said_count,
    null::bigint as said_replies,
    'all' as depth,
    'not_visible' as gap_reason
from counted
inner join company.sources as sources on counted.source = sources.source
left join staging.stg_facebook_messages as messages on counted.post_id = messages.message_id
where counted.said is not null and messages.message_id is null
qualify row_number() over (partition by counted.post_id order by counted.walked_at desc) = 1
