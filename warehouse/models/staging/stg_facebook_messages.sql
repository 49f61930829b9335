/*
per = "coalesce(post_id, message_id)"
key = "message_id"
[units]
"raw.facebook_comments" = [
    "coalesce(payload ->> '$.post.id', payload ->> '$.walk.post_id', payload ->> '$.comment.id')",
]
"raw.facebook_posts" = ["payload ->> '$.id'"]
"raw.facebook_messages" = ["payload ->> '$.message.id'"]
"raw.facebook_reviews" = ["coalesce(payload ->> '$.review_id', payload ->> '$.walk.post_id')"]
[touches]
"staging.stg_facebook_posts" = "select post_id from changes"
"staging.stg_facebook_reviews" = "select review_id from changes"
*/
-- Comments, visitors' posts, reviews and private messages of a Facebook page as messages. What the page wrote is
-- outbound: its author is the page (Graph API: Comment.from); who wrote for it is `admin_creator`, where that is told.
--
-- A deleted comment is simply absent, so it counts as deleted from the first complete reading of its post that no
-- longer had it; a walk record says which comments such a reading saw. Edits carry no time: the latest text counts.
-- The API marks neither automatic greetings nor answers of a bot; they count as written by the page's people.
with pages as (
    select
        source,
        settings ->> '$.page_id' as page_id
    from company.sources
    where type = 'facebook'
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
        -- A visitor's post is itself a message, and what stands below it answers it.
        coalesce(
            payload ->> '$.comment.parent.id',
            if((payload ->> '$.post.from.id') != page_id, payload ->> '$.post.id', null)
        ) as in_reply_to,
        payload ->> '$.post.id' as post,
        null::varchar as conversation,
        null::varchar as customer,
        payload -> '$.comment' as content,
        'comment.' as path
    from raw.facebook_comments
    inner join pages using (source)
    where not json_exists(payload, '$.walk')
),

reviews as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        'review' as channel,
        'public' as visibility,
        payload ->> '$.review_id' as message,
        null::varchar as in_reply_to,
        payload ->> '$.review_id' as post,
        null::varchar as conversation,
        null::varchar as customer,
        json_object(
            'from', payload -> '$.review.reviewer',
            'created_time', payload -> '$.review.created_time',
            'message', payload -> '$.review.review_text',
            'recommendation', payload -> '$.review.recommendation_type'
        ) as content,
        'review.' as path
    from raw.facebook_reviews
    inner join pages using (source)
    where json_exists(payload, '$.review')
),

-- What stands below a review answers it, unless it answers what somebody else wrote there.
review_answers as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        'review' as channel,
        'public' as visibility,
        payload ->> '$.comment.id' as message,
        coalesce(payload ->> '$.comment.parent.id', payload ->> '$.review_id') as in_reply_to,
        payload ->> '$.review_id' as post,
        null::varchar as conversation,
        null::varchar as customer,
        payload -> '$.comment' as content,
        'comment.' as path
    from raw.facebook_reviews
    inner join pages using (source)
    where json_exists(payload, '$.comment')
),

visitor_posts as (
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
        null::varchar as customer,
        payload as content,
        '' as path
    from raw.facebook_posts
    inner join pages using (source)
    where (payload ->> '$.from.id') != page_id
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
        -- The participant that isn't the page; a conversation has one.
        list_extract(
            list_filter(payload ->> '$.conversation.participants.data[*].id', lambda member: member != page_id), 1
        ) as customer,
        payload -> '$.message' as content,
        'message.' as path
    from raw.facebook_messages
    inner join pages using (source)
),

all_messages as (
    select * from comments
    union all by name
    select * from reviews
    union all by name
    select * from review_answers
    union all by name
    select * from visitor_posts
    union all by name
    select * from private_messages
),

typed as (
    select
        *,
        content ->> '$.from.id' as writer,
        coalesce((content ->> '$.from.id') = page_id, false) as is_page,
        content ->> '$.created_time' as created_time,
        try_cast(content ->> '$.created_time' as timestamptz) as sent_at,
        nullif(trim(content ->> '$.message'), '') as text
    from all_messages
    inner join pages using (source)
),

comment_walks as (
    select
        source,
        payload ->> '$.walk.post_id' as post,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.comment_ids')::varchar[] as comment_ids
    from raw.facebook_comments
    where json_exists(payload, '$.walk')
    union all
    select
        source,
        payload ->> '$.walk.post_id' as post,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.comment_ids')::varchar[] as comment_ids
    from raw.facebook_reviews
    where json_exists(payload, '$.walk.comment_ids')
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

-- A comment that no walk has seen yet may be too young to be listed: only walks an hour after it count.
expected as (
    select
        typed.source,
        typed.message,
        typed.post,
        coalesce(seen.last_seen_at, typed.sent_at + interval 1 hour) as known_until
    from typed
    left join seen on typed.source = seen.source and typed.message = seen.message
    -- A review is missed by the list of reviews, not by a walk below itself.
    where typed.channel = 'comment' or (typed.channel = 'review' and typed.path = 'comment.')
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
    'facebook' as platform,
    typed.channel,
    typed.visibility,
    typed.source || ':' || typed.conversation as conversation_id,
    null::varchar as case_id,
    typed.source || ':' || typed.post as post_id,
    typed.source || ':' || typed.in_reply_to as in_reply_to_id,
    pseudonym(typed.source, typed.customer) as customer_id,
    pseudonym(typed.source, typed.writer) as author_id,
    null::varchar as author_handle,
    list_transform(
        list_distinct(regexp_extract_all(lower(coalesce(typed.text, '')), '(?:^|[^\w@])@([\w.]*\w)', 1)),
        lambda handle: pseudonym(typed.source, handle)
    ) as mentions,
    case when typed.is_page then 'employee' when typed.writer is null then 'unknown' else 'customer' end as author_kind,
    if(typed.is_page, pseudonym(typed.source, typed.content ->> '$.admin_creator.id'), null) as agent_id,
    if(typed.is_page, 'outbound', 'inbound') as direction,
    true as is_human,
    case
        when typed.is_page then null
        -- Hiding is how a page treats spam and abuse.
        when (typed.content ->> '$.is_hidden') = 'true' then 'hidden'
        when typed.text is null and (typed.content ->> '$.sticker') is not null then 'sticker'
        -- A thumb or stars and not a word; whoever advises against the company deserves an answer all the same.
        when typed.text is null and typed.path = 'review.'
            and coalesce((typed.content ->> '$.recommendation') != 'negative', true) then 'rating_only'
    end as no_answer_reason,
    typed.sent_at,
    typed.received_at,
    null::timestamptz as edited_at,
    least(deletions.deleted_at, posts.deleted_at, reviews.deleted_at) as deleted_at,
    null::varchar as group_name,
    typed.page_id as account,
    typed.text,
    typed.record_id,
    typed.file,
    typed.line,
    case
        when typed.message is null then typed.path || 'id: is empty'
        when typed.created_time is null then typed.path || 'created_time: is empty'
        when typed.sent_at is null then typed.path || 'created_time: ''' || typed.created_time || ''' is no instant'
        when is_implausible(typed.sent_at) then typed.path || 'created_time: ' || implausible(typed.created_time)
        when typed.channel = 'direct_message' and typed.conversation is null then 'conversation.id: is empty'
        when typed.channel = 'direct_message' and typed.customer is null
            then 'conversation.participants: name nobody but the page'
    end as reject_reason
from typed
left join deletions on typed.source = deletions.source and typed.message = deletions.message
left join staging.stg_facebook_posts as posts on typed.source || ':' || typed.post = posts.post_id
left join staging.stg_facebook_reviews as reviews on typed.source || ':' || typed.post = reviews.review_id
