/*
per = "case_id"
moving = "is_open_state(status)"
*/
-- One row per case: a ticket, or an episode of a conversation that belongs to no ticket. `first_resolved_at` is the
-- first close that resolves (marts.fct_resolutions), `resolved_at` the last close of a case that is closed now, and
-- `observed_*` run to that, to where it was merged or deleted, or to now. Replies and touches are NULL where no message
-- of the case is known.
with states as (
    select
        *,
        is_open_state(state) as is_open,
        lag(state) over history as earlier_state,
        lag(if(is_open_state(state), department_id, null) ignore nulls) over history as earlier_department_id
    from marts.fct_case_states
    window history as (partition by case_id order by started_at)
),

summed as (
    select
        case_id,
        any_value(source) as source,
        any_value(platform) as platform,
        any_value(channel) as channel,
        any_value(visibility) as visibility,
        min(started_at) as opened_at,
        min(opened_day) as opened_day,
        max(started_at) filter (
            where state in ('resolved', 'closed') and coalesce(is_open_state(earlier_state), true)
        ) as last_resolved_at,
        arg_max(state, started_at) as status,
        max(started_at) as last_started_at,
        max(started_at) filter (where state = 'closed') as last_closed_at,
        arg_max({department_id: department_id}, started_at).department_id as department_id,
        arg_max({agent_id: agent_id}, started_at).agent_id as agent_id,
        count(*) filter (where is_open and not is_open_state(earlier_state)) as reopen_count,
        -- Who files a solved case elsewhere hands nothing over.
        count(*) filter (where is_open and department_id != earlier_department_id) as handoff_count,
        -- Exact: the sum is off by far less than the microsecond it is rounded to.
        round(coalesce(sum(observed_seconds) filter (where is_open and department_id is null), 0) * 1e6)::bigint / 1e6
            as unowned_seconds
    from states
    group by case_id
),

ended as (
    select
        *,
        case
            when status in ('resolved', 'closed') then last_resolved_at
            when status in ('merged', 'deleted') then last_started_at
        end as ended_at
    from summed
),

clocks as (
    select
        ended.case_id,
        if(
            count(*) = count(states.observed_business_seconds),
            round(sum(states.observed_business_seconds) * 1e6)::bigint / 1e6,
            null
        ) as observed_business_seconds,
        min(states.business_seconds_reason) as business_seconds_reason
    from ended
    inner join marts.fct_case_states as states
        on ended.case_id = states.case_id
    where states.started_at < coalesce(ended.ended_at, 'infinity')
    group by ended.case_id
    union all
    -- Over at the very instant of its opening: no time passed, which only a calendar can say of business time.
    select
        ended.case_id,
        if(departments.calendar_name is null, null, 0) as observed_business_seconds,
        case
            when ended.department_id is null then 'no_owner'
            when departments.calendar_name is null then 'no_calendar'
        end as business_seconds_reason
    from ended
    left join company.departments as departments on ended.department_id = departments.department_id
    where ended.ended_at = ended.opened_at
),

first_resolutions as (
    select
        case_id,
        resolved_at,
        basis,
        seconds,
        business_seconds,
        reopened_within_seconds,
        stayed_resolved
    from marts.fct_resolutions
    where is_first
),

latest_events as (
    select
        case_id,
        arg_max(priority, {event_at: event_at, event_order: event_order}) as priority,
        arg_max(customer_id, {event_at: event_at, event_order: event_order}) as customer_id,
        arg_max(merged_into_case_id, {event_at: event_at, event_order: event_order}) as merged_into_case_id
    from steps.int_case_events
    group by case_id
),

-- What the case store says of it by now.
facts as (
    select
        case_id,
        arg_max(value, {event_at: event_at, event_order: event_order}) filter (where fact = 'topic') as topic,
        arg_max(value, {event_at: event_at, event_order: event_order}) filter (where fact = 'process') as process
    from steps.int_case_facts
    where value is not null and fact in ('topic', 'process')
    group by case_id
),

messages as (
    select
        case_id,
        conversation_id,
        customer_id,
        message_id,
        sent_at,
        direction = 'outbound' and is_human and visibility != 'internal' as is_reply,
        direction = 'outbound' and author_kind = 'bot' as is_bot,
        min(if(direction = 'outbound' and is_human and visibility != 'internal', sent_at, null)) over (
            partition by case_id
        ) as first_reply_at
    from marts.fct_messages
    where case_id is not null
),

talks as (
    select
        case_id,
        any_value(conversation_id order by sent_at, message_id) as conversation_id,
        any_value(customer_id order by sent_at, message_id) as customer_id,
        count(*) filter (where is_reply) as human_reply_count,
        -- A bot had the case until it last wrote before a human did.
        max(sent_at) filter (where is_bot and sent_at < coalesce(first_reply_at, 'infinity')) as bot_until_at
    from messages
    group by case_id
)

select
    ended.case_id,
    ended.source,
    if(latest_events.case_id is null, 'conversation', 'ticket') as origin,
    ended.platform,
    ended.channel,
    ended.visibility,
    coalesce(latest_events.customer_id, talks.customer_id) as customer_id,
    talks.conversation_id,
    ended.opened_at,
    ended.opened_day,
    first_resolutions.resolved_at as first_resolved_at,
    first_resolutions.basis as first_resolution_basis,
    first_resolutions.seconds as first_resolution_seconds,
    first_resolutions.business_seconds as first_resolution_business_seconds,
    if(ended.status in ('resolved', 'closed'), ended.last_resolved_at, null) as resolved_at,
    timezone(settings.zone, if(ended.status in ('resolved', 'closed'), ended.last_resolved_at, null))::date
        as resolved_day,
    if(ended.status = 'closed', ended.last_closed_at, null) as closed_at,
    ended.status,
    ended.status in ('resolved', 'closed') as is_resolved,
    latest_events.merged_into_case_id,
    ended.department_id,
    ended.agent_id,
    latest_events.priority,
    stakeholders.stakeholder,
    facts.topic,
    facts.process,
    ended.reopen_count,
    first_resolutions.reopened_within_seconds,
    first_resolutions.stayed_resolved,
    ended.handoff_count,
    talks.human_reply_count,
    talks.human_reply_count as touch_count,
    case
        when talks.human_reply_count <= 2 then talks.human_reply_count::varchar
        when talks.human_reply_count > 2 then 'multi'
    end as touch_class,
    seconds_between(ended.opened_at, coalesce(ended.ended_at, getvariable('as_of'))) as observed_seconds,
    clocks.observed_business_seconds,
    clocks.business_seconds_reason,
    if(ended.status in ('resolved', 'closed'), seconds_between(ended.opened_at, ended.last_resolved_at), null)
        as resolution_seconds,
    if(ended.status in ('resolved', 'closed'), clocks.observed_business_seconds, null) as resolution_business_seconds,
    case
        when talks.case_id is not null
            then greatest(0, coalesce(seconds_between(ended.opened_at, talks.bot_until_at), 0))
    end as bot_seconds,
    ended.unowned_seconds
from ended
cross join company.settings as settings
left join clocks using (case_id)
left join first_resolutions using (case_id)
left join latest_events using (case_id)
left join talks using (case_id)
left join facts using (case_id)
left join steps.int_stakeholders as stakeholders
    on ended.case_id = stakeholders.case_id and stakeholders.until_at = 'infinity'
