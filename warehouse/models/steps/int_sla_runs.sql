/*
per = "case_id"
moving = "false"
*/
-- Intervals in which an instance's clock runs: those between the pauses of steps.int_sla_pauses, each with what was
-- used up before it, in microseconds: open ones under the instance's calendar, and those of the wall clock. The last
-- has no `until_at` where the clock would run on; `open_us` and `wall_us` are cut at the instance's end and at now.
with unpaused as (
    select
        sla_id,
        started_at as from_at,
        null::timestamptz as until_at,
        false as has_pauses
    from steps.int_sla_targets
    where target_id is not null and sla_id not in (select sla_id from steps.int_sla_pauses)
),

anchors as (
    select
        sla_id,
        started_at as from_at
    from steps.int_sla_targets
    where sla_id in (select sla_id from steps.int_sla_pauses)
    union all
    select
        pauses.sla_id,
        pauses.resumed_at as from_at
    from steps.int_sla_pauses as pauses
    inner join steps.int_sla_targets as instances using (sla_id)
    where
        pauses.resumed_at is not null
        -- A clock that stood at the end doesn't run on; a case closed without an answer still owes one.
        and (instances.ending = 'unanswered' or instances.ended_at is distinct from pauses.resumed_at)
),

bounded as (
    select * from unpaused
    union all
    select
        anchors.sla_id,
        anchors.from_at,
        min(pauses.paused_at) as until_at,
        true as has_pauses
    from anchors
    left join steps.int_sla_pauses as pauses
        on anchors.sla_id = pauses.sla_id and anchors.from_at <= pauses.paused_at
    group by anchors.sla_id, anchors.from_at
),

placed as (
    select
        instances.case_id,
        bounded.*,
        coalesce(bounded.until_at, instances.ended_at, getvariable('as_of')) as observed_at,
        instances.calendar_name,
        calendars.slot_seconds
    from bounded
    inner join steps.int_sla_targets as instances using (sla_id)
    left join company.calendars as calendars using (calendar_name)
),

clocked as (
    select
        placed.case_id,
        placed.sla_id,
        placed.from_at,
        placed.until_at,
        placed.has_pauses,
        open_us(starting.open_before, starting.is_open, starting.slot, placed.slot_seconds, placed.from_at)
            as from_open_us,
        open_us(
            observing.open_before, observing.is_open, observing.slot, placed.slot_seconds, placed.observed_at
        ) - from_open_us as open_us,
        epoch_us(placed.observed_at) - epoch_us(placed.from_at) as wall_us
    from placed
    left join company.calendar_slots as starting
        on placed.calendar_name = starting.calendar_name
        and slot_of(placed.from_at, placed.slot_seconds) = starting.slot
    left join company.calendar_slots as observing
        on placed.calendar_name = observing.calendar_name
        and slot_of(placed.observed_at, placed.slot_seconds) = observing.slot
)

select
    * exclude (has_pauses),
    0::bigint as open_us_before,
    0::bigint as wall_us_before
from clocked
where not has_pauses
union all by name
select
    * exclude (has_pauses),
    coalesce(sum(open_us) over earlier, 0)::bigint as open_us_before,
    coalesce(sum(wall_us) over earlier, 0)::bigint as wall_us_before
from clocked
where has_pauses
window earlier as (partition by sla_id order by from_at rows between unbounded preceding and 1 preceding)
