/* per = "case_id" */
-- The way of a case through the house, one row a step: a spell in which neither its department nor its state changed
-- (the agent may have). Steps end with the case; what is done and stays done isn't one, a break between a closing and a
-- reopening is. `department_id` is who held the case then.
with states as (
    select
        *,
        (
            state is distinct from lag(state) over history
            or department_id is distinct from lag(department_id) over history
        ) as is_start,
        -- A closed case's remaining time belongs to no step.
        court = 'done' and not coalesce(bool_or(court != 'done') over later, false) as is_over
    from marts.fct_case_states
    window
        history as (partition by case_id order by started_at),
        later as (partition by case_id order by started_at rows between 1 following and unbounded following)
),

numbered as (
    select
        *,
        (count(*) filter (where is_start) over (partition by case_id order by started_at))::integer as step_number
    from states
    where not is_over
)

select
    case_id,
    step_number,
    any_value(source) as source,
    any_value(platform) as platform,
    any_value(channel) as channel,
    any_value(visibility) as visibility,
    any_value(department_id) as department_id,
    any_value(state) as state,
    any_value(court) as court,
    any_value(opened_day) as opened_day,
    min(started_at) as started_at,
    arg_max({ended_at: ended_at}, started_at).ended_at as ended_at,
    seconds_between(min(started_at), arg_max({ended_at: ended_at}, started_at).ended_at) as seconds,
    sum(round(observed_seconds * 1e6)::bigint)::bigint / 1e6 as observed_seconds,
    if(
        count(observed_business_seconds) = count(*),
        sum(round(observed_business_seconds * 1e6)::bigint)::bigint / 1e6,
        null
    ) as observed_business_seconds
from numbered
group by case_id, step_number
