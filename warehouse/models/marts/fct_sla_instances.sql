/*
per = "case_id"
moving = "ended_at is null or state = 'running' or calendar_state = 'running'"
*/
-- One row per target and what it is set on: a wait (first or next response), a case until it is resolved, a request
-- for approval (metrics definition 9). `state` at now: met (also at exactly the target), breached (answered late, still
-- open past due, or closed without an answer), running, cancelled (withdrawn, merged or deleted before due), none (no
-- target or calendar, see `state_reason`). `due_at` is the instant of the breach, past or to come if nothing pauses any
-- more; `calendar_state` measures the same target around the clock. Why it was missed stands in marts.fct_breaches.
with clocked as (
    select
        instances.*,
        clocks.* exclude (sla_id, case_id),
        getvariable('as_of') as now_at,
        settings.zone,
        settings.at_risk_share,
        case
            when instances.target_id is null then 'no_target'
            when not clocks.is_covered and instances.department_id is null then 'no_owner'
            when not clocks.is_covered and instances.calendar_name is null then 'no_calendar'
            when not clocks.is_covered or (clocks.due_at is null and clocks.runs_on) then 'outside_calendar'
        end as none_reason,
        instances.target_id is null or (clocks.calendar_due_at is null and clocks.runs_on) as lacks_calendar_due
    from steps.int_sla_targets as instances
    left join steps.int_sla_clocks as clocks using (sla_id)
    cross join company.settings as settings
),

judged as (
    select
        *,
        if(none_reason is not null, 'none', instance_state(ending, ended_at, due_at, now_at)) as state,
        if(lacks_calendar_due, 'none', instance_state(ending, ended_at, calendar_due_at, now_at)) as calendar_state
    from clocked
),

-- What a running clock has left: the rest of the target, or the open time until the end of the day that it is due.
remaining as (
    select
        judged.sla_id,
        if(
            judged.end_of_next_business_day,
            open_us(due.open_before, due.is_open, due.slot, calendars.slot_seconds, judged.due_at)
            - open_us(now.open_before, now.is_open, now.slot, calendars.slot_seconds, judged.now_at),
            judged.target_seconds * 1000000 - judged.consumed_us
        ) as remaining_us
    from judged
    left join company.calendars as calendars using (calendar_name)
    left join company.calendar_slots as due
        on judged.calendar_name = due.calendar_name and slot_of(judged.due_at, calendars.slot_seconds) = due.slot
    left join company.calendar_slots as now
        on judged.calendar_name = now.calendar_name and slot_of(judged.now_at, calendars.slot_seconds) = now.slot
    where judged.state = 'running'
)

select
    judged.sla_id,
    judged.case_id,
    judged.conversation_id,
    judged.wait_id,
    judged.metric,
    judged.ordinal,
    judged.target_id,
    judged.is_also,
    judged.clock as target_clock,
    judged.target_seconds,
    judged.source,
    judged.platform,
    judged.channel,
    judged.visibility,
    judged.customer_id,
    judged.department_id,
    judged.started_at,
    timezone(judged.zone, judged.started_at)::date as started_day,
    judged.due_at,
    if(judged.state = 'breached', judged.due_at, null) as breached_at,
    judged.ended_at,
    timezone(judged.zone, judged.ended_at)::date as ended_day,
    if(judged.none_reason = 'no_target', null, judged.paused_us / 1e6) as paused_seconds,
    judged.consumed_us / 1e6 as consumed_seconds,
    remaining.remaining_us / 1e6 as remaining_seconds,
    judged.state,
    case
        when judged.none_reason is not null then judged.none_reason
        when judged.due_at is null and judged.state = 'running' then 'paused'
    end as state_reason,
    judged.state = 'running' and coalesce(judged.is_paused, false) as is_paused,
    coalesce(
        remaining.remaining_us < judged.at_risk_share * (judged.consumed_us + remaining.remaining_us), false
    ) as is_at_risk,
    judged.calendar_due_at,
    judged.calendar_state
from judged
left join remaining using (sla_id)
