-- Posts of a Mastodon account: what it wrote that answers nobody and isn't meant for one person. Mastodon has no ads.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload as status
    from raw.mastodon_statuses
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload -> '$.status' as status
    from raw.mastodon_threads
    where not json_exists(payload, '$.gone')
),

gone as (
    select
        source,
        payload ->> '$.gone.id' as status_id,
        min((payload ->> '$.gone.noticed_at')::timestamptz) as deleted_at
    from raw.mastodon_threads
    where json_exists(payload, '$.gone')
    group by all
),

posts as (
    select
        received.*,
        received.status ->> '$.id' as status_id,
        sources.settings ->> '$.account_id' as account,
        received.status ->> '$.created_at' as created_at,
        try_cast(received.status ->> '$.created_at' as timestamptz) as published_at,
        -- An answer no longer says that it was one once what it answered is deleted.
        max(received.status ->> '$.in_reply_to_id') over (partition by received.source, received.status ->> '$.id')
            as answered,
        row_number() over (
            partition by received.source, received.status ->> '$.id'
            order by
                received.status ->> '$.edited_at' desc nulls last, received.received_at desc, received.record_id asc
        ) as version
    from received
    inner join company.sources as sources on received.source = sources.source
    where
        (received.status ->> '$.account.id') = (sources.settings ->> '$.account_id')
        and (received.status ->> '$.visibility') is distinct from 'direct'
)

select
    posts.source,
    posts.source || ':' || posts.status_id as post_id,
    'mastodon' as platform,
    posts.account,
    posts.published_at,
    false as is_paid,
    nullif(
        concat_ws(
            chr(10), nullif(trim(posts.status ->> '$.spoiler_text'), ''), html_text(posts.status ->> '$.content')
        ),
        ''
    ) as text,
    gone.deleted_at,
    posts.record_id,
    posts.file,
    posts.line,
    posts.received_at,
    case
        when posts.status_id is null then 'id: is empty'
        when posts.created_at is null then 'created_at: is empty'
        when posts.published_at is null then 'created_at: ''' || posts.created_at || ''' is no instant'
        when is_implausible(posts.published_at) then 'created_at: ' || implausible(posts.created_at)
    end as reject_reason
from posts
left join gone on posts.source = gone.source and posts.status_id = gone.status_id
where posts.version = 1 and posts.answered is null
