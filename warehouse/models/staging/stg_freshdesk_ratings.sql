/*
conserves = ["raw.freshdesk_ratings"]
per = "case_id"
key = "rating_id"
[units]
"raw.freshdesk_ratings" = ["payload ->> '$.ticket_id'"]
*/
-- How satisfied requesters said that they were in Freshdesk, one row an answer to its survey's own question: `said` is
-- its number, 103 the happiest, 100 neither, -103 the unhappiest; `score` the same from 0 to 1. Whom it asked,
-- Freshdesk doesn't tell. Not verified against the system.
with answers as (
    select
        *,
        payload ->> '$.ratings.default_question' as said,
        try_cast(payload ->> '$.created_at' as timestamptz) as rated_at
    from raw.freshdesk_ratings
)

select
    source,
    source || ':' || record_id as rating_id,
    source || ':' || (payload ->> '$.ticket_id') as case_id,
    rated_at,
    said,
    case said
        when '103' then 1.0
        when '102' then 5 / 6
        when '101' then 4 / 6
        when '100' then 0.5
        when '-101' then 2 / 6
        when '-102' then 1 / 6
        when '-103' then 0.0
    end::double as score,
    nullif(trim(payload ->> '$.feedback'), '') is not null as has_comment,
    pseudonym(source, payload ->> '$.agent_id') as agent_id,
    record_id,
    file,
    line,
    received_at,
    case
        when (payload ->> '$.ticket_id') is null then 'ticket_id: is empty'
        when rated_at is null then 'created_at: ''' || coalesce(payload ->> '$.created_at', '') || ''' is no instant'
        when coalesce(said, '') not in ('103', '102', '101', '100', '-101', '-102', '-103')
            then 'ratings.default_question: ''' || coalesce(said, '') || ''' is none of 103 to 100, -101 to -103'
    end as reject_reason
from answers
