-- Who owned a wait when it opened, who answered it, and the first target that applies to it.
with opened as (
    select
        waits.wait_id,
        waits.outcome,
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

situations as (
    select distinct
        if(ordinal = 1, 'first_response', 'next_response') as metric,
        platform,
        channel,
        visibility,
        department_id
    from owned
),

-- A next response takes the first response's target where it has none of its own.
chosen as (
    select
        situations.*,
        arg_min(
            candidates.target_id, candidates.rank + if(candidates.metric = situations.metric, 0, 1000000)
        ) as target_id
    from situations
    inner join company.targets as candidates
        on
        (
            situations.metric = candidates.metric
            or (situations.metric = 'next_response' and candidates.metric = 'first_response')
        )
        and (len(candidates.platform) = 0 or list_contains(candidates.platform, situations.platform))
        and (len(candidates.channel) = 0 or list_contains(candidates.channel, situations.channel))
        and (len(candidates.visibility) = 0 or list_contains(candidates.visibility, situations.visibility))
        and (
            len(candidates.department) = 0
            or coalesce(list_contains(candidates.department, situations.department_id), false)
        )
    group by all
)

select
    owned.*,
    targets.target_id,
    targets.seconds as target_seconds,
    targets.end_of_next_business_day,
    targets.clock
from owned
left join chosen
    on
    chosen.metric = if(owned.ordinal = 1, 'first_response', 'next_response')
    and owned.platform = chosen.platform
    and owned.channel = chosen.channel
    and owned.visibility = chosen.visibility
    and owned.department_id is not distinct from chosen.department_id
left join company.targets as targets on chosen.target_id = targets.target_id
