/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
"raw.zendesk_ticket_events" = ["payload ->> '$.ticket_id'"]
*/
-- What Zendesk says of how satisfied a requester is, one row a change: offered (asked), good or bad.
--
-- The export of events tells when. Where it tells nothing of a ticket's rating, the ticket's own holds, as of the
-- ticket's last change: it was given at the latest then. Ratings of the older survey (good, bad); answers to the newer
-- one with more than two words are events of their own, which the export doesn't have. Not verified against the system.
with told as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.ticket_id' as ticket,
        coalesce(
            try_cast(payload ->> '$.created_at' as timestamptz),
            to_timestamp(try_cast(payload ->> '$.timestamp' as double))
        ) as event_at,
        unnest((payload -> '$.child_events')::json[]) as child
    from raw.zendesk_ticket_events
    where contains(payload, 'satisfaction_score') or contains(payload, 'SatisfactionRating')
),

changes as (
    select
        * exclude (child),
        lower(
            coalesce(
                child ->> '$.satisfaction_score',
                if((child ->> '$.event_type') = 'SatisfactionRating', child ->> '$.score', null)
            )
        ) as word,
        child ->> '$.assignee_id' as assignee,
        nullif(trim(if((child ->> '$.event_type') = 'SatisfactionRating', child ->> '$.body', null)), '') is not null
            as has_comment
    from told
),

-- One update may tell of it twice: as a field that changed, and as a rating.
events as (
    select
        source,
        any_value(record_id) as record_id,
        any_value(file) as file,
        any_value(line) as line,
        any_value(received_at) as received_at,
        ticket,
        event_at,
        word,
        max(assignee) as assignee,
        bool_or(has_comment) as has_comment
    from changes
    where word is not null and ticket is not null and event_at is not null
    group by source, ticket, event_at, word
),

tickets as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as ticket,
        try_cast(payload ->> '$.updated_at' as timestamptz) as event_at,
        lower(payload ->> '$.satisfaction_rating.score') as word,
        payload ->> '$.assignee_id' as assignee,
        nullif(trim(payload ->> '$.satisfaction_rating.comment'), '') is not null as has_comment
    from raw.zendesk_tickets
    where contains(payload, '"satisfaction_rating"')
),

known as (
    select * from events
    union all by name
    select tickets.*
    from tickets
    anti join events
        on tickets.source = events.source
        and tickets.ticket = events.ticket
        and split_part(tickets.word, '_', 1) = split_part(events.word, '_', 1)
    where tickets.word is not null and tickets.ticket is not null and tickets.event_at is not null
)

select
    source,
    source || ':' || ticket as case_id,
    event_at,
    -- "good_with_comment" is good.
    split_part(word, '_', 1) as said,
    has_comment,
    pseudonym(source, assignee) as agent_id,
    record_id,
    file,
    line,
    received_at,
    if(
        split_part(word, '_', 1) not in ('offered', 'good', 'bad'),
        'satisfaction_rating: ''' || word || ''' is none of offered, good, bad',
        null
    ) as reject_reason
from known
where word != 'unoffered'
