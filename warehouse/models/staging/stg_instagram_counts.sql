-- How many comments stand under an account's posts, replies too, as the platform counted last: at a complete reading of
-- the post's time, or when its comments were walked. A post that was counted anew since its last walk wasn't read yet;
-- what else is counted and never lands was written by people whom the account can't see.
with media_walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as counted_at,
        payload -> '$.walk.counts' as counts,
        unnest(json_keys(payload, '$.walk.counts')) as media
    from raw.instagram_media
    where json_exists(payload, '$.walk.counts')
),

comment_walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as counted_at,
        payload ->> '$.walk.media_id' as media,
        (payload ->> '$.walk.comment_count')::bigint as said_count
    from raw.instagram_comments
    where json_exists(payload, '$.walk.comment_count')
),

counted as (
    select
        source,
        media,
        counted_at,
        (counts ->> ('$."' || media || '".comments'))::bigint as said_count
    from media_walks
    union all by name
    select * from comment_walks
),

walked as (
    select
        source,
        media,
        arg_max(said_count, counted_at) as said_count
    from comment_walks
    group by all
)

select
    counted.source,
    sources.settings ->> '$.user_id' as account,
    'instagram' as platform,
    counted.source || ':' || counted.media as post_id,
    counted.counted_at,
    counted.said_count,
    null::bigint as said_replies,
    'all' as depth,
    if((coalesce(walked.said_count, 0) is distinct from counted.said_count), 'not_read_yet', 'not_visible')
        as gap_reason
from counted
inner join company.sources as sources on counted.source = sources.source
left join walked on counted.source = walked.source and counted.media = walked.media
where counted.said_count is not null
qualify
    row_number() over (
        partition by counted.source, counted.media
        order by counted.counted_at desc, counted.said_count desc
    ) = 1
