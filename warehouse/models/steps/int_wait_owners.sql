/* per = "wait_id" */
-- Who owned a wait when it opened, who answered it, and the first target that applies to it.
with opened as (
    select
        waits.wait_id,
        waits.outcome,
        waits.opened_at,
        messages.source,
        messages.platform,
        messages.channel,
        messages.visibility,
        messages.case_id,
        messages.post_id,
        owners.department_id,
        owners.department_source,
        owners.owner_rank,
        owners.answer_rank,
        answers.agent_id,
        answers.department_id as answered_by_department_id,
        stakeholders.stakeholder,
        row_number() over (partition by episodes.episode_id order by waits.opened_at, waits.wait_id) as ordinal,
        episodes.episode_id
    from steps.int_waits as waits
    inner join steps.int_messages as messages on waits.message_id = messages.message_id
    left join steps.int_owners as owners
        on owner_key(
            messages.source, messages.platform, messages.channel, messages.visibility,
            messages.group_name, messages.account, messages.mentions
        ) = owners.owner_key
        and waits.opened_at >= owners.from_at
        and waits.opened_at < owners.until_at
    left join steps.int_episodes as episodes
        on waits.message_id = episodes.message_id and waits.customer_id = episodes.customer_id
    left join steps.int_authors as answers on waits.answer_message_id = answers.message_id
    left join steps.int_stakeholders as stakeholders
        on messages.case_id = stakeholders.case_id
        and waits.opened_at >= stakeholders.from_at
        and waits.opened_at < stakeholders.until_at
),

owned as (
    select
        * exclude (department_id, department_source, owner_rank, answer_rank),
        -- The first rule wins: "the department that answered" only where no earlier rule knew the owner.
        if(answers_first, answered_by_department_id, department_id) as department_id,
        if(answers_first, 'answer', department_source) as department_source
    from (
        select
            *,
            answered_by_department_id is not null
            and answer_rank is not null
            and answer_rank < coalesce(owner_rank, 1000000) as answers_first
        from opened
    ) as ranked
),

periods as (
    select from_at from steps.int_targets
    union
    select until_at as from_at from steps.int_targets
    union
    select '-infinity'::timestamptz as from_at
),

timed as (
    select
        owned.*,
        if(owned.ordinal = 1, 'first_response', 'next_response') as metric,
        periods.from_at as target_period
    from owned
    asof inner join periods on owned.opened_at >= periods.from_at
),

situations as (
    select distinct
        metric,
        platform,
        channel,
        visibility,
        department_id,
        target_period
    from timed
),

chosen as (
    select
        situations.*,
        arg_min(
            {
                target_id: candidates.target_id,
                target_seconds: candidates.target_seconds,
                end_of_next_business_day: candidates.end_of_next_business_day,
                clock: candidates.clock
            },
            candidates.tried_rank
        ) as target
    from situations
    inner join steps.int_targets as candidates
        on
        situations.metric = candidates.metric
        and not candidates.is_also
        and situations.target_period >= candidates.from_at
        and situations.target_period < candidates.until_at
        and meets(candidates.platform, situations.platform)
        and meets(candidates.channel, situations.channel)
        and meets(candidates.visibility, situations.visibility)
        and meets(candidates.department, situations.department_id)
    group by all
)

select
    timed.* exclude (opened_at, metric, target_period),
    chosen.target.target_id,
    chosen.target.target_seconds,
    chosen.target.end_of_next_business_day,
    chosen.target.clock
from timed
left join chosen
    on timed.metric = chosen.metric
    and timed.platform = chosen.platform
    and timed.channel = chosen.channel
    and timed.visibility = chosen.visibility
    and timed.department_id is not distinct from chosen.department_id
    and timed.target_period = chosen.target_period
