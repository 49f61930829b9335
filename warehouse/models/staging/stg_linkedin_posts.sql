-- Posts of a LinkedIn organisation.
--
-- A post that was deleted is simply absent, so it counts as deleted from the first complete listing that no longer had
-- it; a walk record says which posts since `since` a listing saw. Ads made from a post say so in its `adContext`. Their
-- text is LinkedIn's little text: people and hashtags in brackets, other signs behind a backslash.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload,
        payload ->> '$.id' as post,
        coalesce(payload ->> '$.publishedAt', payload ->> '$.createdAt') as published_text,
        try_cast(published_text as bigint) as published_ms,
        if(published_ms between -1e14 and 1e14, make_timestamptz(published_ms * 1000), null) as published_at
    from raw.linkedin_posts
    where not json_exists(payload, '$.walk')
),

walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload -> '$.walk.post_ids')::varchar[] as post_ids
    from raw.linkedin_posts
    where json_exists(payload, '$.walk')
),

seen as (
    select
        received.source,
        received.post,
        coalesce(
            max(walks.walked_at) filter (where list_contains(walks.post_ids, received.post)), received.published_at
        ) as last_seen_at
    from received
    inner join walks on received.source = walks.source and received.published_at >= walks.since_at
    group by received.source, received.post, received.published_at
),

deletions as (
    select
        seen.source,
        seen.post,
        min(walks.walked_at) as deleted_at
    from seen
    inner join received on seen.source = received.source and seen.post = received.post
    inner join walks
        on seen.source = walks.source
        and received.published_at >= walks.since_at
        and walks.walked_at > seen.last_seen_at
    group by all
)

select
    received.source,
    received.source || ':' || received.post as post_id,
    'linkedin' as platform,
    sources.settings ->> '$.organization_id' as account,
    received.published_at,
    coalesce((received.payload ->> '$.adContext.isDsc') = 'true', false) as is_paid,
    nullif(
        trim(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        received.payload ->> '$.commentary', '\{hashtag\|\\?#\|([^}]*)\}', '#\1', 'g'
                    ),
                    '@\[([^\]]*)\]\([^)]*\)', '@\1', 'g'
                ),
                '\\(.)', '\1', 'g'
            )
        ), ''
    ) as text,
    deletions.deleted_at,
    received.record_id,
    received.file,
    received.line,
    received.received_at,
    case
        when received.post is null then 'id: is empty'
        when received.published_text is null then 'publishedAt: is empty'
        when received.published_at is null
            then 'publishedAt: ''' || received.published_text || ''' is no number of milliseconds'
        when is_implausible(received.published_at) then 'publishedAt: ' || implausible(received.published_text)
        when (received.payload ->> '$.lifecycleState') != 'PUBLISHED'
            then 'lifecycleState: ' || (received.payload ->> '$.lifecycleState') || ' is not published'
    end as reject_reason
from received
inner join company.sources as sources on received.source = sources.source
left join deletions on received.source = deletions.source and received.post = deletions.post
