-- Entries of the company's own blogs, as posts.
with entries as (
    select
        feeds.source,
        feeds.record_id,
        feeds.file,
        feeds.line,
        feeds.received_at,
        feeds.payload ->> '$.feed' as account,
        coalesce(
            try_cast(feeds.payload ->> '$.entry.published_at' as timestamptz),
            try_cast(feeds.payload ->> '$.entry.updated_at' as timestamptz),
            try_cast(feeds.payload ->> '$.first_seen_at' as timestamptz)
        ) as published_at,
        feeds.payload ->> '$.entry.title' as title,
        coalesce(feeds.payload ->> '$.entry.content[0].value', feeds.payload ->> '$.entry.summary') as body
    from raw.rss_entries as feeds
    inner join company.sources as sources on feeds.source = sources.source
    where coalesce((sources.settings ->> '$.own')::boolean, false)
)

select
    source,
    source || ':' || record_id as post_id,
    'rss' as platform,
    account,
    published_at,
    false as is_paid,
    concat_ws(chr(10), title, html_text(body)) as text,
    null::timestamptz as deleted_at,
    record_id,
    file,
    line,
    received_at,
    case
        when record_id is null then 'id: is empty'
        when published_at is null then 'first_seen_at: is no instant'
        when is_implausible(published_at) then 'published: ' || implausible(published_at::varchar)
    end as reject_reason
from entries
