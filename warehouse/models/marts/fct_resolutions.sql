/*
per = "case_id"
moving = "stayed_resolved_reason = 'too_recent' and resolved_at < getvariable('as_of') - interval 7 days"
*/
-- One row each time an open case was closed (metrics definition 7), by who held it then. `basis` says what the close
-- stands on: a human's reply, messages of which none needed an answer, or a log that tells of no messages; closed
-- before any answer is 'unanswered', which resolves nothing. `is_first`: the first close that does. `stayed_resolved`
-- is NULL until seven days have told, and where the case was merged or deleted (`lost_at`) before that.
with states as (
    select
        * exclude (department_id, agent_id),
        is_open_state(state) as is_open,
        coalesce(is_open_state(lag(state) over history), true) as was_open,
        coalesce(
            last_value(
                if(is_open_state(state), {department_id: department_id, agent_id: agent_id}, null) ignore nulls
            ) over past,
            {department_id: department_id, agent_id: agent_id}
        ) as holder,
        -- Exact: a sum of doubles is off by far less than the microsecond it is rounded to.
        if(
            count(*) over past = count(observed_business_seconds) over past,
            round(coalesce(sum(observed_business_seconds) over past, 0) * 1e6)::bigint / 1e6,
            null
        ) as business_seconds,
        min(if(is_open_state(state), started_at, null)) over future as reopened_at,
        min(if(state in ('merged', 'deleted'), started_at, null)) over future as lost_at
    from marts.fct_case_states
    window
        history as (partition by case_id order by started_at),
        past as (partition by case_id order by started_at rows between unbounded preceding and 1 preceding),
        future as (partition by case_id order by started_at rows between 1 following and unbounded following)
),

closings as (
    select *
    from states
    where state in ('resolved', 'closed') and was_open
),

-- What was said in the case until each close.
told as (
    select
        closings.case_id,
        closings.started_at,
        count(messages.message_id) as message_count,
        count(*) filter (where messages.needs_answer) as question_count,
        count(*) filter (
            where messages.direction = 'outbound' and messages.is_human and messages.visibility != 'internal'
        ) as reply_count
    from closings
    left join marts.fct_messages as messages
        on closings.case_id = messages.case_id and closings.started_at >= messages.sent_at
    group by closings.case_id, closings.started_at
),

based as (
    select
        closings.*,
        told.reply_count,
        case
            when told.reply_count > 0 then 'reply'
            when told.message_count = 0 then 'no_messages'
            when told.question_count = 0 then 'no_answer_needed'
            else 'unanswered'
        end as basis
    from closings
    inner join told using (case_id, started_at)
),

followed as (
    select
        * exclude (holder),
        unnest(holder),  -- noqa: AL03
        basis != 'unanswered'
        and count(*) filter (where basis != 'unanswered') over (
            partition by case_id order by started_at
        ) = 1 as is_first,
        row_number() over (partition by case_id order by started_at) as ordinal,
        case when reopened_at < coalesce(lost_at, 'infinity') then reopened_at end as next_opened_at
    from based
)

select
    case_id,
    ordinal,
    source,
    platform,
    channel,
    visibility,
    department_id,
    agent_id,
    opened_at,
    opened_day,
    started_at as resolved_at,
    timezone(settings.zone, started_at)::date as resolved_day,
    basis,
    is_first,
    reply_count,
    seconds_between(opened_at, started_at) as seconds,
    -- Closed at the very instant of its opening: no time passed, which only a calendar can say of business time.
    if(opened_at = started_at and departments.calendar_name is null, null, business_seconds) as business_seconds,
    next_opened_at as reopened_at,
    seconds_between(started_at, next_opened_at) as reopened_within_seconds,
    lost_at,
    case
        when seconds_between(started_at, next_opened_at) <= settings.stayed_resolved_seconds then false
        when seconds_between(started_at, lost_at) <= settings.stayed_resolved_seconds then null
        when seconds_between(started_at, getvariable('as_of')) > settings.stayed_resolved_seconds then true
    end as stayed_resolved,
    case
        when seconds_between(started_at, next_opened_at) <= settings.stayed_resolved_seconds then null
        when seconds_between(started_at, lost_at) <= settings.stayed_resolved_seconds then 'lost'
        when seconds_between(started_at, getvariable('as_of')) <= settings.stayed_resolved_seconds then 'too_recent'
    end as stayed_resolved_reason
from followed
cross join company.settings as settings
left join company.departments as departments using (department_id)
