/* per = "case_id" */
-- What a target is set on (metrics definition 9), a row each: every wait (first and next response), every case from
-- opening to resolution, every request for approval; the last two only where a target names them. `ending` says how it
-- ended for its clock: done, cancelled, unanswered (closed without a reply: missed once it would have been due), NULL:
-- not ended. A case reopened within the time in which it is the same matter (`reopen_days`) goes on as the same
-- instance; later it is a new one, with the target, department and calendar of that day.
with waits as (
    select
        wait_id as subject_id,
        if(ordinal = 1, 'first_response', 'next_response') as metric,
        ordinal,
        case_id,
        conversation_id,
        wait_id,
        source,
        platform,
        channel,
        visibility,
        customer_id,
        department_id,
        opened_at as started_at,
        ended_at,
        case
            when outcome = 'answered' then 'done'
            when outcome in ('withdrawn', 'merged') then 'cancelled'
            when outcome = 'closed_unanswered' then 'unanswered'
        end as ending
    from marts.fct_waits
),

states as (
    select
        case_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        started_at,
        is_open_state(state) as is_open,
        lag(is_open_state(state)) over history as was_open
    from marts.fct_case_states
    where 'resolution' in (select metric from company.targets)
    window history as (partition by case_id order by started_at)
),

-- Spells of being open, with the closing before and after each.
open_spells as (
    select *
    from (
        select
            *,
            lag(started_at) over history as closed_at,
            lead(started_at) over history as ended_at,
            lead(state) over history as end_state
        from states
        where was_open is distinct from is_open
        window history as (partition by case_id order by started_at)
    ) as turns
    where is_open
),

matters as (
    select
        open_spells.*,
        sum(
            if(
                lacks_past or epoch_us(started_at) - epoch_us(closed_at) > settings.reopen_seconds * 1000000,
                1, 0
            )
        ) over (partition by case_id order by started_at)::bigint as ordinal
    from (
        select
            *,
            row_number() over (partition by case_id order by started_at) = 1 as lacks_past
        from open_spells
    ) as open_spells
    cross join company.settings as settings
),

resolutions as (
    select
        case_id,
        'resolution' as metric,
        ordinal,
        arg_min(
            {
                source: source,
                platform: platform,
                channel: channel,
                visibility: visibility,
                department_id: department_id
            }, started_at
        ) as facts,
        min(started_at) as started_at,
        arg_max({ended_at: ended_at, end_state: end_state}, started_at) as last
    from matters
    group by case_id, ordinal
),

approvals as (
    select
        case_id,
        'approval' as metric,
        round as ordinal,
        source,
        platform,
        channel,
        visibility,
        department_id,
        requested_at as started_at,
        decided_at as ended_at,
        case
            when outcome = 'withdrawn' then 'cancelled'
            when outcome != 'open' then 'done'
        end as ending
    from marts.fct_approvals
    where 'approval' in (select metric from company.targets)
),

cases as (
    select
        case_id,
        metric,
        ordinal,
        facts.source,
        facts.platform,
        facts.channel,
        facts.visibility,
        facts.department_id,
        started_at,
        last.ended_at,
        case
            when last.end_state in ('merged', 'deleted') then 'cancelled'
            when last.end_state is not null then 'done'
        end as ending
    from resolutions
    union all by name
    select * from approvals
)

select * from waits
union all by name
select
    cases.case_id || '/' || cases.ordinal as subject_id,
    cases.metric,
    cases.ordinal,
    cases.case_id,
    known.conversation_id,
    null::varchar as wait_id,
    cases.source,
    cases.platform,
    cases.channel,
    cases.visibility,
    known.customer_id,
    cases.department_id,
    cases.started_at,
    cases.ended_at,
    cases.ending
from cases
left join marts.fct_cases as known using (case_id)
