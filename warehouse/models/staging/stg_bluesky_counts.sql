-- How many answered an account's posts on Bluesky, as the platform counts: `replyCount`, direct answers only, of the
-- latest reading of each post. What is counted and never lands was written by somebody who has blocked the account or
-- was blocked, or is hidden by the platform.
with readings as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.reading.uri' as uri,
        payload ->> '$.reading.read_at' as read_text,
        try_cast(read_text as timestamptz) as counted_at,
        payload ->> '$.reading.replyCount' as said
    from raw.bluesky_threads
    where json_exists(payload, '$.reading')
)

select
    readings.source,
    sources.settings ->> '$.account' as account,
    'bluesky' as platform,
    readings.source || ':' || readings.uri as post_id,
    readings.counted_at,
    try_cast(readings.said as bigint) as said_count,
    null::bigint as said_replies,
    'direct' as depth,
    'not_visible' as gap_reason,
    readings.record_id,
    readings.file,
    readings.line,
    readings.received_at,
    case
        when readings.uri is null then 'reading.uri: is empty'
        when readings.counted_at is null then 'reading.read_at: is no instant'
        when coalesce(try_cast(readings.said as bigint), -1) < 0
            then 'reading.replyCount: ''' || readings.said || ''' is no count'
    end as reject_reason
from readings
inner join company.sources as sources on readings.source = sources.source
where readings.said is not null
qualify
    row_number() over (
        partition by readings.source, coalesce(readings.uri, readings.record_id)
        order by readings.counted_at desc, readings.record_id desc
    ) = 1
