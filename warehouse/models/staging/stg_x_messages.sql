/*
per = "coalesce(post_id, message_id)"
key = "message_id"
[units]
"raw.x_posts" = [
    """coalesce(
        payload ->> '$.post.conversation_id', payload ->> '$.gone.conversation_id',
        payload ->> '$.reading.conversation_id', payload ->> '$.post.id'
    )""",
]
"raw.x_messages" = ["payload ->> '$.event.id'"]
*/
-- Mentions of an account on X, replies in its conversations, what it replied itself, and its direct messages, each
-- chain of edits once, as it reads now. What the account wrote is outbound; who wrote for it, and whether a bot did,
-- the platform doesn't tell.
--
-- An edit is a post with an id of its own; both say the chain, whose first id is the message's. A post is deleted since
-- the first look-up that no longer found it. X speaks two spellings at once (referenced_posts, referenced_tweets).
-- A reply to the account's own post answers nobody: like a comment, it begins a conversation below that post.
-- A private conversation of two is called by both their numbers: the other one is the customer. In one of several,
-- who is answered isn't said.
with accounts as (
    select
        source,
        settings ->> '$.user_id' as user_id
    from company.sources
    where type = 'x'
),

versions as (
    select
        posts.source,
        posts.record_id,
        posts.file,
        posts.line,
        posts.received_at,
        posts.payload,
        accounts.user_id,
        posts.payload ->> '$.post.id' as version,
        coalesce(
            posts.payload ->> '$.post.edit_history_post_ids[0]',
            posts.payload ->> '$.post.edit_history_tweet_ids[0]',
            version
        ) as message,
        posts.payload ->> '$.post.conversation_id' as conversation,
        posts.payload ->> '$.post.author_id' as writer,
        coalesce(writer = accounts.user_id, false) as is_ours,
        posts.payload ->> '$.post.created_at' as created_text,
        try_cast(created_text as timestamptz) as created_at,
        coalesce(posts.payload -> '$.post.referenced_posts', posts.payload -> '$.post.referenced_tweets', '[]')::json[]
            as referenced,
        list_extract(list_filter(referenced, lambda one: (one ->> '$.type') = 'replied_to'), 1) ->> '$.id' as parent,
        len(list_filter(referenced, lambda one: (one ->> '$.type') = 'retweeted')) > 0 as is_share,
        replace(
            replace(
                replace(
                    coalesce(
                        posts.payload ->> '$.post.note_post.text',
                        posts.payload ->> '$.post.note_tweet.text',
                        posts.payload ->> '$.post.text'
                    ), '&lt;', '<'
                ), '&gt;', '>'
            ), '&amp;', '&'
        ) as text
    from raw.x_posts as posts
    inner join accounts on posts.source = accounts.source
    where not json_exists(posts.payload, '$.gone') and not json_exists(posts.payload, '$.reading')
),

latest as (
    select *
    from versions
    where not is_ours or (parent is not null and not is_share)
    qualify
        row_number() over (
            partition by source, coalesce(message, record_id) order by len(version) desc, version desc, record_id desc
        ) = 1
),

-- A reply may answer a later version of a post; the chain has one id.
roots as (
    select
        versions.source,
        versions.version,
        min(versions.message) as message,
        bool_or(versions.is_ours and versions.parent is null) as is_own_post
    from versions
    group by all
),

gone as (
    select
        source,
        payload ->> '$.gone.id' as version,
        min((payload ->> '$.gone.checked_at')::timestamptz) as deleted_at
    from raw.x_posts
    where json_exists(payload, '$.gone')
    group by all
),

typed as (
    select
        latest.*,
        (latest.message is distinct from latest.version) as is_edited,
        -- Ids hold the instant in milliseconds since 4 November 2010: an edited post was sent with its first version.
        if(
            is_edited,
            coalesce(
                make_timestamptz(((try_cast(latest.message as bigint) >> 22) + 1288834974657) * 1000), latest.created_at
            ),
            latest.created_at
        ) as sent_at,
        -- The account's own post at the top of a conversation is no message.
        if(roots.is_own_post, null, coalesce(roots.message, latest.parent)) as in_reply_to
    from latest
    left join roots on latest.source = roots.source and latest.parent = roots.version
),

direct as (
    select
        events.source,
        events.record_id,
        events.file,
        events.line,
        events.received_at,
        accounts.user_id,
        events.payload ->> '$.event.id' as message,
        events.payload ->> '$.event.dm_conversation_id' as conversation,
        list_filter(string_split(conversation, '-'), lambda member: member != accounts.user_id) as others,
        events.payload ->> '$.event.sender_id' as writer,
        coalesce(writer = accounts.user_id, false) as is_ours,
        lower(events.payload ->> '$.sender.username') as handle,
        events.payload ->> '$.event.created_at' as created_text,
        try_cast(created_text as timestamptz) as sent_at,
        nullif(trim(events.payload ->> '$.event.text'), '') as text
    from raw.x_messages as events
    inner join accounts on events.source = accounts.source
)

select
    typed.source,
    typed.source || ':' || typed.message as message_id,
    'x' as platform,
    if(typed.parent is null, 'post', 'comment') as channel,
    'public' as visibility,
    null::varchar as conversation_id,
    null::varchar as case_id,
    typed.source || ':' || typed.conversation as post_id,
    typed.source || ':' || typed.in_reply_to as in_reply_to_id,
    null::varchar as customer_id,
    pseudonym(typed.source, typed.writer) as author_id,
    if(typed.is_ours, null, pseudonym(typed.source, lower(typed.payload ->> '$.author.username'))) as author_handle,
    list_transform(
        -- Sorted: a list of the distinct ones forgets their order.
        list_sort(list_distinct(regexp_extract_all(lower(coalesce(typed.text, '')), '(?:^|[^\w@])@(\w+)', 1))),
        lambda handle: pseudonym(typed.source, handle)
    ) as mentions,
    case when typed.is_ours then 'employee' when typed.writer is null then 'unknown' else 'customer' end as author_kind,
    null::varchar as agent_id,
    if(typed.is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    if(typed.is_share, 'share', null) as no_answer_reason,
    typed.sent_at,
    typed.received_at,
    if(typed.is_edited, typed.created_at, null) as edited_at,
    gone.deleted_at,
    null::varchar as group_name,
    typed.user_id as account,
    nullif(trim(typed.text), '') as text,
    typed.record_id,
    typed.file,
    typed.line,
    case
        when typed.message is null then 'post.id: is empty'
        when typed.created_text is null then 'post.created_at: is empty'
        when typed.created_at is null then 'post.created_at: ''' || typed.created_text || ''' is no instant'
        when is_implausible(typed.created_at) then 'post.created_at: ' || implausible(typed.created_text)
    end as reject_reason
from typed
left join gone on typed.source = gone.source and typed.version = gone.version
union all by name
select
    source,
    source || ':' || message as message_id,
    'x' as platform,
    'direct_message' as channel,
    'private' as visibility,
    source || ':' || conversation as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    null::varchar as in_reply_to_id,
    pseudonym(source, if(contains(conversation, '-') and len(others) = 1, others[1], if(is_ours, null, writer)))
        as customer_id,
    pseudonym(source, writer) as author_id,
    if(is_ours, null, pseudonym(source, handle)) as author_handle,
    []::varchar[] as mentions,
    case when is_ours then 'employee' when writer is null then 'unknown' else 'customer' end as author_kind,
    null::varchar as agent_id,
    if(is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    null::varchar as no_answer_reason,
    sent_at,
    received_at,
    null::timestamptz as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    user_id as account,
    text,
    record_id,
    file,
    line,
    case
        when message is null then 'event.id: is empty'
        when conversation is null then 'event.dm_conversation_id: is empty'
        when created_text is null then 'event.created_at: is empty'
        when sent_at is null then 'event.created_at: ''' || created_text || ''' is no instant'
        when is_implausible(sent_at) then 'event.created_at: ' || implausible(created_text)
    end as reject_reason
from direct
