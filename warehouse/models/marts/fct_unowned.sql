/* per = "case_id" */
-- Spells in which an open case has no owning department, and the department that took it then (NULL: none did).
-- `taken_by` says the same where a filter or a grouping folds the department away.
select
    case_id,
    source,
    platform,
    channel,
    visibility,
    next_department_id as department_id,
    next_department_id as taken_by,
    entered_at as started_at,
    date_day as started_day,
    left_at as ended_at,
    seconds,
    observed_seconds
from marts.fct_visits
where department_id is null
