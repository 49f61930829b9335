/*
per = "case_id"
key = "request_id"
*/
-- When Zendesk asked requesters how satisfied they were.
select
    source,
    case_id || '/' || epoch_us(event_at) as request_id,
    case_id,
    event_at as asked_at
from staging.stg_zendesk_satisfaction
where said = 'offered'
