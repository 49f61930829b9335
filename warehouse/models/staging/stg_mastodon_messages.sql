/*
per = "message_id"
[units]
"raw.mastodon_mentions" = ["payload ->> '$.status.id'"]
"raw.mastodon_statuses" = ["payload ->> '$.id'"]
"raw.mastodon_threads" = ["coalesce(payload ->> '$.status.id', payload ->> '$.gone.id')"]
*/
-- Statuses that a Mastodon account wrote as an answer or to one person, and those that others wrote to it: below its
-- own posts, in answer to it, or mentioning it. What others say to each other in a thread of somebody else is left out.
--
-- One status may come as a mention and in a thread; its latest version counts, with the thread wherever that is known.
-- What the account itself wrote is outbound; the API doesn't say which person wrote it. An automated account says so.
with accounts as (
    select
        source,
        settings ->> '$.account_id' as account_id
    from company.sources
    where type = 'mastodon'
),

listed as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload -> '$.status' as status,
        'status.' as path,
        null::json as thread
    from raw.mastodon_mentions
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload as status,
        '' as path,
        null::json as thread
    from raw.mastodon_statuses
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload -> '$.status' as status,
        'status.' as path,
        payload -> '$.thread' as thread
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

typed as (
    select
        listed.* exclude (thread),
        accounts.account_id,
        status ->> '$.id' as status_id,
        status ->> '$.account.id' as writer,
        status ->> '$.visibility' as seen_by,
        status ->> '$.created_at' as created_at,
        try_cast(status ->> '$.created_at' as timestamptz) as sent_at,
        try_cast(status ->> '$.edited_at' as timestamptz) as edited_at,
        coalesce((status ->> '$.account.bot') = 'true', false) as is_bot,
        -- Once what stood above is deleted, a status no longer says that it answered something: the first reading does.
        max(status ->> '$.in_reply_to_id') over (partition by source, coalesce(status ->> '$.id', record_id))
            as answered,
        max(status ->> '$.in_reply_to_account_id') over (partition by source, coalesce(status ->> '$.id', record_id))
            as answered_account,
        min(thread::varchar) over (partition by source, coalesce(status ->> '$.id', record_id)) as thread_text,
        row_number() over (
            partition by source, coalesce(status ->> '$.id', record_id)
            order by edited_at desc nulls last, received_at desc, path asc, record_id asc
        ) as version
    from listed
    inner join accounts using (source)
),

placed as (
    select
        *,
        coalesce(writer = account_id, false) as is_own,
        thread_text ->> '$.id' as root,
        -- A post of the account's own, of which nothing lies out of sight above it.
        coalesce(
            (thread_text ->> '$.account_id') = account_id
            and (thread_text ->> '$.in_reply_to_id') is null
            and (thread_text ->> '$.visibility') != 'direct',
            false
        ) as is_below_own_post,
        -- What is written before a text that opens at a click is part of it.
        nullif(
            concat_ws(chr(10), nullif(trim(status ->> '$.spoiler_text'), ''), html_text(status ->> '$.content')), ''
        ) as text
    from typed
    where version = 1
)

select
    placed.source,
    placed.source || ':' || placed.status_id as message_id,
    'mastodon' as platform,
    case
        when placed.seen_by = 'direct' then 'direct_message' when placed.answered is null then 'post' else 'comment'
    end as channel,
    if(placed.seen_by in ('public', 'unlisted'), 'public', 'private') as visibility,
    -- Below a post of its own each comment begins a conversation; elsewhere the thread is one.
    if(placed.is_below_own_post, null, placed.source || ':' || placed.root) as conversation_id,
    null::varchar as case_id,
    if(placed.is_below_own_post, placed.source || ':' || placed.root, null) as post_id,
    if(placed.is_below_own_post and placed.answered = placed.root, null, placed.source || ':' || placed.answered)
        as in_reply_to_id,
    if(
        placed.seen_by = 'direct',
        pseudonym(
            placed.source,
            if(
                placed.is_own,
                list_extract(
                    list_filter(placed.status ->> '$.mentions[*].id', lambda named: named != placed.account_id), 1
                ),
                placed.writer
            )
        ),
        null
    ) as customer_id,
    pseudonym(placed.source, placed.writer) as author_id,
    pseudonym(placed.source, lower(placed.status ->> '$.account.acct')) as author_handle,
    list_sort(
        list_distinct(
            list_transform(placed.status ->> '$.mentions[*].acct', lambda named: pseudonym(placed.source, lower(named)))
        )
    ) as mentions,
    case
        when placed.is_bot then 'bot' when placed.is_own then 'employee' when placed.writer is null then 'unknown'
        else 'customer'
    end as author_kind,
    null::varchar as agent_id,
    if(placed.is_own, 'outbound', 'inbound') as direction,
    not placed.is_bot as is_human,
    null::varchar as no_answer_reason,
    placed.sent_at,
    placed.received_at,
    placed.edited_at,
    gone.deleted_at,
    null::varchar as group_name,
    placed.account_id as account,
    placed.text,
    placed.record_id,
    placed.file,
    placed.line,
    case
        when placed.status_id is null then placed.path || 'id: is empty'
        when placed.created_at is null then placed.path || 'created_at: is empty'
        when placed.sent_at is null then placed.path || 'created_at: ''' || placed.created_at || ''' is no instant'
        when is_implausible(placed.sent_at) then placed.path || 'created_at: ' || implausible(placed.created_at)
        when placed.seen_by is null then placed.path || 'visibility: is empty'
        when placed.seen_by not in ('public', 'unlisted', 'private', 'direct')
            then placed.path || 'visibility: ''' || placed.seen_by || ''' is unknown'
    end as reject_reason
from placed
left join gone on placed.source = gone.source and placed.status_id = gone.status_id
where
    case
        -- A post of its own, in staging.stg_mastodon_posts.
        when placed.is_own then placed.answered is not null or placed.seen_by is not distinct from 'direct'
        else
            placed.is_below_own_post
            or placed.status_id is null
            or coalesce(placed.answered_account = placed.account_id, false)
            or list_contains(placed.status ->> '$.mentions[*].id', placed.account_id)
    end
