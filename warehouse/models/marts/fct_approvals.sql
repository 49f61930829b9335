/*
per = "case_id"
moving = "decided_at is null"
*/
-- One row each time an approval was asked for: a stage of a case with a wait of its own. The case store's approval
-- field tells of them; of a case where it says nothing, the spells of waiting_approval do, and how those were decided
-- nobody knows ('decided'). A request ends with the first decision after it; emptied, or over with the case, it was
-- withdrawn. `round` counts the requests of a case: from the second on it is rework. The department is the one that
-- held the case once the request was made, the stage that the case waits at.
with said as (
    select
        *,
        lag(value) over history as earlier_value,
        -- Of several values at one instant only the last lasted.
        lead(event_at) over history as next_at
    from steps.int_case_facts
    where fact = 'approval'
    window history as (partition by case_id order by event_at, event_order, value)
),

lasting as (
    select
        *,
        lag(value) over (partition by case_id order by event_at) as lasting_value
    from said
    where next_at is distinct from event_at
),

changes as (
    select
        *,
        lead({value: coalesce(value, 'withdrawn'), event_at: event_at, agent_id: agent_id}) over (
            partition by case_id order by event_at
        ) as next_change
    from lasting
    where value is distinct from lasting_value
),

stages as (
    select
        *,
        lag(court) over history as earlier_court,
        lead({court: court, state: state, started_at: started_at}) over history as next_stage
    from (
        select
            *,
            (court is distinct from lag(court) over (partition by case_id order by started_at)) as is_start
        from marts.fct_case_states
    ) as states
    where is_start
    window history as (partition by case_id order by started_at)
),

asked as (
    select
        case_id,
        event_at as requested_at,
        agent_id as requested_by_agent_id,
        message_id,
        next_change.event_at as answered_at,
        next_change.value as answer,
        next_change.agent_id as decided_by_agent_id,
        'field' as basis
    from changes
    where value = 'requested'
    union all by name
    select
        case_id,
        started_at as requested_at,
        null::varchar as requested_by_agent_id,
        null::varchar as message_id,
        next_stage.started_at as answered_at,
        if(next_stage.state in ('merged', 'deleted'), 'withdrawn', 'decided') as answer,
        null::varchar as decided_by_agent_id,
        'state' as basis
    from stages
    where court = 'approval' and case_id not in (select case_id from said)
),

ends as (
    select
        asked.case_id,
        asked.requested_at,
        -- Asked for when the case was over, it was over at once.
        min(greatest(stages.started_at, asked.requested_at)) as done_at
    from asked
    inner join stages
        on asked.case_id = stages.case_id
        and stages.court = 'done'
        and (asked.requested_at <= stages.started_at or stages.next_stage is null)
    group by asked.case_id, asked.requested_at
),

-- Who decides in the very event that closes the case has decided.
decided as (
    select
        asked.*,
        row_number() over (partition by asked.case_id order by asked.requested_at) as round,
        case
            when asked.answered_at <= coalesce(ends.done_at, 'infinity') then asked.answered_at
            else ends.done_at
        end as decided_at,
        case
            when asked.answered_at <= coalesce(ends.done_at, 'infinity') then asked.answer
            when ends.done_at is not null then 'withdrawn'
            else 'open'
        end as outcome
    from asked
    left join ends using (case_id, requested_at)
),

placed as (
    select
        decided.*,
        states.source,
        states.platform,
        states.channel,
        states.visibility,
        states.department_id,
        coalesce(decided.decided_at, getvariable('as_of')) as observed_at,
        departments.calendar_name,
        calendars.slot_seconds
    from decided
    asof left join marts.fct_case_states as states
        on decided.case_id = states.case_id and decided.requested_at >= states.started_at
    left join company.departments as departments
        on states.department_id = departments.department_id
    left join company.calendars as calendars using (calendar_name)
),

clocked as (
    select
        placed.*,
        case
            when placed.department_id is null then 'no_owner'
            when placed.calendar_name is null then 'no_calendar'
            when asking.slot is null or observing.slot is null then 'outside_calendar'
        end as business_seconds_reason,
        open_us(observing.open_before, observing.is_open, observing.slot, placed.slot_seconds, placed.observed_at)
        - open_us(asking.open_before, asking.is_open, asking.slot, placed.slot_seconds, placed.requested_at)
            as business_us
    from placed
    left join company.calendar_slots as asking
        on placed.calendar_name = asking.calendar_name
        and slot_of(placed.requested_at, placed.slot_seconds) = asking.slot
    left join company.calendar_slots as observing
        on placed.calendar_name = observing.calendar_name
        and slot_of(placed.observed_at, placed.slot_seconds) = observing.slot
)

select
    clocked.case_id || '/approval/' || clocked.round as approval_id,
    clocked.case_id,
    clocked.round,
    clocked.source,
    clocked.platform,
    clocked.channel,
    clocked.visibility,
    clocked.department_id,
    clocked.requested_at,
    timezone(settings.zone, clocked.requested_at)::date as requested_day,
    clocked.requested_by_agent_id,
    clocked.message_id,
    clocked.decided_at,
    if(clocked.outcome in ('approved', 'rejected'), clocked.decided_by_agent_id, null) as decided_by_agent_id,
    deciders.department_id as decided_by_department_id,
    clocked.outcome,
    clocked.basis,
    clocked.round > 1 as is_rework,
    seconds_between(clocked.requested_at, clocked.observed_at) as observed_seconds,
    if(clocked.business_seconds_reason is null, clocked.business_us / 1e6, null) as observed_business_seconds,
    clocked.business_seconds_reason
from clocked
cross join company.settings as settings
left join company.identities as deciders
    on clocked.outcome in ('approved', 'rejected')
    and clocked.source = deciders.source
    and clocked.decided_by_agent_id = deciders.value
    and deciders.kind = 'agent'
    and clocked.decided_at >= coalesce(deciders.from_at, '-infinity')
    and clocked.decided_at < coalesce(deciders.until_at, 'infinity')
