-- One row per wait: a customer's message, or burst of messages, until the first human reply or what ended it without
-- one. `wait_seconds` and `business_seconds` are NULL unless answered; `observed_*` run to the end or to now for every
-- outcome.
-- `sla_state` follows the target's own clock; `calendar_sla_state` measures the same target around the clock.
with facts as (
    select
        waits.*,
        owners.* exclude (wait_id, outcome),
        clocks.* exclude (wait_id, observed_at),
        clocks.observed_at,
        getvariable('as_of') as now_at,
        settings.zone
    from steps.int_waits as waits
    inner join steps.int_wait_owners as owners using (wait_id)
    inner join steps.int_wait_clocks as clocks using (wait_id)
    cross join company.settings as settings
),

double_answers as (
    select distinct facts.wait_id
    from facts
    inner join steps.int_messages as first_answers on facts.answer_message_id = first_answers.message_id
    inner join steps.int_turns as turns
        on facts.conversation_id = turns.conversation_id
        and facts.customer_id = turns.customer_id
        and turns.kind = 'reply'
        and turns.occurred_at >= facts.ended_at
        and turns.occurred_at <= facts.ended_at + interval 30 minute
        and turns.message_id != facts.answer_message_id
    inner join steps.int_messages as answers on turns.message_id = answers.message_id
    where
        coalesce(answers.agent_id, answers.author_id) is distinct from coalesce(
            first_answers.agent_id, first_answers.author_id
        )
        and not exists (
            select 1
            from steps.int_turns as between_them
            where
                between_them.conversation_id = facts.conversation_id
                and between_them.customer_id = facts.customer_id
                and between_them.kind in ('inbound', 'no_answer')
                and between_them.occurred_at >= facts.ended_at
                and between_them.position < turns.position
        )
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
    double_answers.wait_id is not null as is_double
from facts
left join double_answers using (wait_id)
left join inferred using (answer_message_id, customer_id)
