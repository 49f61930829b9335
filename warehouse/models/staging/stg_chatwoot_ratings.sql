/*
conserves = ["raw.chatwoot_ratings"]
per = "case_id"
key = "rating_id"
[units]
"raw.chatwoot_ratings" = ["payload ->> '$.conversation_id'"]
*/
-- How customers answered to Chatwoot's survey, one row an answer: `said` 1 (worst) to 5, `score` the same from 0 to 1.
select
    source,
    source || ':' || record_id as rating_id,
    source || ':' || (payload ->> '$.conversation_id') as case_id,
    to_timestamp(try_cast(payload ->> '$.created_at' as double)) as rated_at,
    trim(payload ->> '$.rating') as said,
    rating_score(payload ->> '$.rating') as score,
    nullif(trim(payload ->> '$.feedback_message'), '') is not null as has_comment,
    pseudonym(source, 'user:' || (payload ->> '$.assigned_agent.id')) as agent_id,
    record_id,
    file,
    line,
    received_at,
    case
        when (payload ->> '$.conversation_id') is null then 'conversation_id: is empty'
        when to_timestamp(try_cast(payload ->> '$.created_at' as double)) is null
            then 'created_at: ''' || coalesce(payload ->> '$.created_at', '') || ''' is no instant'
        when try_cast(payload ->> '$.rating' as integer) not between 1 and 5
            or try_cast(payload ->> '$.rating' as integer) is null
            then 'rating: ''' || coalesce(payload ->> '$.rating', '') || ''' is none of 1 to 5'
    end as reject_reason
from raw.chatwoot_ratings
