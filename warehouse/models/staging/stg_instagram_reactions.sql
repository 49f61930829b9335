-- How many liked a post or comment of an Instagram account when it was looked at: one row a thing and complete reading.
-- The platform tells no history, so each walk says what it saw; of comments only those with likes.
with post_walks as (
    select
        source,
        payload ->> '$.walk.walked_at' as walked_at,
        payload -> '$.walk.counts' as counts,
        unnest(json_keys(payload, '$.walk.counts')) as post
    from raw.instagram_media
    where json_exists(payload, '$.walk.counts')
),

comment_walks as (
    select
        source,
        payload ->> '$.walk.walked_at' as walked_at,
        payload ->> '$.walk.media_id' as post,
        payload -> '$.walk.counts' as counts,
        unnest((payload -> '$.walk.comment_ids')::varchar[]) as message
    from raw.instagram_comments
    where json_exists(payload, '$.walk.counts')
)

select
    source,
    source || ':' || post as post_id,
    null::varchar as message_id,
    walked_at::timestamptz as read_at,
    (counts ->> ('$."' || post || '".reactions'))::bigint as reactions,
    null::bigint as shares
from post_walks
union all
select
    source,
    source || ':' || post as post_id,
    source || ':' || message as message_id,
    walked_at::timestamptz as read_at,
    coalesce((counts ->> ('$."' || message || '".reactions'))::bigint, 0) as reactions,
    null::bigint as shares
from comment_walks
