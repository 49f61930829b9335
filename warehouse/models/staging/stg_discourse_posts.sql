-- Topics that staff of a Discourse forum opened for all: the company's own posts, others answer below.
with received as (
    select
        posts.source,
        posts.record_id,
        posts.file,
        posts.line,
        posts.received_at,
        posts.payload,
        regexp_extract(sources.settings ->> '$.base_url', '^https?://([^/]+)', 1) as account,
        coalesce((sources.settings -> '$.staff_groups')::varchar[], []) as groups,
        coalesce((sources.settings -> '$.staff_users')::varchar[], []) as users,
        posts.payload ->> '$.id' as post,
        posts.payload ->> '$.topic_id' as topic,
        try_cast(posts.payload ->> '$.created_at' as timestamptz) as published_at
    from raw.discourse_posts as posts
    inner join company.sources as sources on posts.source = sources.source
    where not json_exists(posts.payload, '$.walk') and (posts.payload ->> '$.post_number') = '1'
),

ours as (
    select *
    from received
    where
        case
            when len(groups) + len(users) = 0 then coalesce((payload ->> '$.staff')::boolean, false)
            else list_contains(list_transform(users, lambda name: lower(name)), lower(payload ->> '$.username'))
                or list_contains(
                    list_transform(groups, lambda name: lower(name)), lower(payload ->> '$.primary_group_name')
                )
        end
),

walks as (
    select
        source,
        payload ->> '$.walk.topic_id' as topic,
        (payload ->> '$.walk.walked_at')::timestamptz as walked_at,
        (payload -> '$.walk.post_ids')::varchar[] as post_ids,
        payload ->> '$.walk.topic.title' as title
    from raw.discourse_posts
    where json_exists(payload, '$.walk')
),

readings as (
    select
        ours.source,
        ours.post,
        arg_max(walks.title, walks.walked_at) as title,
        max(walks.walked_at) filter (where list_contains(walks.post_ids, ours.post)) as last_seen_at,
        list(walks.walked_at) filter (where not list_contains(walks.post_ids, ours.post)) as missed_at
    from ours
    inner join walks on ours.source = walks.source and ours.topic = walks.topic
    group by all
)

select
    ours.source,
    ours.source || ':t' || ours.topic as post_id,
    'discourse' as platform,
    ours.account,
    ours.published_at,
    false as is_paid,
    concat_ws(
        chr(10),
        coalesce(ours.payload ->> '$.topic_title', readings.title),
        coalesce(ours.payload ->> '$.raw', regexp_replace(ours.payload ->> '$.cooked', '<[^>]*>', ' ', 'g'))
    ) as text,
    coalesce(
        try_cast(ours.payload ->> '$.deleted_at' as timestamptz),
        list_min(
            list_filter(
                readings.missed_at,
                lambda missed: missed > coalesce(readings.last_seen_at, ours.published_at + interval 1 hour)
            )
        )
    ) as deleted_at,
    ours.record_id,
    ours.file,
    ours.line,
    ours.received_at,
    case
        when ours.post is null then 'id: is empty'
        when ours.topic is null then 'topic_id: is empty'
        when ours.published_at is null
            then 'created_at: ''' || coalesce(ours.payload ->> '$.created_at', '') || ''' is no instant'
        when is_implausible(ours.published_at) then 'created_at: ' || implausible(ours.payload ->> '$.created_at')
    end as reject_reason
from ours
left join readings on ours.source = readings.source and ours.post = readings.post
