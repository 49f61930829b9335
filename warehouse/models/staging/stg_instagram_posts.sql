-- Posts and reels of an Instagram account.
--
-- A deleted one is simply absent, so it counts as deleted from the first complete reading of its time that no longer
-- had it; a walk record says which media a reading of [since, until) saw. Whether money showed a post is known to the
-- ad account only.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload,
        payload ->> '$.id' as media,
        payload ->> '$.timestamp' as published_text,
        try_cast(published_text as timestamptz) as published_at
    from raw.instagram_media
    where not json_exists(payload, '$.walk')
),

walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload ->> '$.walk.until')::timestamptz as until_at,
        (payload -> '$.walk.media_ids')::varchar[] as media_ids
    from raw.instagram_media
    where json_exists(payload, '$.walk')
),

seen as (
    select
        received.source,
        received.media,
        max(walks.walked_at) as last_seen_at
    from received
    inner join walks on received.source = walks.source and list_contains(walks.media_ids, received.media)
    group by all
),

deletions as (
    select
        received.source,
        received.media,
        min(walks.walked_at) as deleted_at
    from received
    inner join seen on received.source = seen.source and received.media = seen.media
    inner join walks
        on received.source = walks.source
        and received.published_at >= walks.since_at
        and received.published_at < walks.until_at
        and walks.walked_at > seen.last_seen_at
    group by all
)

select
    received.source,
    received.source || ':' || received.media as post_id,
    'instagram' as platform,
    sources.settings ->> '$.user_id' as account,
    received.published_at,
    false as is_paid,
    received.payload ->> '$.caption' as text,
    deletions.deleted_at,
    received.record_id,
    received.file,
    received.line,
    received.received_at,
    case
        when received.media is null then 'id: is empty'
        when received.published_text is null then 'timestamp: is empty'
        when received.published_at is null then 'timestamp: ''' || received.published_text || ''' is no instant'
        when is_implausible(received.published_at) then 'timestamp: ' || implausible(received.published_text)
    end as reject_reason
from received
inner join company.sources as sources on received.source = sources.source
left join deletions on received.source = deletions.source and received.media = deletions.media
