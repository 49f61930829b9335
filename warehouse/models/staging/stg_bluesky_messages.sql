/*
per = "message_id"
[units]
"raw.bluesky_notifications" = ["payload ->> '$.notification.uri'"]
"raw.bluesky_posts" = ["payload ->> '$.post.uri'"]
"raw.bluesky_threads" = [
    "coalesce(payload ->> '$.post.uri', payload ->> '$.notification.uri', payload ->> '$.gone.uri')",
]
"raw.bluesky_messages" = ["payload ->> '$.message.id'"]
*/
-- Posts that others wrote below those of a Bluesky account, in answer to it, naming it or quoting it; what the account
-- itself answered; and its direct messages. What others say to each other in a thread of somebody else is left out.
--
-- A post can't be edited; it may come as a notification and as a post, and its latest reading counts. When it was
-- written is what the author's software claims. Where that is after it arrived, or more than a day before, it counts as
-- written when it arrived: nobody could read it earlier. What the account wrote is outbound; who did so isn't told.
with listed as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.account_id' as account_id,
        payload -> '$.notification' as post,
        'notification.' as path
    from raw.bluesky_notifications
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.account_id' as account_id,
        payload -> '$.post' as post,
        'post.' as path
    from raw.bluesky_posts
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.account_id' as account_id,
        coalesce(payload -> '$.post', payload -> '$.notification') as post,
        if(json_exists(payload, '$.post'), 'post.', 'notification.') as path
    from raw.bluesky_threads
    where not json_exists(payload, '$.gone') and not json_exists(payload, '$.reading')
),

gone as (
    select
        source,
        payload ->> '$.gone.uri' as native_id,
        min((payload ->> '$.gone.noticed_at')::timestamptz) as deleted_at
    from raw.bluesky_threads
    where json_exists(payload, '$.gone')
    group by all
),

readings as (
    select
        * exclude (received_at),
        post ->> '$.uri' as uri,
        coalesce(post ->> '$.author.did', split_part(uri, '/', 3)) as writer,
        post ->> '$.record.reply.parent.uri' as parent,
        coalesce(post ->> '$.record.reply.root.uri', uri) as root,
        coalesce(post ->> '$.record.embed.record.record.uri', post ->> '$.record.embed.record.uri') as quoted,
        post ->> '$.record.facets[*].features[*].did' as named,
        try_cast(post ->> '$.record.createdAt' as timestamptz) as claimed_at,
        post ->> '$.indexedAt' as arrived_text,
        -- What came another way before isn't new.
        min(listed.received_at) over (partition by source, coalesce(uri, record_id)) as received_at,
        -- A notification gives the earlier one of both instants for this; the post itself knows better.
        max(try_cast(arrived_text as timestamptz)) over (partition by source, coalesce(uri, record_id)) as arrived_at,
        row_number() over (
            partition by source, coalesce(uri, record_id) order by path desc, listed.received_at desc, record_id asc
        ) as version
    from listed
),

posts as (
    select
        *,
        coalesce(writer = account_id, false) as is_own,
        coalesce(split_part(root, '/', 3) = account_id and parent is not null, false) as is_below_own_post
    from readings
    where version = 1
),

public_messages as (
    select
        source,
        uri as native_id,
        if(parent is null, 'post', 'comment') as channel,
        'public' as visibility,
        -- Below a post of its own each comment begins a conversation; elsewhere the thread is one.
        if(is_below_own_post, null, root) as conversation,
        if(is_below_own_post, root, null) as post,
        if(is_below_own_post and parent = root, null, parent) as answered,
        null::varchar as customer,
        writer,
        named,
        is_own,
        coalesce(list_contains(post ->> '$.author.labels[*].val', 'bot'), false) as is_bot,
        if(claimed_at between arrived_at - interval 1 day and arrived_at, claimed_at, arrived_at) as sent_at,
        received_at,
        null::timestamptz as deleted_at,
        nullif(trim(post ->> '$.record.text'), '') as text,
        record_id,
        file,
        line,
        case
            when uri is null then path || 'uri: is empty'
            when arrived_text is null then path || 'indexedAt: is empty'
            when arrived_at is null then path || 'indexedAt: ''' || arrived_text || ''' is no instant'
            when is_implausible(arrived_at) then path || 'indexedAt: ' || implausible(arrived_text)
        end as reject_reason
    from posts
    where
        case
            -- A post of its own, in staging.stg_bluesky_posts.
            when is_own then parent is not null
            else
                is_below_own_post
                or uri is null
                or split_part(parent, '/', 3) = account_id
                or split_part(quoted, '/', 3) = account_id
                or list_contains(named, account_id)
        end
),

-- What was said in private; once a message is deleted, a second record says so, without the text.
direct_readings as (
    select
        *,
        payload ->> '$.account_id' as account_id,
        payload ->> '$.message.id' as native_id,
        payload ->> '$.message.sender.did' as writer,
        payload ->> '$.message.sentAt' as sent_text,
        try_cast(sent_text as timestamptz) as sent_at,
        payload ->> '$.message."$type"' as kind,
        list_filter(payload ->> '$.convo.members[*].did', lambda member: member != account_id) as others,
        min(if(kind like '%#deletedMessageView', received_at, null))
            over (partition by source, coalesce(native_id, record_id)) as deleted_at,
        row_number() over (
            partition by source, coalesce(native_id, record_id)
            order by kind like '%#deletedMessageView' asc, received_at desc, record_id asc
        ) as version
    from raw.bluesky_messages
    -- That somebody joined a group, or gave it a name, is no message.
    where (payload ->> '$.message."$type"') is distinct from 'chat.bsky.convo.defs#systemMessageView'
),

direct_messages as (
    select
        source,
        native_id,
        'direct_message' as channel,
        'private' as visibility,
        payload ->> '$.convo.id' as conversation,
        null::varchar as post,
        payload ->> '$.message.replyTo.id' as answered,
        case when len(others) = 1 then others[1] when writer != account_id then writer end as customer,
        writer,
        payload ->> '$.message.facets[*].features[*].did' as named,
        coalesce(writer = account_id, false) as is_own,
        false as is_bot,
        sent_at,
        received_at,
        deleted_at,
        nullif(trim(payload ->> '$.message.text'), '') as text,
        record_id,
        file,
        line,
        case
            when native_id is null then 'message.id: is empty'
            when sent_text is null then 'message.sentAt: is empty'
            when sent_at is null then 'message.sentAt: ''' || sent_text || ''' is no instant'
            when is_implausible(sent_at) then 'message.sentAt: ' || implausible(sent_text)
        end as reject_reason
    from direct_readings
    where version = 1
),

messages as (
    select * from public_messages
    union all by name
    select * from direct_messages
)

select
    messages.source,
    messages.source || ':' || messages.native_id as message_id,
    'bluesky' as platform,
    messages.channel,
    messages.visibility,
    messages.source || ':' || messages.conversation as conversation_id,
    null::varchar as case_id,
    messages.source || ':' || messages.post as post_id,
    messages.source || ':' || messages.answered as in_reply_to_id,
    pseudonym(messages.source, messages.customer) as customer_id,
    pseudonym(messages.source, messages.writer) as author_id,
    -- Who is named is named by the lasting id: a handle may pass to somebody else.
    pseudonym(messages.source, messages.writer) as author_handle,
    list_sort(
        list_distinct(
            list_transform(
                list_filter(messages.named, lambda name: name is not null),
                lambda name: pseudonym(messages.source, name)
            )
        )
    ) as mentions,
    case
        when messages.is_bot then 'bot' when messages.is_own then 'employee' when messages.writer is null then 'unknown'
        else 'customer'
    end as author_kind,
    null::varchar as agent_id,
    if(messages.is_own, 'outbound', 'inbound') as direction,
    not messages.is_bot as is_human,
    null::varchar as no_answer_reason,
    messages.sent_at,
    messages.received_at,
    null::timestamptz as edited_at,
    coalesce(messages.deleted_at, gone.deleted_at) as deleted_at,
    null::varchar as group_name,
    sources.settings ->> '$.account' as account,
    messages.text,
    messages.record_id,
    messages.file,
    messages.line,
    messages.reject_reason
from messages
inner join company.sources as sources on messages.source = sources.source
left join gone on messages.source = gone.source and messages.native_id = gone.native_id
