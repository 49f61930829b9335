/*
per = "case_id"
[units]
"raw.rt_tickets" = ["payload ->> '$.id'"]
"raw.rt_deleted_tickets" = ["payload ->> '$.id'"]
*/
-- Tickets of Request Tracker as they are today, one row each. A deleted one is in no list, and was asked for by itself.
with versions as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "Subject": "VARCHAR", "Status": "VARCHAR", "Queue": "JSON", "Owner": "JSON",
                "Requestor": "JSON", "Created": "VARCHAR", "LastUpdated": "VARCHAR", "Priority": "VARCHAR",
                "CustomFields": "JSON"
            }'
        ) as ticket
    from raw.rt_tickets
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "Subject": "VARCHAR", "Status": "VARCHAR", "Queue": "JSON", "Owner": "JSON",
                "Requestor": "JSON", "Created": "VARCHAR", "LastUpdated": "VARCHAR", "Priority": "VARCHAR",
                "CustomFields": "JSON"
            }'
        ) as ticket
    from raw.rt_deleted_tickets
)

select
    source,
    source || ':' || ticket.id as case_id,
    ticket.id as ticket,
    ticket.subject,
    lower(ticket.status) as status,
    ticket.queue ->> '$.id' as queue_id,
    ticket.owner ->> '$.id' as owner,
    -- Who may not see them is told an empty text in place of a list.
    coalesce(json_extract_string(ticket.requestor, '$[*].id'), []) as requestors,
    ticket.priority,
    ticket.customfields as custom_fields,
    try_cast(ticket.created as timestamptz) as created_at,
    record_id,
    file,
    line,
    received_at,
    if(ticket.id is null, 'id: is empty', null) as reject_reason
from versions
qualify
    row_number() over (
        partition by source, ticket.id
        order by try_cast(ticket.lastupdated as timestamptz) desc nulls last, received_at desc
    ) = 1
