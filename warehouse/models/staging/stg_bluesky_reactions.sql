-- How many liked and shared (reposted or quoted) a post of a Bluesky account when it was looked at: one row a post and
-- pass. The platform tells no history and shows nobody how often a post was seen.
select
    source,
    source || ':' || (payload ->> '$.reading.uri') as post_id,
    null::varchar as message_id,
    try_cast(payload ->> '$.reading.read_at' as timestamptz) as read_at,
    try_cast(payload ->> '$.reading.likeCount' as bigint) as reactions,
    try_cast(payload ->> '$.reading.repostCount' as bigint)
    + coalesce(try_cast(payload ->> '$.reading.quoteCount' as bigint), 0) as shares
from raw.bluesky_threads
where json_exists(payload, '$.reading') and (payload ->> '$.reading.likeCount') is not null
