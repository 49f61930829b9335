/*
conserves = ["raw.instagram_insights"]
*/
-- How often an account's posts had been seen when they were looked at: `views`, of old ones `impressions`. What was
-- paid for isn't among them (not verified against the platform), so all stand as organic.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.post_id' as post,
        payload ->> '$.read_at' as read_text,
        coalesce(
            list_extract(
                list_filter((payload -> '$.insights')::json[], lambda one: one ->> '$.name' = 'views'), 1
            ),
            list_extract(
                list_filter((payload -> '$.insights')::json[], lambda one: one ->> '$.name' = 'impressions'), 1
            )
        ) as told
    from raw.instagram_insights
),

counted as (
    select
        *,
        coalesce(told ->> '$.values[0].value', told ->> '$.total_value.value') as views
    from received
)

select
    source,
    post,
    try_cast(read_text as timestamptz) as read_at,
    null::bigint as paid_impressions,
    try_cast(views as bigint) as organic_impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when post is null then 'post_id: is empty'
        when try_cast(read_text as timestamptz) is null then 'read_at: is no instant'
        when views is null then 'insights: neither views nor impressions are given'
        when coalesce(try_cast(views as bigint), -1) < 0
            then (told ->> '$.name') || ': ''' || views || ''' is no count'
    end as reject_reason
from counted
