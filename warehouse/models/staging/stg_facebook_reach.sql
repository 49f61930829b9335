/*
conserves = ["raw.facebook_insights"]
*/
-- How often a page's posts had been shown when they were looked at: lifetime impressions, paid and organic apart.
with received as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.post_id' as post,
        payload ->> '$.read_at' as read_text,
        list_extract(
            list_filter(
                (payload -> '$.insights')::json[], lambda one: one ->> '$.name' = 'post_impressions_paid'
            ), 1
        ) ->> '$.values[0].value' as paid,
        list_extract(
            list_filter(
                (payload -> '$.insights')::json[], lambda one: one ->> '$.name' = 'post_impressions_organic'
            ), 1
        ) ->> '$.values[0].value' as organic
    from raw.facebook_insights
)

select
    source,
    post,
    try_cast(read_text as timestamptz) as read_at,
    try_cast(paid as bigint) as paid_impressions,
    try_cast(organic as bigint) as organic_impressions,
    record_id,
    file,
    line,
    received_at,
    case
        when post is null then 'post_id: is empty'
        when try_cast(read_text as timestamptz) is null then 'read_at: is no instant'
        when paid is null and organic is null then 'insights: neither paid nor organic impressions are given'
        when paid is not null and coalesce(try_cast(paid as bigint), -1) < 0
            then 'post_impressions_paid: ''' || paid || ''' is no count'
        when organic is not null and coalesce(try_cast(organic as bigint), -1) < 0
            then 'post_impressions_organic: ''' || organic || ''' is no count'
    end as reject_reason
from received
