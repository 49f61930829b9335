/*
per = "case_id"
moving = "is_running"
*/
-- Where each wait spent its time: one row per wait, owning department and stage, whose seconds add up to those of the
-- wait to the microsecond. The stages are, the first that holds: approval and third_party (the case waits for them),
-- handoff (handed over and not picked up), queue (nobody has written anything yet, not even a note), work. `is_running`
-- is the row in which an open wait stands now. Business time is that of the owner's calendar.
with waits as (
    select
        *,
        coalesce(ended_at, getvariable('as_of')) as observed_at
    from marts.fct_waits
),

handoffs as (
    select
        case_id,
        handed_at,
        from_department_id,
        least(coalesce(picked_up_at, 'infinity'), coalesce(ended_at, 'infinity')) as settled_at
    from marts.fct_handoffs
    where kind = 'department'
),

touches as (
    select
        waits.wait_id,
        waits.customer_id,
        min(messages.sent_at) as touched_at
    from waits
    inner join marts.fct_messages as messages on waits.case_id = messages.case_id
    where
        messages.direction = 'outbound'
        and messages.is_human
        and messages.sent_at >= waits.opened_at
        and messages.sent_at < waits.observed_at
    group by waits.wait_id, waits.customer_id
),

changes as (
    select
        case_id,
        started_at as point_at
    from marts.fct_case_states
    union
    select
        case_id,
        unnest([handed_at, settled_at]) as point_at
    from handoffs
),

points as (
    select
        wait_id,
        customer_id,
        opened_at as point_at
    from waits
    union
    select
        waits.wait_id,
        waits.customer_id,
        changes.point_at
    from waits
    inner join changes on waits.case_id = changes.case_id
    where changes.point_at > waits.opened_at and changes.point_at < waits.observed_at
    union
    select
        wait_id,
        customer_id,
        touched_at as point_at
    from touches
),

parts as (
    select
        waits.wait_id,
        waits.customer_id,
        waits.case_id,
        waits.department_id as first_department_id,
        waits.ended_at,
        touches.touched_at,
        points.point_at as started_at,
        coalesce(
            lead(points.point_at) over (
                partition by points.wait_id, points.customer_id order by points.point_at
            ), waits.observed_at
        ) as left_at,
        waits.observed_at
    from points
    inner join waits on points.wait_id = waits.wait_id and points.customer_id = waits.customer_id
    left join touches on points.wait_id = touches.wait_id and points.customer_id = touches.customer_id
),

placed as (
    select
        parts.*,
        if(states.case_id is null, parts.first_department_id, states.department_id) as department_id,
        states.state,
        coalesce(parts.started_at < handoffs.settled_at, false) as is_handed,
        handoffs.from_department_id
    from parts
    asof left join marts.fct_case_states as states
        on parts.case_id = states.case_id and parts.started_at >= states.started_at
    asof left join handoffs
        on parts.case_id = handoffs.case_id and parts.started_at >= handoffs.handed_at
),

staged as (
    select
        *,
        case
            when state = 'waiting_approval' then 'approval'
            when state = 'waiting_third_party' then 'third_party'
            when is_handed then 'handoff'
            when touched_at is null or started_at < touched_at then 'queue'
            else 'work'
        end as stage
    from placed
),

clocked as (
    select
        staged.*,
        open_us(observing.open_before, observing.is_open, observing.slot, calendars.slot_seconds, staged.left_at)
        - open_us(opening.open_before, opening.is_open, opening.slot, calendars.slot_seconds, staged.started_at)
            as business_us,
        departments.calendar_name
    from staged
    left join company.departments as departments using (department_id)
    left join company.calendars as calendars using (calendar_name)
    left join company.calendar_slots as opening
        on departments.calendar_name = opening.calendar_name
        and slot_of(staged.started_at, calendars.slot_seconds) = opening.slot
    left join company.calendar_slots as observing
        on departments.calendar_name = observing.calendar_name
        and slot_of(staged.left_at, calendars.slot_seconds) = observing.slot
),

summed as (
    select
        wait_id,
        customer_id,
        department_id,
        stage,
        if(stage = 'handoff', from_department_id, null) as from_department_id,
        sum(epoch_us(left_at) - epoch_us(started_at))::bigint as observed_us,
        if(bool_and(business_us is not null), sum(business_us)::bigint, null) as business_us,
        bool_or(ended_at is null and left_at = observed_at) as is_running,
        any_value(calendar_name) as calendar_name
    from clocked
    group by all
)

select
    summed.wait_id,
    summed.customer_id,
    waits.case_id,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.opened_day,
    waits.department_id as opened_department_id,
    summed.department_id,
    summed.stage,
    summed.from_department_id,
    summed.observed_us / 1e6 as observed_seconds,
    summed.business_us / 1e6 as observed_business_seconds,
    case
        when summed.business_us is not null then null
        when summed.department_id is null then 'no_owner'
        when summed.calendar_name is null then 'no_calendar'
        else 'outside_calendar'
    end as business_seconds_reason,
    summed.is_running
from summed
inner join waits on summed.wait_id = waits.wait_id and summed.customer_id = waits.customer_id
