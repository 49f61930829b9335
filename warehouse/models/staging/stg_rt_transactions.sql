/*
per = "case_id"
[units]
"raw.rt_transactions" = ["payload ->> '$.ObjectId'"]
*/
-- What happened to tickets of Request Tracker, one row a transaction, with the text that was written and how it came.
--
-- The text is the first part without a file's name that is plain text, or else the first one in HTML. Of a mail that
-- says it was written by a program, `is_automatic` is true; so it is of what RT itself did.
with parsed as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        -- Parsed once, and not once for each field: this is most of the work.
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "ObjectId": "VARCHAR", "Type": "VARCHAR", "Field": "VARCHAR", "OldValue": "VARCHAR",
                "NewValue": "VARCHAR", "Created": "VARCHAR", "TimeTaken": "VARCHAR", "Creator": "JSON",
                "attachments": [{"ContentType": "VARCHAR", "Content": "VARCHAR", "Headers": "VARCHAR"}]
            }'
        ) as txn
    from raw.rt_transactions
),

parts as (
    select
        * exclude (txn),
        txn.*,
        try_cast(txn.created as timestamptz) as event_at,
        txn.creator ->> '$.id' as creator_name,
        list_filter(txn.attachments, lambda part: regexp_matches(part.content, '\S')) as texts,
        -- Those of the whole mail, which are the first part's.
        txn.attachments[1].headers as headers
    from parsed
),

written as (
    select
        *,
        coalesce(
            list_filter(texts, lambda part: part.contenttype = 'text/plain')[1].content,
            html_text(list_filter(texts, lambda part: part.contenttype = 'text/html')[1].content)
        ) as body,
        nullif(trim(body, concat(' ', chr(9), chr(10), chr(13))), '') as text,
        lower(regexp_extract(headers, '(?im)^X-RT-Interface:\s*(\S+)', 1)) as interface,
        lower(regexp_extract(headers, '(?im)^Auto-Submitted:\s*([a-z-]+)', 1)) as auto_submitted,
        lower(regexp_extract(headers, '(?im)^Precedence:\s*(\S+)', 1)) as precedence
    from parts
),

relays as (
    select
        source,
        unnest(map_entries((settings -> '$.relays')::map (varchar, varchar))) as relay
    from company.sources
    where type = 'rt' and json_exists(settings, '$.relays')
)

select
    written.source,
    written.source || ':' || written.objectid as case_id,
    written.objectid as ticket,
    written.source || ':' || written.id as event_id,
    try_cast(written.id as bigint) as number,
    written.type,
    nullif(written.field, '') as field,
    written.oldvalue as old_value,
    written.newvalue as new_value,
    written.creator_name as creator,
    written.event_at,
    -- Minutes.
    coalesce(try_cast(written.timetaken as integer), 0) as time_taken,
    written.text,
    relays.relay is not null as is_relay,
    coalesce(list_contains(tickets.requestors, written.creator_name), false) as is_requestor,
    coalesce(written.creator_name = 'RT_System', false)
    or (
        coalesce(written.interface, '') = 'email'
        and (
            coalesce(written.auto_submitted, '') not in ('', 'no')
            or coalesce(written.precedence, '') in ('bulk', 'junk', 'auto_reply')
        )
    ) as is_automatic,
    case
        when relays.relay is not null then relays.relay.value
        when written.interface = 'email' then 'mail'
        -- Requestors have pages of their own; what an employee typed in, somebody told them somehow.
        when written.interface = 'web' and list_contains(tickets.requestors, written.creator_name) then 'portal'
        else 'other'
    end as channel,
    tickets.requestors[1] as requestor,
    tickets.subject,
    written.record_id,
    written.file,
    written.line,
    written.received_at,
    case
        when try_cast(written.id as bigint) is null then 'id: is no number'
        when written.objectid is null then 'ObjectId: is empty'
        when written.event_at is null then 'Created: ''' || coalesce(written.created, '') || ''' is no instant'
        when is_implausible(written.event_at) then 'Created: ' || implausible(written.created)
        when written.type in ('Create', 'Correspond', 'Comment') and written.creator_name is null
            then 'Creator: is empty'
    end as reject_reason
from written
left join relays on written.source = relays.source and written.creator_name = relays.relay.key
left join staging.stg_rt_tickets as tickets
    on written.source = tickets.source and written.objectid = tickets.ticket
