/*
per = "case_id"
key = "request_id"
*/
-- When Zendesk asked requesters how satisfied they were. Who answered was asked, at the latest then: without that, a
-- ticket whose offer nobody tells of would count only where it stayed unanswered.
with changes as (
    select
        source,
        case_id,
        event_at,
        said,
        min(if(said = 'offered', event_at, null)) over (partition by case_id) as offered_at
    from staging.stg_zendesk_satisfaction
)

select
    source,
    case_id || '/' || epoch_us(event_at) as request_id,
    case_id,
    event_at as asked_at
from changes
where said = 'offered'
union all
select
    source,
    case_id || '/' || epoch_us(min(event_at)) as request_id,
    case_id,
    min(event_at) as asked_at
from changes
where said != 'offered' and (offered_at is null or event_at < offered_at)
group by source, case_id
