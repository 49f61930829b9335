/*
per = "coalesce(post_id, message_id)"
key = "message_id"
[units]
"raw.youtube_comments" = [
    "coalesce(payload ->> '$.video.id', payload ->> '$.walk.video_id', payload ->> '$.comment.id')",
]
[touches]
"staging.stg_youtube_posts" = "select post_id from changes"
*/
-- Comments and replies under a YouTube channel's videos as messages. What the channel wrote is outbound; who wrote for
-- it, the platform doesn't tell. A reply belongs to its thread: YouTube knows one level. One of the channel that names
-- somebody else who wrote in the thread before answers that person's latest comment there, else the thread's first one.
--
-- A deleted comment is simply absent, so it counts as deleted from the first reading of its video that reached back to
-- its thread and no longer had it; a walk record says what such a reading saw. `updatedAt` after `publishedAt` is an
-- edit. The API doesn't mark automatic answers; they count as written by the channel's people.
with channels as (
    select
        source,
        settings ->> '$.channel_id' as channel_id
    from company.sources
    where type = 'youtube'
),

typed as (
    select
        comments.source,
        comments.record_id,
        comments.file,
        comments.line,
        comments.received_at,
        channels.channel_id,
        comments.payload ->> '$.comment.id' as message,
        comments.payload ->> '$.video.id' as video,
        comments.payload ->> '$.comment.snippet.parentId' as in_reply_to,
        comments.payload ->> '$.comment.snippet.authorChannelId.value' as writer,
        nullif(ltrim(comments.payload ->> '$.comment.snippet.authorDisplayName', '@'), '') as handle,
        coalesce(writer = channels.channel_id, false) as is_ours,
        try_cast(comments.payload ->> '$.thread.publishedAt' as timestamptz) as thread_at,
        comments.payload ->> '$.comment.snippet.publishedAt' as published_text,
        try_cast(published_text as timestamptz) as sent_at,
        try_cast(comments.payload ->> '$.comment.snippet.updatedAt' as timestamptz) as updated_at,
        comments.payload ->> '$.comment.snippet.moderationStatus' as moderation,
        nullif(
            trim(
                coalesce(
                    comments.payload ->> '$.comment.snippet.textOriginal',
                    comments.payload ->> '$.comment.snippet.textDisplay'
                )
            ), ''
        ) as text,
        regexp_extract_all(lower(coalesce(text, '')), '(?:^|[^\w@])@([\w.\-]*\w)', 1) as named
    from raw.youtube_comments as comments
    inner join channels on comments.source = channels.source
    where not json_exists(comments.payload, '$.walk')
),

-- Whom a reply of the channel names in its text, in order: "@name", or the whole text begins with a name with spaces.
addressed as (
    select
        replies.source,
        replies.message,
        others.message as answered
    from typed as replies
    inner join typed as others
        on replies.source = others.source
        and replies.in_reply_to = coalesce(others.in_reply_to, others.message)
        and replies.sent_at >= others.sent_at
        and not others.is_ours
    where
        replies.is_ours
        and (
            list_contains(replies.named, lower(others.handle))
            or starts_with(lower(replies.text), '@' || lower(others.handle) || ' ')
        )
    qualify
        row_number() over (
            partition by replies.source, replies.message
            order by
                coalesce(list_position(replies.named, lower(others.handle)), 0) asc,
                -- Who began the thread is answered there.
                others.in_reply_to is null desc,
                others.sent_at desc,
                others.message desc
        ) = 1
),

walks as (
    select
        source,
        payload ->> '$.walk.video_id' as video,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload ->> '$.walk.since')::timestamptz as since_at,
        (payload -> '$.walk.comment_ids')::varchar[] as comment_ids
    from raw.youtube_comments
    where json_exists(payload, '$.walk')
),

sightings as (
    select
        source,
        walked_at,
        unnest(comment_ids) as message
    from walks
),

seen as (
    select
        source,
        message,
        max(walked_at) as last_seen_at
    from sightings
    group by all
),

-- A comment that no walk has seen yet may be too young to be listed: only walks an hour after it count.
expected as (
    select
        typed.source,
        typed.message,
        typed.video,
        typed.thread_at,
        coalesce(seen.last_seen_at, typed.sent_at + interval 1 hour) as known_until
    from typed
    left join seen on typed.source = seen.source and typed.message = seen.message
),

whole_walks as (
    select * from walks
    where since_at is null
),

recent_walks as (
    select * from walks
    where since_at is not null
),

-- Later walks reach back less far, so if the first one after a sighting doesn't reach a thread, no later one does.
deletions as (
    select
        expected.source,
        expected.message,
        least(
            whole_walks.walked_at, if(recent_walks.since_at <= expected.thread_at, recent_walks.walked_at, null)
        ) as deleted_at
    from expected
    asof left join whole_walks
        on expected.source = whole_walks.source
        and expected.video = whole_walks.video
        and expected.known_until < whole_walks.walked_at
    asof left join recent_walks
        on expected.source = recent_walks.source
        and expected.video = recent_walks.video
        and expected.known_until < recent_walks.walked_at
)

select
    typed.source,
    typed.source || ':' || typed.message as message_id,
    'youtube' as platform,
    'comment' as channel,
    'public' as visibility,
    null::varchar as conversation_id,
    null::varchar as case_id,
    typed.source || ':' || typed.video as post_id,
    typed.source || ':' || coalesce(addressed.answered, typed.in_reply_to) as in_reply_to_id,
    null::varchar as customer_id,
    pseudonym(typed.source, typed.writer) as author_id,
    if(typed.is_ours, null, pseudonym(typed.source, lower(typed.handle))) as author_handle,
    list_transform(
        -- Sorted: a list of the distinct ones forgets their order.
        list_sort(list_distinct(typed.named)),
        lambda handle: pseudonym(typed.source, handle)
    ) as mentions,
    case when typed.is_ours then 'employee' when typed.writer is null then 'unknown' else 'customer' end as author_kind,
    null::varchar as agent_id,
    if(typed.is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    -- Holding back is how a channel treats spam and abuse.
    if(not typed.is_ours and typed.moderation in ('heldForReview', 'likelySpam', 'rejected'), 'hidden', null)
        as no_answer_reason,
    typed.sent_at,
    typed.received_at,
    if(typed.updated_at > typed.sent_at, typed.updated_at, null) as edited_at,
    least(deletions.deleted_at, posts.deleted_at) as deleted_at,
    null::varchar as group_name,
    typed.channel_id as account,
    typed.text,
    typed.record_id,
    typed.file,
    typed.line,
    case
        when typed.message is null then 'comment.id: is empty'
        when typed.published_text is null then 'comment.snippet.publishedAt: is empty'
        when typed.sent_at is null
            then 'comment.snippet.publishedAt: ''' || typed.published_text || ''' is no instant'
        when is_implausible(typed.sent_at) then 'comment.snippet.publishedAt: ' || implausible(typed.published_text)
    end as reject_reason
from typed
left join addressed on typed.source = addressed.source and typed.message = addressed.message
left join deletions on typed.source = deletions.source and typed.message = deletions.message
left join staging.stg_youtube_posts as posts on typed.source || ':' || typed.video = posts.post_id
