/*
per = "case_id"
moving = "picked_up_at is null and ended_at is null"
*/
-- Hand-offs (metrics definition 13): each change of the owning department, and apart from it of the owning person,
-- after the first. An owner lasts until another one is named, whether or not nobody was named in between. It is picked
-- up with the first human reply or note by the receiver, at the latest in the very update that passes the case on or
-- closes it. `is_dropped` is true where the receiver did nothing before that, or for seven days; NULL where that can't
-- be said yet, where the case wasn't open any more, and where no message of it is known. Only tickets are handed over:
-- what belongs to none has the owner that the rules say, and nobody passes it on.
with states as (
    select
        states.case_id,
        states.source,
        states.platform,
        states.channel,
        states.visibility,
        states.state,
        states.department_id,
        states.agent_id,
        states.started_at,
        cases.customer_id,
        is_open_state(states.state) as is_open,
        min(if(is_open_state(states.state), null, {ended_at: states.started_at, state: states.state})) over (
            partition by states.case_id order by states.started_at rows between current row and unbounded following
        ) as closing
    from marts.fct_case_states as states
    inner join marts.fct_cases as cases using (case_id)
    where cases.origin = 'ticket'
),

owned as (
    select
        *,
        'department' as kind,
        department_id as owner_id
    from states
    where department_id is not null
    union all by name
    select
        *,
        'agent' as kind,
        agent_id as owner_id
    from states
    where agent_id is not null
),

changes as (
    select
        *,
        lag(owner_id) over history as earlier_owner_id,
        lag(department_id) over history as from_department_id,
        lag(agent_id) over history as from_agent_id
    from owned
    window history as (partition by case_id, kind order by started_at)
),

spells as (
    select
        *,
        lead(started_at) over (partition by case_id, kind order by started_at) as passed_at,
        row_number() over (partition by case_id, kind order by started_at) - 1 as ordinal,
        min(started_at) over (partition by case_id, kind, owner_id) as first_owned_at
    from changes
    where owner_id is distinct from earlier_owner_id
),

handed as (
    select
        *,
        coalesce(closing.ended_at < coalesce(passed_at, 'infinity'), false) as is_closed,
        if(closing.ended_at < coalesce(passed_at, 'infinity'), closing.ended_at, passed_at) as handoff_ended_at
    from spells
    where ordinal > 0
),

pick_ups as (
    select
        handed.case_id,
        handed.kind,
        handed.ordinal,
        min(messages.sent_at) as picked_up_at
    from handed
    inner join marts.fct_messages as messages on handed.case_id = messages.case_id
    where
        messages.direction = 'outbound'
        and messages.is_human
        and messages.sent_at >= handed.started_at
        and messages.sent_at <= coalesce(handed.handoff_ended_at, 'infinity')
        and case
            when handed.kind = 'agent' then messages.agent_id = handed.owner_id
            -- Whoever isn't known to belong to the receiver may as well have handed it over just then.
            else messages.department_id = handed.owner_id
                and (messages.department_source = 'author' or messages.sent_at > handed.started_at)
        end
    group by handed.case_id, handed.kind, handed.ordinal
),

talked as (
    select distinct case_id
    from marts.fct_messages
    where case_id is not null
),

observed as (
    select
        handed.*,
        pick_ups.picked_up_at,
        talked.case_id is not null as is_talked,
        coalesce(pick_ups.picked_up_at, handed.handoff_ended_at, getvariable('as_of')) as observed_at
    from handed
    left join pick_ups using (case_id, kind, ordinal)
    left join talked using (case_id)
),

clocked as (
    select
        observed.*,
        case
            when departments.calendar_name is null then 'no_calendar'
            when opening.slot is null or observing.slot is null then 'outside_calendar'
        end as business_seconds_reason,
        open_us(
            observing.open_before, observing.is_open, observing.slot, calendars.slot_seconds, observed.observed_at
        )
        - open_us(opening.open_before, opening.is_open, opening.slot, calendars.slot_seconds, observed.started_at)
            as business_us
    from observed
    left join company.departments as departments using (department_id)
    left join company.calendars as calendars using (calendar_name)
    left join company.calendar_slots as opening
        on departments.calendar_name = opening.calendar_name
        and slot_of(observed.started_at, calendars.slot_seconds) = opening.slot
    left join company.calendar_slots as observing
        on departments.calendar_name = observing.calendar_name
        and slot_of(observed.observed_at, calendars.slot_seconds) = observing.slot
),

judged as (
    select
        *,
        case
            when not is_talked then null
            when not is_open then 'after_close'
            when picked_up_at is not null then 'picked_up'
            when is_closed then if(closing.state in ('merged', 'deleted'), 'cancelled', 'closed')
            when passed_at is not null then 'passed_on'
            when seconds_between(started_at, observed_at) > 7 * 86400 then 'dropped'
            else 'waiting'
        end as outcome
    from clocked
)

select
    judged.case_id,
    judged.kind,
    judged.ordinal,
    judged.source,
    judged.platform,
    judged.channel,
    judged.visibility,
    judged.customer_id,
    judged.from_department_id,
    judged.department_id as to_department_id,
    judged.department_id,
    judged.from_agent_id,
    judged.agent_id as to_agent_id,
    judged.started_at as handed_at,
    timezone(settings.zone, judged.started_at)::date as handed_day,
    judged.picked_up_at,
    judged.handoff_ended_at as ended_at,
    judged.outcome,
    if(judged.is_talked, null, 'no_messages') as outcome_reason,
    judged.is_open as was_open,
    case
        when judged.outcome in ('waiting', 'cancelled', 'after_close') then null
        else judged.outcome != 'picked_up'
    end as is_dropped,
    judged.first_owned_at < judged.started_at as is_return,
    if(judged.picked_up_at is null, null, seconds_between(judged.started_at, judged.picked_up_at)) as wait_seconds,
    seconds_between(judged.started_at, judged.observed_at) as observed_seconds,
    if(judged.business_seconds_reason is null, judged.business_us / 1e6, null) as observed_business_seconds,
    judged.business_seconds_reason
from judged
cross join company.settings as settings
