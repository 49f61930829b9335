/* per = "wait_id" */
-- First waits once more, each with what it is compared by: `pool_id` whose people answer it, `pool_kind` what kind of
-- department that is, `pool_channel`, `subject` (its topic) and `under_post_id`. They stand beside the columns that
-- questions filter and fold, so that like stays compared with like whatever is asked.
select
    waits.wait_id,
    waits.opened_at,
    waits.opened_day,
    waits.opened_hour_of_week as hour_of_week,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.department_id,
    waits.customer_id,
    waits.observed_seconds,
    waits.outcome = 'answered' as is_answered,
    case waits.sla_state when 'met' then 1 when 'breached' then 0 end as is_met,
    waits.department_id as pool_id,
    coalesce(departments.kind, 'none') as pool_kind,
    waits.channel as pool_channel,
    waits.topic as subject,
    waits.post_id as under_post_id
from marts.fct_waits as waits
left join company.departments as departments on waits.department_id = departments.department_id
where waits.ordinal = 1
