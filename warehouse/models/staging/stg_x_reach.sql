-- How often an account's posts on X had been shown when they were read: `impression_count` of the public metrics, of
-- edited posts that of the version which was read. The platform doesn't tell whoever reads an account with the
-- app's own token which of them were paid for: all stand as organic, as for every post of stg_x_posts.
with read as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        coalesce(payload ->> '$.reading.history[0]', payload ->> '$.reading.id') as post,
        payload ->> '$.reading.read_at' as read_text,
        payload ->> '$.reading.public_metrics.impression_count' as shown
    from raw.x_posts
    where json_exists(payload, '$.reading')
)

select
    source,
    post,
    try_cast(read_text as timestamptz) as read_at,
    null::bigint as paid_impressions,
    try_cast(shown as bigint) as organic_impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when post is null then 'reading.id: is empty'
        when try_cast(read_text as timestamptz) is null then 'reading.read_at: is no instant'
        when coalesce(try_cast(shown as bigint), -1) < 0
            then 'reading.public_metrics.impression_count: ''' || shown || ''' is no count'
    end as reject_reason
from read
where shown is not null
