-- How many comments and replies stand under an organisation's posts, as LinkedIn counted them when they last changed.
--
-- A post that was counted anew and not visited since waits for the next day's calls.
with looks as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.reading.post_id' as post,
        payload ->> '$.reading.read_at' as read_text,
        payload ->> '$.reading.comment_count' as said
    from raw.linkedin_comments
    where json_exists(payload, '$.reading')
),

visits as (
    select
        source,
        payload ->> '$.walk.post_id' as post,
        max((payload ->> '$.walk.walked_at')::timestamptz) as walked_at
    from raw.linkedin_comments
    where json_exists(payload, '$.walk')
    group by all
)

select
    looks.source,
    sources.settings ->> '$.organization_id' as account,
    'linkedin' as platform,
    looks.source || ':' || looks.post as post_id,
    try_cast(looks.read_text as timestamptz) as counted_at,
    try_cast(looks.said as bigint) as said_count,
    null::bigint as said_replies,
    'all' as depth,
    if(visits.walked_at >= try_cast(looks.read_text as timestamptz), 'unknown', 'not_read_yet') as gap_reason,
    looks.record_id,
    looks.file,
    looks.line,
    looks.received_at,
    case
        when looks.post is null then 'reading.post_id: is empty'
        when try_cast(looks.read_text as timestamptz) is null then 'reading.read_at: is no instant'
        when coalesce(try_cast(looks.said as bigint), -1) < 0
            then 'reading.comment_count: ''' || coalesce(looks.said, '') || ''' is no count'
    end as reject_reason
from looks
inner join company.sources as sources on looks.source = sources.source
left join visits on looks.source = visits.source and looks.post = visits.post
