-- How many answered an account's posts on Mastodon, as its instance counts: `replies_count`, direct answers only, as of
-- when the post was received last. What is counted and never lands isn't visible to this account: for its writer's
-- followers only, or written by somebody whom the instance has blocked. Where the thread of an old post was never read,
-- only answers that name the account are known.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        last_received_at,
        payload as status,
        false as is_of_thread
    from raw.mastodon_statuses
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        last_received_at,
        payload -> '$.status' as status,
        json_exists(payload, '$.thread') as is_of_thread
    from raw.mastodon_threads
    where not json_exists(payload, '$.gone')
),

counted as (
    select
        *,
        source || ':' || (status ->> '$.id') as post_id,
        status ->> '$.replies_count' as said,
        bool_or(is_of_thread) over (partition by source, status ->> '$.id') as was_read
    from received
    where status ->> '$.replies_count' is not null
)

select
    counted.source,
    posts.account,
    'mastodon' as platform,
    counted.post_id,
    counted.last_received_at as counted_at,
    try_cast(counted.said as bigint) as said_count,
    null::bigint as said_replies,
    'direct' as depth,
    if(counted.was_read, 'not_visible', 'too_old') as gap_reason,
    counted.record_id,
    counted.file,
    counted.line,
    counted.received_at,
    if(
        coalesce(try_cast(counted.said as bigint), -1) < 0,
        'replies_count: ''' || counted.said || ''' is no count',
        null
    ) as reject_reason
from counted
inner join staging.stg_mastodon_posts as posts on counted.post_id = posts.post_id
qualify
    row_number() over (
        partition by counted.post_id order by counted.last_received_at desc, counted.record_id desc
    ) = 1
