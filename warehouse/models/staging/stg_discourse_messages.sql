/*
per = "conversation_id"
key = "message_id"
[units]
"raw.discourse_posts" = [
    "'t' || coalesce(payload ->> '$.topic_id', payload ->> '$.walk.topic_id', payload ->> '$.id', 'none')",
]
"raw.discourse_private_messages" = [
    "'t' || coalesce(payload ->> '$.topic_id', payload ->> '$.walk.topic_id', payload ->> '$.id', 'none')",
]
*/
-- Posts of a Discourse forum and private messages to the company, a topic a conversation. What staff write is outbound:
-- the groups and users that the source's section names, or whom the forum itself calls staff. The first post of a
-- topic that staff opened for all is a post of the company (stg_discourse_posts), and what stands below are comments.
--
-- A deleted post is simply absent, so it counts as deleted from the first complete reading of its topic that no longer
-- had it; a walk record says which posts such a reading saw. What its author took back stays for a day, and says so.
-- The forum counts the versions of a post, but has one time for all changes: that of the latest is `edited_at`.
with forums as (
    select
        source,
        regexp_extract(settings ->> '$.base_url', '^https?://([^/]+)', 1) as account,
        list_transform(coalesce((settings -> '$.staff_groups')::varchar[], []), lambda name: lower(name)) as groups,
        list_transform(coalesce((settings -> '$.staff_users')::varchar[], []), lambda name: lower(name)) as users
    from company.sources
    where type = 'discourse'
),

raw_posts as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        last_received_at,
        payload,
        false as is_private
    from raw.discourse_posts
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        last_received_at,
        payload,
        true as is_private
    from raw.discourse_private_messages
),

walks as (
    select
        source,
        payload ->> '$.walk.topic_id' as topic,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.post_ids')::varchar[] as post_ids,
        (payload -> '$.walk.topic.details.allowed_users[*].id')::varchar[] as allowed
    from raw_posts
    where json_exists(payload, '$.walk')
),

typed as (
    select
        received.*,
        forums.account,
        payload ->> '$.id' as post,
        coalesce(payload ->> '$.topic_id', payload ->> '$.id', 'none') as topic,
        payload ->> '$.post_number' as post_number,
        payload ->> '$.user_id' as writer,
        lower(payload ->> '$.username') as handle,
        coalesce((payload ->> '$.user_id')::bigint < 0, false) as is_bot,
        case
            when len(forums.groups) + len(forums.users) = 0 then coalesce((payload ->> '$.staff')::boolean, false)
            else coalesce(list_contains(forums.users, lower(payload ->> '$.username')), false)
                or coalesce(list_contains(forums.groups, lower(payload ->> '$.primary_group_name')), false)
        end as is_ours,
        payload ->> '$.post_type' as post_type,
        payload ->> '$.created_at' as created_at,
        try_cast(payload ->> '$.created_at' as timestamptz) as sent_at,
        try_cast(payload ->> '$.updated_at' as timestamptz) as updated_at,
        -- What is quoted was said by somebody else.
        nullif(
            regexp_replace(
                regexp_replace(
                    coalesce(payload ->> '$.raw', regexp_replace(payload ->> '$.cooked', '<[^>]*>', ' ', 'g')),
                    '\[quote[^\]]*\].*?\[/quote\]', ' ', 'gs'
                ),
                '^\s+|\s+$', '', 'g'
            ),
            ''
        ) as body,
        row_number() over (
            partition by received.source, payload ->> '$.id' order by last_received_at desc, is_private desc
        ) as version_rank
    from raw_posts as received
    inner join forums on received.source = forums.source
    where not json_exists(payload, '$.walk') and coalesce(payload ->> '$.post_type', '1') != '3'
),

posts as (
    select *
    from typed
    where version_rank = 1 or post is null
),

openings as (
    select
        source,
        topic,
        coalesce(bool_or(is_ours and not is_private) filter (where post_number = '1'), false) as is_opened_by_us
    from posts
    group by all
),

writers as (
    select
        source,
        topic,
        coalesce(list_distinct(list(writer) filter (where not is_ours and not is_bot)), []) as outside,
        coalesce(list_distinct(list(writer) filter (where is_ours or is_bot)), []) as inside
    from posts
    where is_private
    group by all
),

invited as (
    select
        source,
        topic,
        arg_max(allowed, walked_at) as allowed
    from walks
    group by all
),

-- In a private conversation with one single customer, that is whom answers are for, even before the customer writes.
customers as (
    select
        writers.source,
        writers.topic,
        if(
            len(writers.outside) > 0,
            writers.outside,
            list_filter(invited.allowed, lambda member: not list_contains(writers.inside, member))
        ) as candidates
    from writers
    left join invited on writers.source = invited.source and writers.topic = invited.topic
),

seen as (
    select
        source,
        post,
        max(walked_at) as last_seen_at
    from (
        select
            source,
            walked_at,
            unnest(post_ids) as post
        from walks
    ) as sightings
    group by all
),

-- A post that no walk has seen yet may be too young to be listed: only walks an hour after it count.
expected as (
    select
        posts.source,
        posts.post,
        posts.topic,
        coalesce(seen.last_seen_at, posts.sent_at + interval 1 hour) as known_until
    from posts
    left join seen on posts.source = seen.source and posts.post = seen.post
),

deletions as (
    select
        expected.source,
        expected.post,
        walks.walked_at as deleted_at
    from expected
    asof inner join walks
        on expected.source = walks.source and expected.topic = walks.topic and expected.known_until < walks.walked_at
)

select
    posts.source,
    posts.source || ':' || posts.post as message_id,
    'discourse' as platform,
    if(posts.is_private, 'direct_message', 'forum') as channel,
    case
        when posts.post_type = '4' then 'internal' when posts.is_private then 'private' else 'public'
    end as visibility,
    posts.source || ':t' || posts.topic as conversation_id,
    null::varchar as case_id,
    if(openings.is_opened_by_us, posts.source || ':t' || posts.topic, null) as post_id,
    posts.source || ':' || parents.post as in_reply_to_id,
    if(len(customers.candidates) = 1, pseudonym(posts.source, list_extract(customers.candidates, 1)), null)
        as customer_id,
    pseudonym(posts.source, posts.writer) as author_id,
    pseudonym(posts.source, posts.handle) as author_handle,
    list_transform(
        list_distinct(regexp_extract_all(lower(coalesce(posts.body, '')), '(?:^|[^\w@])@([\w.\-]*\w)', 1)),
        lambda handle: pseudonym(posts.source, handle)
    ) as mentions,
    case
        when posts.is_bot then 'bot' when posts.is_ours then 'employee' when posts.writer is null then 'unknown'
        else 'customer'
    end as author_kind,
    if(posts.is_ours and not posts.is_bot, pseudonym(posts.source, posts.writer), null) as agent_id,
    if(posts.is_ours or posts.is_bot, 'outbound', 'inbound') as direction,
    not posts.is_bot as is_human,
    -- Hiding is how a forum treats what its members flagged.
    if(not posts.is_ours and (posts.payload ->> '$.hidden') = 'true', 'hidden', null) as no_answer_reason,
    posts.sent_at,
    posts.received_at,
    if((posts.payload ->> '$.version')::integer > 1, posts.updated_at, null) as edited_at,
    coalesce(
        try_cast(posts.payload ->> '$.deleted_at' as timestamptz),
        if((posts.payload ->> '$.user_deleted') = 'true', posts.updated_at, null),
        deletions.deleted_at
    ) as deleted_at,
    null::varchar as group_name,
    posts.account,
    if(
        posts.post_number = '1' and (posts.payload ->> '$.topic_title') is not null,
        concat_ws(chr(10), posts.payload ->> '$.topic_title', posts.body),
        posts.body
    ) as text,
    posts.record_id,
    posts.file,
    posts.line,
    case
        when posts.post is null then 'id: is empty'
        when posts.payload ->> '$.topic_id' is null then 'topic_id: is empty'
        when posts.created_at is null then 'created_at: is empty'
        when posts.sent_at is null then 'created_at: ''' || posts.created_at || ''' is no instant'
        when is_implausible(posts.sent_at) then 'created_at: ' || implausible(posts.created_at)
    end as reject_reason
from posts
left join openings on posts.source = openings.source and posts.topic = openings.topic
left join posts as parents
    on posts.source = parents.source
    and posts.topic = parents.topic
    and (posts.payload ->> '$.reply_to_post_number') = parents.post_number
left join customers on posts.source = customers.source and posts.topic = customers.topic
left join deletions on posts.source = deletions.source and posts.post = deletions.post
where not (openings.is_opened_by_us and posts.post_number = '1')
