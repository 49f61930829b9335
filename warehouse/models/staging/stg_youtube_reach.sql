-- How often a channel's videos had been watched when they were looked at: `viewCount`. These are views, not
-- impressions: the platform tells only the channel's owner how often a preview picture was shown, and who scrolls past
-- counts for nothing here. Nor does it say which views were paid for, so all stand as organic.
with read as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.reading.id' as post,
        payload ->> '$.reading.read_at' as read_text,
        payload ->> '$.reading.statistics.viewCount' as watched
    from raw.youtube_videos
    where json_exists(payload, '$.reading')
)

select
    source,
    post,
    try_cast(read_text as timestamptz) as read_at,
    null::bigint as paid_impressions,
    try_cast(watched as bigint) as organic_impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when post is null then 'reading.id: is empty'
        when try_cast(read_text as timestamptz) is null then 'reading.read_at: is no instant'
        when coalesce(try_cast(watched as bigint), -1) < 0
            then 'reading.statistics.viewCount: ''' || watched || ''' is no count'
    end as reject_reason
from read
where watched is not null
