/*
per = "coalesce(post_id, message_id)"
key = "message_id"
[units]
"raw.linkedin_comments" = [
    """coalesce(payload ->> '$.post.id', payload ->> '$.walk.post_id', payload ->> '$.reading.post_id',
    payload ->> '$.comment.id')""",
]
[touches]
"staging.stg_linkedin_posts" = "select post_id from changes"
*/
-- Comments and replies under a LinkedIn organisation's posts as messages. What the organisation says is outbound, by
-- the person who acted for it where LinkedIn tells. People are known by their URN alone, also where a text names them.
--
-- LinkedIn knows one level of replies. Where the page answers below a comment and names somebody who wrote there, it
-- answers this person's latest word, not the comment at the top. A deleted comment is simply absent: it is gone since
-- the first walk of its post that no longer had it. A later `lastModified` is an edit. Automatic answers aren't marked.
with pages as (
    select
        source,
        settings ->> '$.organization_id' as account,
        'urn:li:organization:' || account as organisation
    from company.sources
    where type = 'linkedin'
),

typed as (
    select
        comments.source,
        comments.record_id,
        comments.file,
        comments.line,
        comments.received_at,
        pages.account,
        comments.payload ->> '$.comment.id' as message,
        comments.payload ->> '$.post.id' as post,
        nullif(
            regexp_extract(comments.payload ->> '$.comment.parentComment', ',\s*(\d+)\)\s*$', 1), ''
        ) as parent,
        comments.payload ->> '$.comment.actor' as writer,
        coalesce(writer = pages.organisation, false) as is_ours,
        coalesce(
            comments.payload ->> '$.comment.agent', comments.payload ->> '$.comment.created.impersonator'
        ) as agent,
        comments.payload ->> '$.comment.created.time' as created_text,
        try_cast(created_text as bigint) as created_ms,
        if(created_ms between -1e14 and 1e14, make_timestamptz(created_ms * 1000), null) as sent_at,
        try_cast(comments.payload ->> '$.comment.lastModified.time' as bigint) as modified_ms,
        if(modified_ms between -1e14 and 1e14, make_timestamptz(modified_ms * 1000), null) as modified_at,
        -- Each once and sorted: a list of the distinct ones forgets their order.
        list_sort(
            list_distinct(
                regexp_extract_all(
                    coalesce((comments.payload -> '$.comment.message.attributes')::varchar, ''),
                    'urn:li:(?:person|organization|member):[\w-]+'
                )
            )
        ) as named,
        nullif(trim(comments.payload ->> '$.comment.message.text'), '') as text
    from raw.linkedin_comments as comments
    inner join pages on comments.source = pages.source
    where not json_exists(comments.payload, '$.walk') and not json_exists(comments.payload, '$.reading')
),

answers as (
    select
        source,
        message,
        post,
        parent,
        sent_at,
        unnest(named) as writer
    from typed
    where is_ours and parent is not null
),

-- What the named person said last under the same comment.
addressed as (
    select
        answers.source,
        answers.message,
        arg_max(earlier.message, earlier.sent_at) as in_reply_to
    from answers
    inner join typed as earlier
        on answers.source = earlier.source
        and answers.post = earlier.post
        and answers.parent in (earlier.message, earlier.parent)
        and answers.writer = earlier.writer
        and answers.sent_at >= earlier.sent_at
    group by all
),

walks as (
    select
        source,
        payload ->> '$.walk.post_id' as post,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.comment_ids')::varchar[] as comment_ids
    from raw.linkedin_comments
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

deletions as (
    select
        typed.source,
        typed.message,
        min(walks.walked_at) as deleted_at
    from typed
    left join seen on typed.source = seen.source and typed.message = seen.message
    -- A comment that no walk has seen yet may be too young to be listed: only walks an hour after it count.
    inner join walks
        on typed.source = walks.source
        and typed.post = walks.post
        and walks.walked_at > coalesce(seen.last_seen_at, typed.sent_at + interval 1 hour)
    group by all
)

select
    typed.source,
    typed.source || ':' || typed.message as message_id,
    'linkedin' as platform,
    'comment' as channel,
    'public' as visibility,
    null::varchar as conversation_id,
    null::varchar as case_id,
    typed.source || ':' || typed.post as post_id,
    typed.source || ':' || coalesce(addressed.in_reply_to, typed.parent) as in_reply_to_id,
    null::varchar as customer_id,
    pseudonym(typed.source, typed.writer) as author_id,
    if(typed.is_ours, null, pseudonym(typed.source, lower(typed.writer))) as author_handle,
    list_transform(typed.named, lambda urn: pseudonym(typed.source, lower(urn))) as mentions,
    case when typed.is_ours then 'employee' when typed.writer is null then 'unknown' else 'customer' end as author_kind,
    if(typed.is_ours, pseudonym(typed.source, typed.agent), null) as agent_id,
    if(typed.is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    typed.sent_at,
    typed.received_at,
    if(typed.modified_at > typed.sent_at, typed.modified_at, null) as edited_at,
    least(deletions.deleted_at, posts.deleted_at) as deleted_at,
    null::varchar as group_name,
    typed.account,
    typed.text,
    typed.record_id,
    typed.file,
    typed.line,
    case
        when typed.message is null then 'comment.id: is empty'
        when typed.created_text is null then 'comment.created.time: is empty'
        when typed.sent_at is null
            then 'comment.created.time: ''' || typed.created_text || ''' is no number of milliseconds'
        when is_implausible(typed.sent_at) then 'comment.created.time: ' || implausible(typed.created_text)
    end as reject_reason
from typed
left join addressed on typed.source = addressed.source and typed.message = addressed.message
left join deletions on typed.source = deletions.source and typed.message = deletions.message
left join staging.stg_linkedin_posts as posts on typed.source || ':' || typed.post = posts.post_id
