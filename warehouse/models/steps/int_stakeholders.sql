/* per = "case_id" */
-- What kind of customer a case is about (customer, journalist, supplier, ...) over time. What was found out later holds
-- from the beginning; a correction holds from its instant.
with said as (
    select
        case_id,
        -- In a struct, since an emptied field counts: arg_max passes over NULL.
        arg_max({value: value}, event_order).value as stakeholder,
        event_at
    from steps.int_case_facts
    where fact = 'stakeholder'
    group by case_id, event_at
)

select
    case_id,
    stakeholder,
    if(row_number() over log = 1, '-infinity', event_at) as from_at,
    coalesce(lead(event_at) over log, 'infinity') as until_at
from said
window log as (partition by case_id order by event_at)
