-- Videos of a YouTube channel.
--
-- A video that was deleted or made private is simply absent, so it counts as deleted from the first complete reading of
-- the channel that no longer had it; a walk record says which videos since `since` a reading saw.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload,
        payload ->> '$.id' as video,
        payload ->> '$.snippet.publishedAt' as published_text,
        try_cast(published_text as timestamptz) as published_at
    from raw.youtube_videos
    where not json_exists(payload, '$.walk') and not json_exists(payload, '$.reading')
),

walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload -> '$.walk.video_ids')::varchar[] as video_ids
    from raw.youtube_videos
    where json_exists(payload, '$.walk')
),

seen as (
    select
        received.source,
        received.video,
        coalesce(
            max(walks.walked_at) filter (where list_contains(walks.video_ids, received.video)), received.published_at
        ) as last_seen_at
    from received
    inner join walks on received.source = walks.source and received.published_at >= walks.since_at
    group by received.source, received.video, received.published_at
),

deletions as (
    select
        seen.source,
        seen.video,
        min(walks.walked_at) as deleted_at
    from seen
    inner join received on seen.source = received.source and seen.video = received.video
    inner join walks
        on seen.source = walks.source
        and received.published_at >= walks.since_at
        and walks.walked_at > seen.last_seen_at
    group by all
)

select
    received.source,
    received.source || ':' || received.video as post_id,
    'youtube' as platform,
    sources.settings ->> '$.channel_id' as account,
    received.published_at,
    -- The API doesn't say whether a video is shown as an advertisement.
    false as is_paid,
    concat_ws(
        chr(10),
        nullif(trim(received.payload ->> '$.snippet.title'), ''),
        nullif(trim(received.payload ->> '$.snippet.description'), '')
    ) as text,
    deletions.deleted_at,
    received.record_id,
    received.file,
    received.line,
    received.received_at,
    case
        when received.video is null then 'id: is empty'
        when received.published_text is null then 'snippet.publishedAt: is empty'
        when received.published_at is null
            then 'snippet.publishedAt: ''' || received.published_text || ''' is no instant'
        when is_implausible(received.published_at) then 'snippet.publishedAt: ' || implausible(received.published_text)
    end as reject_reason
from received
inner join company.sources as sources on received.source = sources.source
left join deletions on received.source = deletions.source and received.video = deletions.video
