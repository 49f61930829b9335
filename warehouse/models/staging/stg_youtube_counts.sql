-- How many comments stand under a channel's videos, as the platform counts: `commentCount` of the latest look at the
-- video, and within that `totalReplyCount` of its threads. A video whose comments are switched off has no count.
--
-- The count knows more than the API shows: what is held for review, and what was taken away a moment ago. Where a video
-- was counted anew and its comments weren't visited since, the day's units were spent.
with looks as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.reading.id' as video,
        payload ->> '$.reading.read_at' as read_text,
        payload ->> '$.reading.statistics.commentCount' as said,
        'reading.statistics.commentCount' as field
    from raw.youtube_videos
    where json_exists(payload, '$.reading')
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.walk.video_id' as video,
        payload ->> '$.walk.walked_at' as read_text,
        payload ->> '$.walk.comment_count' as said,
        'walk.comment_count' as field
    from raw.youtube_comments
    where json_exists(payload, '$.walk')
),

counted as (
    select
        *,
        try_cast(read_text as timestamptz) as counted_at,
        try_cast(said as bigint) as said_count
    from looks
    where said is not null
),

visits as (
    select
        source,
        video,
        arg_max(said_count, counted_at) as said_count
    from counted
    where field = 'walk.comment_count'
    group by all
),

threads as (
    select
        comments.source,
        comments.payload ->> '$.video.id' as video,
        sum(try_cast(comments.payload ->> '$.thread.snippet.totalReplyCount' as bigint))::bigint as said_replies
    from raw.youtube_comments as comments
    inner join staging.stg_youtube_messages as messages
        on comments.source || ':' || (comments.payload ->> '$.comment.id') = messages.message_id
    where messages.deleted_at is null and json_exists(comments.payload, '$.thread.snippet')
    group by all
)

select
    counted.source,
    sources.settings ->> '$.channel_id' as account,
    'youtube' as platform,
    counted.source || ':' || counted.video as post_id,
    counted.counted_at,
    counted.said_count,
    threads.said_replies,
    'all' as depth,
    if(visits.said_count is distinct from counted.said_count, 'not_read_yet', 'held') as gap_reason,
    counted.record_id,
    counted.file,
    counted.line,
    counted.received_at,
    case
        when counted.video is null then 'reading.id: is empty'
        when counted.counted_at is null then 'reading.read_at: is no instant'
        when coalesce(counted.said_count, -1) < 0 then counted.field || ': ''' || counted.said || ''' is no count'
    end as reject_reason
from counted
inner join company.sources as sources on counted.source = sources.source
left join visits on counted.source = visits.source and counted.video = visits.video
left join threads on counted.source = threads.source and counted.video = threads.video
qualify
    row_number() over (
        partition by counted.source, coalesce(counted.video, counted.record_id)
        order by counted.counted_at desc, counted.field desc
    ) = 1
