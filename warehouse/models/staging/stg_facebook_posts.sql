-- Posts on the page, the page's own and its visitors'.
--
-- A deleted post is simply absent, so it counts as deleted from the first complete reading of its time that no longer
-- had it; a walk record says which posts a reading of [since, until) saw.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload,
        payload ->> '$.id' as post,
        payload ->> '$.created_time' as created_time,
        try_cast(created_time as timestamptz) as published_at
    from raw.facebook_posts
    where not json_exists(payload, '$.walk')
),

walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload ->> '$.walk.until')::timestamptz as until_at,
        (payload -> '$.walk.post_ids')::varchar[] as post_ids
    from raw.facebook_posts
    where json_exists(payload, '$.walk')
),

seen as (
    select
        received.source,
        received.post,
        max(walks.walked_at) filter (where list_contains(walks.post_ids, received.post)) as last_seen_at
    from received
    inner join walks
        on received.source = walks.source
        and received.published_at >= walks.since_at
        and received.published_at < walks.until_at
    group by all
),

deletions as (
    select
        received.source,
        received.post,
        min(walks.walked_at) as deleted_at
    from received
    inner join seen on received.source = seen.source and received.post = seen.post
    inner join walks
        on received.source = walks.source
        and received.published_at >= walks.since_at
        and received.published_at < walks.until_at
        and walks.walked_at > seen.last_seen_at
    group by all
)

select
    received.source,
    received.source || ':' || received.post as post_id,
    'facebook' as platform,
    sources.settings ->> '$.page_id' as account,
    received.published_at,
    -- The API says whether a post is being promoted now, not whether it ever was.
    coalesce((received.payload ->> '$.promotion_status') in ('active', 'pending', 'finished'), false) as is_paid,
    coalesce(received.payload ->> '$.message', received.payload ->> '$.story') as text,
    deletions.deleted_at,
    received.record_id,
    received.file,
    received.line,
    received.received_at,
    case
        when received.post is null then 'id: is empty'
        when received.created_time is null then 'created_time: is empty'
        when received.published_at is null then 'created_time: ''' || received.created_time || ''' is no instant'
        when is_implausible(received.published_at) then 'created_time: ' || implausible(received.created_time)
    end as reject_reason
from received
inner join company.sources as sources on received.source = sources.source
left join deletions on received.source = deletions.source and received.post = deletions.post
