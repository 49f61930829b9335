-- Reviews and recommendations of a page, each as it reads now. `review_id` is the review's story on the platform, or
-- else reviewer and instant; answers stand below it. `recommendation_type`: 'positive', 'negative'; NULL: old ratings.
--
-- A deleted review is simply absent, so it counts as deleted from the first complete reading of its
-- time that no longer had it; a walk record says which reviews a reading of [since, until) saw.
with received as (
    select
        source,
        payload,
        payload ->> '$.review_id' as review,
        try_cast(payload ->> '$.review.created_time' as timestamptz) as written_at
    from raw.facebook_reviews
    where json_exists(payload, '$.review')
),

walks as (
    select
        source,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload ->> '$.walk.until')::timestamptz as until_at,
        (payload -> '$.walk.review_ids')::varchar[] as review_ids
    from raw.facebook_reviews
    where json_exists(payload, '$.walk.review_ids')
),

seen as (
    select
        received.source,
        received.review,
        max(walks.walked_at) as last_seen_at
    from received
    inner join walks on received.source = walks.source and list_contains(walks.review_ids, received.review)
    group by all
),

deletions as (
    select
        received.source,
        received.review,
        min(walks.walked_at) as deleted_at
    from received
    inner join seen on received.source = seen.source and received.review = seen.review
    inner join walks
        on received.source = walks.source
        and received.written_at >= walks.since_at
        and received.written_at < walks.until_at
        and walks.walked_at > seen.last_seen_at
    group by all
)

select
    received.source,
    received.source || ':' || received.review as review_id,
    received.payload ->> '$.review.recommendation_type' as recommendation_type,
    received.written_at,
    deletions.deleted_at
from received
left join deletions on received.source = deletions.source and received.review = deletions.review
