/* per = "wait_id" */
-- Waits once more, each with whether anybody of its department was there when it was opened; NULL with a reason where
-- it has no owner, or where its department's shifts aren't known for that time.
select
    waits.wait_id,
    waits.customer_id,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.department_id,
    waits.opened_day as date_day,
    waits.opened_hour_of_week as hour_of_week,
    waits.observed_seconds,
    waits.outcome = 'answered' as is_answered,
    case
        when waits.opened_at >= planned.planned_from and waits.opened_at < planned.planned_until
            then shifts.department_id is not null and waits.opened_at < shifts.ended_at
    end as is_staffed,
    case
        when waits.department_id is null then 'no_owner'
        when planned.department_id is null then 'no_shifts'
        when waits.opened_at < planned.planned_from or waits.opened_at >= planned.planned_until then 'outside_plan'
    end as staffing_reason
from marts.fct_waits as waits
left join steps.int_planned_times as planned using (department_id)
asof left join marts.fct_shifts as shifts
    on waits.department_id = shifts.department_id and waits.opened_at >= shifts.started_at
