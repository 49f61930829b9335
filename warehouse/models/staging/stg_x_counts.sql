-- How many answered an account's posts on X, as the platform counts: `reply_count`, which knows direct answers only.
-- The latest reading of the latest version of each post. What is counted and never lands was written by protected
-- accounts or hidden, or more than seven days before the first reading: a search goes no further back.
with read as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.reading.id' as version,
        coalesce(payload ->> '$.reading.history[0]', version) as post,
        payload ->> '$.reading.read_at' as read_text,
        try_cast(read_text as timestamptz) as counted_at,
        payload ->> '$.reading.public_metrics.reply_count' as said
    from raw.x_posts
    where json_exists(payload, '$.reading')
),

begun as (
    select
        source,
        min(counted_at) as counted_at
    from read
    group by source
)

select
    read.source,
    sources.settings ->> '$.user_id' as account,
    'x' as platform,
    read.source || ':' || read.post as post_id,
    read.counted_at,
    try_cast(read.said as bigint) as said_count,
    null::bigint as said_replies,
    'direct' as depth,
    if(posts.published_at < begun.counted_at - interval 7 day, 'too_old', 'not_visible') as gap_reason,
    read.record_id,
    read.file,
    read.line,
    read.received_at,
    case
        when read.post is null then 'reading.id: is empty'
        when read.counted_at is null then 'reading.read_at: is no instant'
        when coalesce(try_cast(read.said as bigint), -1) < 0
            then 'reading.public_metrics.reply_count: ''' || read.said || ''' is no count'
    end as reject_reason
from read
inner join company.sources as sources on read.source = sources.source
left join begun on read.source = begun.source
left join staging.stg_x_posts as posts on read.source || ':' || read.post = posts.post_id
where read.said is not null
qualify
    row_number() over (
        partition by read.source, coalesce(read.post, read.record_id)
        order by read.counted_at desc, len(read.version) desc, read.version desc
    ) = 1
