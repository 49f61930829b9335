/*
per = "case_id"
key = "rating_id"
*/
-- How satisfied requesters said that they were in Zendesk, one row an answer: good (1) or bad (0).
select
    source,
    case_id || '/' || epoch_us(event_at) || '/' || said as rating_id,
    case_id,
    event_at as rated_at,
    said,
    rating_score(said) as score,
    has_comment,
    agent_id
from staging.stg_zendesk_satisfaction
where said != 'offered'
