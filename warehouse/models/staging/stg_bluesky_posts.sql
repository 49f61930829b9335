-- Posts of a Bluesky account: what it wrote that answers nobody. Bluesky has no ads, and a post can't be edited.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.bluesky_posts
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.bluesky_threads
    where json_exists(payload, '$.post')
),

gone as (
    select
        source,
        payload ->> '$.gone.uri' as uri,
        min((payload ->> '$.gone.noticed_at')::timestamptz) as deleted_at
    from raw.bluesky_threads
    where json_exists(payload, '$.gone')
    group by all
),

posts as (
    select
        * exclude (received_at),
        payload ->> '$.post.uri' as uri,
        payload ->> '$.post.indexedAt' as arrived_text,
        try_cast(arrived_text as timestamptz) as arrived_at,
        try_cast(payload ->> '$.post.record.createdAt' as timestamptz) as claimed_at,
        min(received.received_at) over (partition by source, coalesce(uri, record_id)) as received_at,
        row_number() over (
            partition by source, coalesce(uri, record_id) order by received.received_at desc, record_id asc
        ) as version
    from received
    where
        coalesce(payload ->> '$.post.author.did', split_part(uri, '/', 3)) = (payload ->> '$.account_id')
        and (payload ->> '$.post.record.reply.parent.uri') is null
)

select
    posts.source,
    posts.source || ':' || posts.uri as post_id,
    'bluesky' as platform,
    sources.settings ->> '$.account' as account,
    -- What its software claims, unless that is after the post arrived, or more than a day before.
    if(
        posts.claimed_at between posts.arrived_at - interval 1 day and posts.arrived_at,
        posts.claimed_at, posts.arrived_at
    ) as published_at,
    false as is_paid,
    nullif(trim(posts.payload ->> '$.post.record.text'), '') as text,
    gone.deleted_at,
    posts.record_id,
    posts.file,
    posts.line,
    posts.received_at,
    case
        when posts.uri is null then 'post.uri: is empty'
        when posts.arrived_text is null then 'post.indexedAt: is empty'
        when posts.arrived_at is null then 'post.indexedAt: ''' || posts.arrived_text || ''' is no instant'
        when is_implausible(posts.arrived_at) then 'post.indexedAt: ' || implausible(posts.arrived_text)
    end as reject_reason
from posts
inner join company.sources as sources on posts.source = sources.source
left join gone on posts.source = gone.source and posts.uri = gone.uri
where posts.version = 1
