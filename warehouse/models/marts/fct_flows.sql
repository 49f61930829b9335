/* per = "case_id" */
-- What comes in and goes out. Of waits: arrival (opened) and answer. Of cases, the terms of the backlog identity
-- (metrics definition 10): opened, reopened, moved_in, moved_out, resolved, merged, deleted, each with the department
-- that it happens to. A case that was over at the very instant of its opening came in and went out then. `ordinal` is
-- the wait's: its answer is the first answer where it is 1.
with waits as (
    select
        'arrival' as kind,
        opened_at as occurred_at,
        source,
        platform,
        channel,
        visibility,
        department_id,
        case_id,
        wait_id,
        ordinal
    from marts.fct_waits
    union all by name
    select
        'answer' as kind,
        ended_at as occurred_at,
        source,
        platform,
        channel,
        visibility,
        department_id,
        case_id,
        wait_id,
        ordinal
    from marts.fct_waits
    where outcome = 'answered'
),

states as (
    select
        *,
        coalesce(is_open_state(lag(state) over history), false) as was_open,
        is_open_state(state) as is_open,
        lag(department_id) over history as earlier_department_id,
        row_number() over history = 1 as is_first
    from marts.fct_case_states
    window history as (partition by case_id order by started_at)
),

cases as (
    select
        *,
        unnest(
            case
                when is_first and is_open then [{kind: 'opened', department_id: department_id}]
                when is_first
                    then [
                            {kind: 'opened', department_id: department_id},
                            {
                                kind: if(state in ('merged', 'deleted'), state, 'resolved'),
                                department_id: department_id
                            }
                        ]
                when is_open and not was_open then [{kind: 'reopened', department_id: department_id}]
                when is_open and department_id is distinct from earlier_department_id
                    then [
                            {kind: 'moved_out', department_id: earlier_department_id},
                            {kind: 'moved_in', department_id: department_id}
                        ]
                when was_open and not is_open
                    then [
                            {
                                kind: if(state in ('merged', 'deleted'), state, 'resolved'),
                                department_id: earlier_department_id
                            }
                        ]
            end
        ) as flow
    from states
)

select
    flows.occurred_at,
    timezone(settings.zone, flows.occurred_at)::date as occurred_day,
    timezone(settings.zone, flows.occurred_at)::date as date_day,
    hour(timezone(settings.zone, flows.occurred_at)) as hour_of_day,
    flows.* exclude (occurred_at)
from (
    select * from waits
    union all by name
    select
        cases.flow.kind,
        started_at as occurred_at,
        source,
        platform,
        channel,
        visibility,
        cases.flow.department_id,
        case_id,
        null::varchar as wait_id,
        null::bigint as ordinal
    from cases
) as flows
cross join company.settings as settings
