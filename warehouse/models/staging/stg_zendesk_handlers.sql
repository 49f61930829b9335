/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
"raw.zendesk_ticket_events" = ["payload ->> '$.ticket_id'"]
*/
-- Who was ever assigned to a ticket or wrote an internal note in it, one row a ticket and person.
with audits as (
    select
        source,
        json_transform(
            payload,
            '{
                "id": "VARCHAR", "ticket_id": "VARCHAR",
                "child_events": [{
                    "event_type": "VARCHAR", "author_id": "VARCHAR", "public": "VARCHAR", "comment_present": "VARCHAR",
                    "assignee_id": "VARCHAR"
                }]
            }'
        ) as audit
    from raw.zendesk_ticket_events
    -- Most say nothing of either, and reading their text for that is much cheaper than parsing it.
    where regexp_matches(payload, '"assignee_id"|"public"\s*:\s*"?false')
),

children as (
    select
        source,
        audit.ticket_id as ticket,
        unnest(audit.child_events) as child
    from audits
    where audit.id is not null and audit.ticket_id is not null
),

handlers as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.assignee_id' as user_id
    from raw.zendesk_tickets
    union
    select
        source,
        ticket,
        child.assignee_id as user_id
    from children
    union
    select
        source,
        ticket,
        child.author_id as user_id
    from children
    where
        child.event_type in ('Comment', 'VoiceComment')
        and child.comment_present is null
        and child.public = 'false'
)

select
    source,
    source || ':' || ticket as case_id,
    user_id
from handlers
where user_id is not null and ticket is not null
