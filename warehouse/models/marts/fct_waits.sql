/*
per = "wait_id"
moving = "outcome = 'open' or sla_state = 'running' or calendar_sla_state = 'running'"
*/
-- One row per wait: a customer's message, or burst of messages, until the first human reply or what ended it without
-- one. `wait_seconds` and `business_seconds` are NULL unless answered; `observed_*` run to the end or to now for every
-- outcome.
-- `arrival_*` measure the same from the instant at which the message reached this system (definition 4, clock B); NULL
-- with a reason where it was sent before its source was first read, came after the wait was over, or bears a time
-- before its own sending.
-- `sla_state` follows the target's own clock; `calendar_sla_state` measures the same target around the clock.
with facts as (
    select
        waits.*,
        owners.* exclude (wait_id, outcome),
        clocks.* exclude (wait_id, observed_at),
        clocks.observed_at,
        arrivals.arrived_at,
        arrivals.is_history,
        if(arrivals.lag_seconds >= 0, arrivals.lag_seconds, null) as lag_seconds,
        arrivals.business_lag_seconds,
        case
            when arrivals.arrived_at is null then 'no_arrival'
            when arrivals.lag_seconds < 0 then 'arrived_before_sent'
            when arrivals.is_history then 'history'
            when arrivals.arrived_at > clocks.observed_at then 'arrived_after_end'
        end as arrival_reason,
        getvariable('as_of') as now_at,
        settings.zone
    from steps.int_waits as waits
    inner join steps.int_wait_owners as owners using (wait_id)
    inner join steps.int_wait_clocks as clocks using (wait_id)
    inner join steps.int_arrivals as arrivals using (wait_id)
    cross join company.settings as settings
),

inferred as (
    select
        message_id as answer_message_id,
        addressee_id as customer_id,
        addressee_source = 'inferred' as is_inferred_addressee
    from steps.int_replies
)

select
    facts.wait_id,
    facts.message_id,
    facts.answer_message_id,
    facts.source,
    facts.platform,
    facts.channel,
    facts.visibility,
    facts.conversation_id,
    facts.episode_id,
    facts.customer_id,
    coalesce(facts.case_id, facts.episode_id) as case_id,
    facts.post_id,
    facts.department_id,
    facts.department_source,
    facts.answered_by_department_id,
    facts.agent_id,
    facts.ordinal,
    case facts.ordinal when 1 then 'first' when 2 then 'second' else 'later' end as turn,
    facts.burst_count,
    facts.opened_at,
    facts.ended_at,
    timezone(facts.zone, facts.opened_at)::date as opened_day,
    timezone(facts.zone, facts.ended_at)::date as ended_day,
    facts.outcome,
    facts.answered_after_close_at,
    coalesce(inferred.is_inferred_addressee, false) as is_inferred_addressee,
    case when facts.outcome = 'answered' then seconds_between(facts.opened_at, facts.ended_at) end as wait_seconds,
    case when facts.outcome = 'answered' then facts.observed_business_seconds end as business_seconds,
    seconds_between(facts.opened_at, facts.observed_at) as observed_seconds,
    facts.observed_business_seconds,
    facts.business_seconds_reason,
    facts.target_id,
    facts.clock as target_clock,
    facts.target_seconds,
    facts.due_at,
    timezone(facts.zone, facts.due_at)::date as due_day,
    facts.calendar_due_at,
    sla_state(facts.outcome, facts.ended_at, facts.due_at, facts.now_at) as sla_state,
    case
        when facts.target_id is null then 'no_target'
        when facts.due_at is null then coalesce(facts.business_seconds_reason, 'outside_calendar')
    end as sla_reason,
    sla_state(facts.outcome, facts.ended_at, facts.calendar_due_at, facts.now_at) as calendar_sla_state,
    facts.stakeholder,
    intents.intent,
    intents.intent_source,
    intents.topic,
    facts.arrived_at,
    facts.is_history,
    facts.lag_seconds,
    case
        when facts.arrival_reason is null then seconds_between(facts.arrived_at, facts.observed_at)
    end as arrival_seconds,
    case
        when facts.arrival_reason is null then facts.observed_business_seconds - facts.business_lag_seconds
    end as arrival_business_seconds,
    facts.arrival_reason,
    -- 0 is Monday, midnight to one o'clock, in the company's zone.
    hour_of_week(timezone(facts.zone, facts.opened_at)) as opened_hour_of_week,
    doubles.answer_message_id is not null as is_double,
    coalesce(doubles.is_across, false) as is_double_across
from facts
left join steps.int_intents as intents on facts.message_id = intents.message_id
left join steps.int_double_answers as doubles using (conversation_id, customer_id, answer_message_id)
left join inferred using (answer_message_id, customer_id)
