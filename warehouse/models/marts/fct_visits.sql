/*
per = "case_id"
moving = "left_at is null"
*/
-- Visits of cases: the time from when a case enters a department's backlog (opened, reopened or moved in) until it
-- leaves it, whatever it waits for meanwhile. Without an owner it visits nobody: department_id is NULL.
with marked as (
    select
        *,
        is_open_state(state) as is_open,
        [is_open_state(state)::varchar, if(is_open_state(state), department_id, null)] as place,
        lag([is_open_state(state)::varchar, if(is_open_state(state), department_id, null)]) over (
            partition by case_id order by started_at
        ) as earlier_place
    from marts.fct_case_states
),

visits as (
    select
        *,
        lead(started_at) over (partition by case_id order by started_at) as left_at,
        lead(department_id) over (partition by case_id order by started_at) as next_department_id,
        lead(is_open) over (partition by case_id order by started_at) as is_moved
    from marked
    where place is distinct from earlier_place
)

select
    visits.case_id,
    visits.source,
    visits.platform,
    visits.channel,
    visits.visibility,
    visits.department_id,
    visits.started_at as entered_at,
    timezone(settings.zone, visits.started_at)::date as date_day,
    visits.left_at,
    if(visits.is_moved, visits.next_department_id, null) as next_department_id,
    seconds_between(visits.started_at, visits.left_at) as seconds,
    seconds_between(visits.started_at, coalesce(visits.left_at, getvariable('as_of'))) as observed_seconds
from visits
cross join company.settings as settings
where visits.is_open
