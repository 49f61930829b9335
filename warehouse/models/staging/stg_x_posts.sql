-- What an account on X wrote that answers nobody, each edit chain once, as it reads now.
--
-- An edit is a post with an id of its own; both say the chain, whose first id is the post's. A share of somebody else's
-- post isn't a post of one's own. X speaks two spellings at once (referenced_posts, referenced_tweets).
with received as (
    select
        posts.source,
        posts.record_id,
        posts.file,
        posts.line,
        posts.received_at,
        posts.payload,
        accounts.settings ->> '$.user_id' as user_id,
        posts.payload ->> '$.post.id' as version,
        coalesce(
            posts.payload ->> '$.post.edit_history_post_ids[0]',
            posts.payload ->> '$.post.edit_history_tweet_ids[0]',
            version
        ) as post,
        posts.payload ->> '$.post.created_at' as created_text,
        try_cast(created_text as timestamptz) as created_at,
        coalesce(posts.payload -> '$.post.referenced_posts', posts.payload -> '$.post.referenced_tweets', '[]')
            as referenced
    from raw.x_posts as posts
    inner join company.sources as accounts on posts.source = accounts.source
    where
        not json_exists(posts.payload, '$.gone')
        and not json_exists(posts.payload, '$.reading')
        and (posts.payload ->> '$.post.author_id') = (accounts.settings ->> '$.user_id')
),

own as (
    select *
    from received
    where
        not list_contains(referenced ->> '$[*].type', 'replied_to')
        and not list_contains(referenced ->> '$[*].type', 'retweeted')
),

latest as (
    select *
    from own
    qualify row_number() over (partition by source, post order by len(version) desc, version desc, record_id desc) = 1
),

gone as (
    select
        source,
        payload ->> '$.gone.id' as version,
        min((payload ->> '$.gone.checked_at')::timestamptz) as deleted_at
    from raw.x_posts
    where json_exists(payload, '$.gone')
    group by all
)

select
    latest.source,
    latest.source || ':' || latest.post as post_id,
    'x' as platform,
    latest.user_id as account,
    -- Ids hold the instant in milliseconds since 4 November 2010: an edited post was published with its first version.
    if(
        latest.post = latest.version,
        latest.created_at,
        coalesce(make_timestamptz(((try_cast(latest.post as bigint) >> 22) + 1288834974657) * 1000), latest.created_at)
    ) as published_at,
    -- The API doesn't tell an account's reader whether a post was shown as an advertisement.
    false as is_paid,
    coalesce(
        latest.payload ->> '$.post.note_post.text',
        latest.payload ->> '$.post.note_tweet.text',
        latest.payload ->> '$.post.text'
    ) as text,
    gone.deleted_at,
    latest.record_id,
    latest.file,
    latest.line,
    latest.received_at,
    case
        when latest.post is null then 'post.id: is empty'
        when latest.created_text is null then 'post.created_at: is empty'
        when latest.created_at is null then 'post.created_at: ''' || latest.created_text || ''' is no instant'
        when is_implausible(latest.created_at) then 'post.created_at: ' || implausible(latest.created_text)
    end as reject_reason
from latest
left join gone on latest.source = gone.source and latest.version = gone.version
