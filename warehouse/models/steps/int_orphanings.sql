/*
per = "case_id"
moving = "is_running"
*/
-- Instants at which a case was left alone: `no_owner` for longer than the time set (by the opening hours of the whole
-- house, as nobody's calendar holds), `no_action` by its owner for longer than the time set (the owner's business time
-- from the opening of the wait, in which nobody wrote even a note), and `not_picked_up` after a hand-off. `is_running`:
-- it may still come to that.
with waits as (
    select
        waits.*,
        departments.calendar_name
    from marts.fct_waits as waits
    left join company.departments as departments using (department_id)
),

spells as (
    select
        unowned.case_id,
        unowned.started_at,
        unowned.ended_at,
        -- Hours count from where the case was without an owner while the house was open.
        house.open_us_before
        + least(epoch_us(unowned.started_at), epoch_us(house.closed_at)) - epoch_us(house.opened_at)
        + 1000000 * if(
            unowned.visibility = 'public', settings.no_owner_public_seconds, settings.no_owner_private_seconds
        ) as due_open_us
    from marts.fct_unowned as unowned
    cross join company.settings as settings
    asof inner join steps.int_house_hours as house on unowned.started_at >= house.opened_at
),

unowned as (
    select
        spells.case_id,
        later(house.opened_at, spells.due_open_us - house.open_us_before) as due_at,
        spells.ended_at
    from spells
    asof inner join steps.int_house_hours as house on spells.due_open_us > house.open_us_before
    -- Beyond the last closing nothing is known.
    where spells.due_open_us - house.open_us_before <= epoch_us(house.closed_at) - epoch_us(house.opened_at)
),

queued as (
    select
        wait_id,
        customer_id,
        department_id,
        observed_business_seconds
    from marts.fct_wait_stages
    where stage = 'queue' and department_id is not null and observed_business_seconds is not null
),

untouched as (
    select
        waits.case_id,
        waits.department_id,
        make_timestamptz(
            epoch_us_of_open_us(
                axis.open_slots,
                axis.slot_us,
                calendars.open_slots_before,
                calendars.open_slot_count,
                calendars.shift_us,
                open_us(axis.curve, axis.slot_us, epoch_us(waits.opened_at) + calendars.shift_us)
                + settings.no_action_seconds * 1000000
            )
        ) as due_at,
        queued.observed_business_seconds > settings.no_action_seconds as is_over,
        waits.outcome = 'open' as is_waiting
    from waits
    inner join queued
        on waits.wait_id = queued.wait_id
        and waits.customer_id is not distinct from queued.customer_id
        and waits.department_id = queued.department_id
    inner join company.calendars as calendars on waits.calendar_name = calendars.calendar_name
    cross join company.calendar_curve as axis
    cross join company.settings as settings
),

found as (
    select
        case_id,
        'no_owner' as kind,
        null::varchar as from_department_id,
        null::varchar as department_id,
        due_at as orphaned_at,
        due_at <= getvariable('as_of') and coalesce(due_at < ended_at, true) as is_orphaned,
        ended_at is null as is_running
    from unowned
    union all by name
    select
        case_id,
        'no_action' as kind,
        null as from_department_id,
        department_id,
        due_at as orphaned_at,
        is_over and due_at <= getvariable('as_of') as is_orphaned,
        is_waiting as is_running
    from untouched
    union all by name
    select
        case_id,
        'not_picked_up' as kind,
        from_department_id,
        to_department_id as department_id,
        least(coalesce(ended_at, 'infinity'), handed_at + interval 168 hours) as orphaned_at,
        coalesce(is_dropped, false) as is_orphaned,
        is_dropped is null and outcome = 'waiting' as is_running
    from marts.fct_handoffs
    where kind = 'department'
)

select
    case_id,
    kind,
    from_department_id,
    department_id,
    if(is_orphaned, orphaned_at, null) as orphaned_at,
    is_orphaned,
    is_running
from found
where is_orphaned or is_running
