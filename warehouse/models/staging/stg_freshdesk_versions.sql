/*
per = "case_id"
[units]
"raw.freshdesk_tickets" = ["payload ->> '$.id'"]
"raw.freshdesk_removed" = ["payload ->> '$.id'"]
*/
-- Tickets of Freshdesk as readings saw them, one row each change that was seen, numbered in their order.
with seen as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.freshdesk_tickets
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload
    from raw.freshdesk_removed
),

approval_fields as (
    select
        source,
        settings ->> '$.fields.approval' as field
    from company.sources
    where type = 'freshdesk'
),

parsed as (
    select
        seen.source,
        seen.record_id,
        seen.file,
        seen.line,
        seen.received_at,
        seen.payload ->> '$.id' as ticket,
        seen.payload ->> '$.status' as status,
        seen.payload ->> '$.group_id' as group_id,
        seen.payload ->> '$.responder_id' as responder,
        seen.payload ->> '$.requester_id' as requester,
        case seen.payload ->> '$.priority'
            when '1' then 'low'
            when '2' then 'normal'
            when '3' then 'high'
            when '4' then 'urgent'
        end as priority,
        seen.payload ->> '$.source' as origin,
        seen.payload ->> '$.description_text' as description,
        seen.payload -> '$.custom_fields' as custom_fields,
        seen.payload ->> '$.type' as type,
        coalesce(
            custom_fields ->> ('$."' || approval_fields.field || '"'),
            seen.payload ->> ('$."' || approval_fields.field || '"')
        ) as approval,
        coalesce((seen.payload ->> '$.deleted') = 'true' or (seen.payload ->> '$.spam') = 'true', false)
            as is_removed,
        seen.payload ->> '$.created_at' as created,
        seen.payload ->> '$.updated_at' as updated,
        try_cast(seen.payload ->> '$.created_at' as timestamptz) as created_at,
        try_cast(seen.payload ->> '$.updated_at' as timestamptz) as updated_at,
        try_cast(seen.payload ->> '$.stats.status_updated_at' as timestamptz) as status_at,
        try_cast(seen.payload ->> '$.stats.resolved_at' as timestamptz) as resolved_at
    from seen
    left join approval_fields on seen.source = approval_fields.source
)

select
    source,
    source || ':' || ticket as case_id,
    ticket,
    row_number() over (
        partition by source, ticket, updated_at is null
        order by updated_at, is_removed, received_at, record_id
    ) as version,
    status,
    group_id,
    responder,
    requester,
    priority,
    case
        when origin in ('1', '10') then 'mail'
        when origin = '2' then 'portal'
        when origin = '9' then 'web_form'
        when origin = '3' then 'phone'
        when origin in ('7', '13') then 'chat'
        else 'other'
    end as channel,
    origin = '10' as is_ours,
    description,
    custom_fields,
    type,
    approval,
    is_removed,
    created_at,
    updated_at,
    status_at,
    resolved_at,
    -- The record, for what is rejected later on.
    record_id as seen_as,
    record_id,
    file,
    line,
    received_at,
    case
        when ticket is null then 'id: is empty'
        when created_at is null then 'created_at: ''' || coalesce(created, '') || ''' is no instant'
        when updated_at is null then 'updated_at: ''' || coalesce(updated, '') || ''' is no instant'
        when is_implausible(created_at) then 'created_at: ' || implausible(created)
        when is_implausible(updated_at) then 'updated_at: ' || implausible(updated)
    end as reject_reason
from parsed
