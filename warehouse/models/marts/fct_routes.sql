/*
per = "case_id"
moving = "is_open"
*/
-- How each case found its way: the department that first had it, the one whose topic it is, and how long the customer
-- waited for the first answer meanwhile. `is_misrouted` is NULL where topic, its department or a first owner is
-- unknown. `hop_count` are the hand-offs between departments until the first answer; `is_ping_pong`: it came back to a
-- department that had had it.
with first_waits as (
    select
        case_id,
        arg_min(
            {
                opened_at: opened_at,
                opened_day: opened_day,
                hour_of_week: opened_hour_of_week,
                ended_at: ended_at,
                outcome: outcome,
                topic: topic,
                observed_seconds: observed_seconds
            },
            {opened_at: opened_at, wait_id: wait_id}
        ) as opening
    from marts.fct_waits
    group by case_id
),

owners as (
    select
        case_id,
        arg_min(department_id, started_at) as first_department_id
    from marts.fct_case_states
    where department_id is not null
    group by case_id
),

hops as (
    select
        handoffs.case_id,
        count(*) filter (
            where handoffs.handed_at < coalesce(first_waits.opening.ended_at, 'infinity')
        )::integer as hop_count,
        count(*)::integer as handoff_count,
        bool_or(handoffs.is_return) as is_ping_pong
    from marts.fct_handoffs as handoffs
    inner join first_waits using (case_id)
    where handoffs.kind = 'department'
    group by handoffs.case_id
)

select
    cases.case_id,
    cases.source,
    cases.platform,
    cases.channel,
    cases.visibility,
    cases.customer_id,
    owners.first_department_id as department_id,
    owners.first_department_id,
    topics.department_id as topic_department_id,
    coalesce(cases.topic, first_waits.opening.topic) as topic,
    first_waits.opening.opened_at,
    first_waits.opening.opened_day,
    first_waits.opening.hour_of_week,
    is_open_state(cases.status) as is_open,
    (owners.first_department_id != topics.department_id) as is_misrouted,
    coalesce(hops.hop_count, 0) as hop_count,
    coalesce(hops.handoff_count, 0) as handoff_count,
    coalesce(hops.is_ping_pong, false) as is_ping_pong,
    cases.origin = 'ticket' as is_ticket,
    first_waits.opening.outcome,
    first_waits.opening.observed_seconds as wait_seconds,
    -- By what a direct case has to resemble a misrouted one.
    concat_ws('|', coalesce(cases.topic, first_waits.opening.topic), cases.channel, cases.visibility) as match_key,
    handles.handle_us,
    rates.euro_per_hour
from marts.fct_cases as cases
inner join first_waits on cases.case_id = first_waits.case_id
left join owners on cases.case_id = owners.case_id
left join hops on cases.case_id = hops.case_id
left join marts.fct_case_handles as handles on cases.case_id = handles.case_id
left join steps.int_topic_departments as topics on coalesce(cases.topic, first_waits.opening.topic) = topics.topic
left join marts.dim_cost_rate as rates
    on owners.first_department_id = rates.department_id
    and first_waits.opening.opened_day >= coalesce(rates.from_day, '-infinity'::date)
    and first_waits.opening.opened_day < coalesce(rates.until_day, 'infinity'::date)
