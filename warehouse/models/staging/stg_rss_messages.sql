/*
per = "message_id"
[units]
"raw.rss_entries" = ["record_id"]
*/
-- Entries of feeds that others write, of those that hold one of the source's words. An article tells its readers
-- something and waits for no answer, unless the source's section says `expects_answer`.
--
-- An entry without a readable time counts from when it was seen first. What is gone from a feed has only been followed
-- by others, so nothing is ever deleted.
with feeds as (
    select
        source,
        coalesce(settings ->> '$.channel', 'post') as channel,
        coalesce((settings ->> '$.own')::boolean, false) as is_own,
        coalesce((settings ->> '$.expects_answer')::boolean, false) as expects_answer,
        list_transform(coalesce((settings -> '$.authors')::varchar[], []), lambda name: lower(name)) as authors,
        list_transform(coalesce((settings -> '$.match')::varchar[], []), lambda word: lower(word)) as words
    from company.sources
    where type = 'rss'
),

typed as (
    select
        entries.source,
        entries.record_id,
        entries.file,
        entries.line,
        entries.received_at,
        feeds.* exclude (source),
        entries.payload ->> '$.feed' as feed,
        coalesce(entries.payload ->> '$.entry.author_detail.name', entries.payload ->> '$.entry.author') as author,
        entries.payload ->> '$.entry."thr_in-reply-to".ref' as in_reply_to,
        try_cast(entries.payload ->> '$.entry.published_at' as timestamptz) as published_at,
        try_cast(entries.payload ->> '$.entry.updated_at' as timestamptz) as updated_at,
        try_cast(entries.payload ->> '$.first_seen_at' as timestamptz) as first_seen_at,
        coalesce(published_at, updated_at, first_seen_at) as sent_at,
        concat_ws(
            chr(10),
            entries.payload ->> '$.entry.title',
            html_text(coalesce(entries.payload ->> '$.entry.content[0].value', entries.payload ->> '$.entry.summary'))
        ) as text
    from raw.rss_entries as entries
    inner join feeds on entries.source = feeds.source
    where not feeds.is_own
),

told as (
    select
        *,
        coalesce(list_contains(authors, lower(author)), false) as is_ours
    from typed
    where len(words) = 0 or len(list_filter(words, lambda word: contains(lower(text), word))) > 0
)

select
    source,
    source || ':' || record_id as message_id,
    'rss' as platform,
    channel,
    'public' as visibility,
    null::varchar as conversation_id,
    null::varchar as case_id,
    null::varchar as post_id,
    source || ':' || in_reply_to as in_reply_to_id,
    null::varchar as customer_id,
    pseudonym(source, lower(author)) as author_id,
    null::varchar as author_handle,
    []::varchar[] as mentions,
    case when is_ours then 'employee' when author is null then 'unknown' else 'customer' end as author_kind,
    if(is_ours, pseudonym(source, lower(author)), null) as agent_id,
    if(is_ours, 'outbound', 'inbound') as direction,
    true as is_human,
    if(is_ours or expects_answer, null, 'published') as no_answer_reason,
    sent_at,
    received_at,
    if(updated_at > published_at, updated_at, null) as edited_at,
    null::timestamptz as deleted_at,
    null::varchar as group_name,
    feed as account,
    nullif(text, '') as text,
    record_id,
    file,
    line,
    case
        when record_id is null then 'id: is empty'
        when sent_at is null then 'first_seen_at: is no instant'
        when is_implausible(sent_at) then 'published: ' || implausible(sent_at::varchar)
    end as reject_reason
from told
