/* per = "case_id" */
-- What happened to each instance that missed its target between its start and that instant: seconds without an owner,
-- seconds waiting for approval, whether it was handed on, whether it arrived out of hours.
with seen as (
    select
        instances.sla_id,
        instances.case_id,
        instances.started_at,
        departments.calendar_name,
        states.department_id,
        states.state,
        epoch_us(least(states.ended_at, instances.breached_at))
        - epoch_us(greatest(states.started_at, instances.started_at)) as lasted_us
    from marts.fct_sla_instances as instances
    left join company.departments as departments on instances.department_id = departments.department_id
    left join marts.fct_case_states as states
        on instances.case_id = states.case_id
        and states.started_at < instances.breached_at
        and coalesce(states.ended_at, 'infinity') > instances.started_at
    where instances.state = 'breached'
),

summed as (
    select
        sla_id,
        case_id,
        started_at,
        calendar_name,
        coalesce(sum(lasted_us) filter (where department_id is null), 0)::bigint as unowned_us,
        coalesce(sum(lasted_us) filter (where state = 'waiting_approval'), 0)::bigint as approval_us,
        count(distinct department_id) > 1 as was_handed_on
    from seen
    group by sla_id, case_id, started_at, calendar_name
)

select
    summed.sla_id,
    summed.case_id,
    summed.unowned_us / 1e6 as unowned_seconds,
    summed.approval_us / 1e6 as approval_seconds,
    summed.was_handed_on,
    coalesce(not slots.is_open, false) as began_out_of_hours
from summed
left join company.calendars as calendars using (calendar_name)
left join company.calendar_slots as slots
    on summed.calendar_name = slots.calendar_name
    and slot_of(summed.started_at, calendars.slot_seconds) = slots.slot
