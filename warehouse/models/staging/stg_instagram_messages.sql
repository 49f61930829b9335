/*
per = "coalesce(post_id, message_id)"
key = "message_id"
[units]
"raw.instagram_comments" = [
    "coalesce(payload ->> '$.media.id', payload ->> '$.walk.media_id', payload ->> '$.comment.id')",
]
"raw.instagram_tags" = ["payload ->> '$.id'"]
"raw.instagram_messages" = ["payload ->> '$.message.id'"]
[touches]
"staging.stg_instagram_posts" = "select post_id from changes"
*/
-- Comments and replies, media of others in which the account is tagged, and private messages of an Instagram account.
-- What bears the account's number or name is outbound; who wrote for it, the platform doesn't tell.
--
-- A deleted comment is simply absent, so it counts as deleted from the first complete reading of its post that no
-- longer had it; a walk record says which comments such a reading saw. Nothing can be edited. A reply to a reply hangs
-- below the same comment and names whom it answers: one of the account that names somebody else who wrote there before
-- answers that person's latest comment there, else the first one. Tags that were taken away go unnoticed.
with accounts as (
    select
        source,
        settings ->> '$.user_id' as user_id,
        lower(trim(settings ->> '$.username', '@')) as username
    from company.sources
    where type = 'instagram'
),

comments as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        'comment' as channel,
        'public' as visibility,
        payload ->> '$.comment.id' as message,
        coalesce(payload ->> '$.comment.parent_id', payload ->> '$.parent_id') as in_reply_to,
        payload ->> '$.media.id' as post,
        null::varchar as conversation,
        null::json[] as members,
        payload -> '$.comment' as content,
        payload ->> '$.comment.timestamp' as sent_text,
        payload ->> '$.comment.text' as words,
        'comment.timestamp' as instant_field,
        'comment.id' as id_field
    from raw.instagram_comments
    where not json_exists(payload, '$.walk')
),

tags as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        'post' as channel,
        'public' as visibility,
        payload ->> '$.id' as message,
        null::varchar as in_reply_to,
        payload ->> '$.id' as post,
        null::varchar as conversation,
        null::json[] as members,
        payload as content,
        payload ->> '$.timestamp' as sent_text,
        payload ->> '$.caption' as words,
        'timestamp' as instant_field,
        'id' as id_field
    from raw.instagram_tags
),

private_messages as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        'direct_message' as channel,
        'private' as visibility,
        payload ->> '$.message.id' as message,
        null::varchar as in_reply_to,
        null::varchar as post,
        payload ->> '$.conversation.id' as conversation,
        (payload -> '$.conversation.participants.data')::json[] as members,
        payload -> '$.message' as content,
        payload ->> '$.message.created_time' as sent_text,
        payload ->> '$.message.message' as words,
        'message.created_time' as instant_field,
        'message.id' as id_field
    from raw.instagram_messages
),

all_messages as (
    select * from comments
    union all by name
    select * from tags
    union all by name
    select * from private_messages
),

typed as (
    select
        all_messages.*,
        accounts.user_id,
        accounts.username,
        lower(coalesce(content ->> '$.from.username', content ->> '$.username')) as writer_name,
        -- Of media of others only a name is told.
        coalesce(content ->> '$.from.id', writer_name) as writer,
        coalesce((content ->> '$.from.id') = user_id, false) or coalesce(writer_name = username, false) as is_ours,
        -- The participant that isn't the account; a conversation has one.
        list_extract(
            list_filter(
                members,
                lambda member: (member ->> '$.id') != user_id
                and coalesce(lower(member ->> '$.username') != username, true)
            ), 1
        ) ->> '$.id' as customer,
        try_cast(sent_text as timestamptz) as sent_at,
        nullif(trim(words), '') as text,
        regexp_extract_all(lower(coalesce(text, '')), '(?:^|[^\w@])@([\w.]*\w)', 1) as named
    from all_messages
    inner join accounts on all_messages.source = accounts.source
),

-- Whom a reply of the account names in its text, in order.
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
        and list_contains(replies.named, others.writer_name)
        and not others.is_ours
    where replies.is_ours and replies.channel = 'comment' and others.channel = 'comment'
    qualify
        row_number() over (
            partition by replies.source, replies.message
            order by
                list_position(replies.named, others.writer_name) asc,
                -- Who began the thread is answered there.
                others.in_reply_to is null desc,
                others.sent_at desc,
                others.message desc
        ) = 1
),

comment_walks as (
    select
        source,
        payload ->> '$.walk.media_id' as post,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.comment_ids')::varchar[] as comment_ids
    from raw.instagram_comments
    where json_exists(payload, '$.walk')
),

sightings as (
    select
        source,
        walked_at,
        unnest(comment_ids) as message
    from comment_walks
),

seen as (
    select
        source,
        message,
        max(walked_at) as last_seen_at
    from sightings
    group by all
),

-- Every comment comes with a walk; one that none has seen, as a reading was cut off, may be too young to be listed.
expected as (
    select
        typed.source,
        typed.message,
        typed.post,
        coalesce(seen.last_seen_at, typed.sent_at + interval 1 hour) as known_until
    from typed
    left join seen on typed.source = seen.source and typed.message = seen.message
    where typed.channel = 'comment'
),

deletions as (
    select
        expected.source,
        expected.message,
        walks.walked_at as deleted_at
    from expected
    asof inner join comment_walks as walks
        on expected.source = walks.source and expected.post = walks.post and expected.known_until < walks.walked_at
)

select
    typed.source,
    typed.source || ':' || typed.message as message_id,
    'instagram' as platform,
    typed.channel,
    typed.visibility,
    typed.source || ':' || typed.conversation as conversation_id,
    null::varchar as case_id,
    typed.source || ':' || typed.post as post_id,
    typed.source || ':' || coalesce(addressed.answered, typed.in_reply_to) as in_reply_to_id,
    pseudonym(typed.source, typed.customer) as customer_id,
    pseudonym(typed.source, typed.writer) as author_id,
    if(typed.is_ours, null, pseudonym(typed.source, typed.writer_name)) as author_handle,
    list_transform(
        -- Sorted: a list of the distinct ones forgets their order.
        list_sort(list_distinct(typed.named)),
        lambda handle: pseudonym(typed.source, handle)
    ) as mentions,
    case when typed.is_ours then 'employee' when typed.writer is null then 'unknown' else 'customer' end as author_kind,
    null::varchar as agent_id,
    if(typed.is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    -- Hiding is how an account treats spam and abuse.
    if(not typed.is_ours and (typed.content ->> '$.hidden') = 'true', 'hidden', null) as no_answer_reason,
    typed.sent_at,
    typed.received_at,
    null::timestamptz as edited_at,
    least(deletions.deleted_at, posts.deleted_at) as deleted_at,
    null::varchar as group_name,
    typed.user_id as account,
    typed.text,
    typed.record_id,
    typed.file,
    typed.line,
    case
        when typed.message is null then typed.id_field || ': is empty'
        when typed.sent_text is null then typed.instant_field || ': is empty'
        when typed.sent_at is null then typed.instant_field || ': ''' || typed.sent_text || ''' is no instant'
        when is_implausible(typed.sent_at) then typed.instant_field || ': ' || implausible(typed.sent_text)
        when typed.channel = 'direct_message' and typed.conversation is null then 'conversation.id: is empty'
        when typed.channel = 'direct_message' and typed.customer is null
            then 'conversation.participants: name nobody but the account'
    end as reject_reason
from typed
left join addressed on typed.source = addressed.source and typed.message = addressed.message
left join deletions on typed.source = deletions.source and typed.message = deletions.message
left join staging.stg_instagram_posts as posts on typed.source || ':' || typed.post = posts.post_id
