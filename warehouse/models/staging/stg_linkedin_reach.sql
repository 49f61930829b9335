/*
conserves = ["raw.linkedin_statistics"]
*/
-- How often an organisation's posts had been shown when they were looked at: organic impressions of at most twelve
-- months. What ads add, this part of LinkedIn doesn't tell.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.post_id' as post,
        payload ->> '$.read_at' as read_text,
        payload ->> '$.statistics.impressionCount' as shown
    from raw.linkedin_statistics
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
        when post is null then 'post_id: is empty'
        when try_cast(read_text as timestamptz) is null then 'read_at: is no instant'
        when shown is null then 'statistics.impressionCount: is empty'
        when coalesce(try_cast(shown as bigint), -1) < 0
            then 'statistics.impressionCount: ''' || shown || ''' is no count'
    end as reject_reason
from received
