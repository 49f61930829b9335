-- How many posts stand in a forum's topics, as the forum counts: `posts_count` of the latest complete reading of each
-- topic. It counts notes of the system (somebody closed the topic) and what its author took back a moment ago; both are
-- no messages, nor is the first post where the company opened the topic. Whispers of the staff it doesn't count.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.discourse_posts
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.discourse_private_messages
),

walks as (
    select
        *,
        payload ->> '$.walk.topic_id' as topic,
        (payload ->> '$.walk.walked_at')::timestamptz as counted_at,
        (payload -> '$.walk.post_ids')::varchar[] as post_ids,
        payload ->> '$.walk.topic.posts_count' as said
    from received
    where json_exists(payload, '$.walk')
    qualify row_number() over (partition by source, topic order by counted_at desc, record_id desc) = 1
),

notes as (
    select
        walks.source,
        walks.topic,
        count(distinct received.payload ->> '$.id') as note_count
    from walks
    inner join received
        on walks.source = received.source
        and walks.topic = (received.payload ->> '$.topic_id')
        and list_contains(walks.post_ids, received.payload ->> '$.id')
    where
        (received.payload ->> '$.post_type') = '3'
        or (received.payload ->> '$.user_deleted') = 'true'
    group by all
)

select
    walks.source,
    regexp_extract(sources.settings ->> '$.base_url', '^https?://([^/]+)', 1) as account,
    'discourse' as platform,
    walks.source || ':t' || walks.topic as post_id,
    walks.counted_at,
    try_cast(walks.said as bigint) - coalesce(notes.note_count, 0) - if(posts.post_id is null, 0, 1) as said_count,
    null::bigint as said_replies,
    'all' as depth,
    'not_visible' as gap_reason,
    walks.record_id,
    walks.file,
    walks.line,
    walks.received_at,
    if(
        coalesce(try_cast(walks.said as bigint), -1) < 0,
        'walk.topic.posts_count: ''' || walks.said || ''' is no count',
        null
    ) as reject_reason
from walks
inner join company.sources as sources on walks.source = sources.source
left join notes on walks.source = notes.source and walks.topic = notes.topic
left join staging.stg_discourse_posts as posts on walks.source || ':t' || walks.topic = posts.post_id
-- A topic that is gone says nothing.
where walks.said is not null
