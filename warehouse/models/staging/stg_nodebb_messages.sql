/*
description = "Posts of a NodeBB forum: what users wrote, and what those who write for the company answered."
per = "message_id"
[units]
"raw.nodebb_posts" = ["coalesce(payload ->> '$.post.pid', payload ->> '$.gone.pid')"]
*/
-- A topic is a conversation. A post that was deleted counts as deleted since a reading first said so, unless a later
-- one has it again. Guests have no name that would tell them apart.
with gone as (
    select
        source,
        payload ->> '$.gone.pid' as post,
        min(received_at) as deleted_at,
        max(last_received_at) as last_received_at
    from raw.nodebb_posts
    where json_exists(payload, '$.gone')
    group by all
),

posts as (
    select
        posts.*,
        posts.payload ->> '$.post.pid' as post,
        posts.payload ->> '$.topic.tid' as topic,
        nullif(posts.payload ->> '$.post.uid', '0') as writer,
        coalesce(posts.payload ->> '$.post.timestampISO', posts.payload ->> '$.post.timestamp') as sent_text,
        try_cast(posts.payload ->> '$.post.timestampISO' as timestamptz) as sent_at,
        coalesce(
            list_contains(
                list_transform((sources.settings -> '$.staff_users')::varchar[], lambda name: lower(name)),
                lower(posts.payload ->> '$.post.user.username')
            ),
            false
        ) as is_staff,
        regexp_extract(sources.settings ->> '$.base_url', '^https?://([^/]+)', 1) as account
    from raw.nodebb_posts as posts
    inner join company.sources as sources on posts.source = sources.source
    where not json_exists(posts.payload, '$.gone')
)

select
    posts.source,
    posts.source || ':' || posts.post as message_id,
    'web' as platform,
    'forum' as channel,
    'public' as visibility,
    posts.source || ':t' || posts.topic as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    posts.source || ':' || nullif(posts.payload ->> '$.post.toPid', '') as in_reply_to_id,
    null::varchar as customer_id,
    pseudonym(posts.source, posts.writer) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case
        when posts.is_staff then 'employee' when posts.writer is null then 'unknown' else 'customer'
    end as author_kind,
    if(posts.is_staff, pseudonym(posts.source, posts.writer), null) as agent_id,
    if(posts.is_staff, 'outbound', 'inbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    posts.sent_at,
    posts.received_at,
    try_cast(nullif(posts.payload ->> '$.post.editedISO', '') as timestamptz) as edited_at,
    if(gone.last_received_at > posts.last_received_at, gone.deleted_at, null) as deleted_at,
    null::varchar as group_name,
    posts.account,
    html_text(posts.payload ->> '$.post.content') as text,
    posts.record_id,
    posts.file,
    posts.line,
    case
        when posts.sent_text is null then 'timestampISO: is empty'
        when posts.sent_at is null then 'timestampISO: ''' || posts.sent_text || ''' is no instant'
        when is_implausible(posts.sent_at) then 'timestampISO: ' || implausible(posts.sent_text)
    end as reject_reason
from posts
left join gone on posts.source = gone.source and posts.post = gone.post
