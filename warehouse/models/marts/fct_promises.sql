/*
per = "case_id"
moving = "state in ('open', 'overdue') or due_at >= getvariable('earlier_as_of')"
*/
-- The ledger of promises (metrics definition 18), one row each time the case store's field names a new one. Due is what
-- the field first named for it (a day: until its end; moving it later doesn't make a promise kept), else the policy's
-- time after the promise. Whoever made it is the agent's department then, else the case's; it is for the department
-- named to fulfil it, else for whoever said that it was kept, else for who made it (`is_cross`: not by itself).
-- `state`: kept, late, broken (said so), open, or overdue. Evidence is the message archived with it.
with facts as (
    select
        *,
        row_number() over (partition by case_id order by event_at, event_order, fact, value) as position
    from steps.int_case_facts
    where fact in ('promise', 'promise_due', 'promise_department', 'promise_kept') and value is not null
),

made as (
    select
        case_id,
        source,
        value as promise,
        event_at as promised_at,
        event_order,
        agent_id,
        message_id,
        row_number() over history as number,
        lead({event_at: event_at, event_order: event_order}) over history as next_made
    from facts
    where fact = 'promise'
    window history as (partition by case_id order by event_at, event_order)
),

-- What is said of a promise comes with it or after it, until the next; said before the first one, it is of that.
details as (
    select
        made.case_id,
        made.number,
        min_by({value: facts.value}, facts.position) filter (where facts.fact = 'promise_due').value as due,
        count(distinct facts.value) filter (where facts.fact = 'promise_due') > 1 as is_due_moved,
        max_by(facts.value, facts.position) filter (where facts.fact = 'promise_department') as department,
        max_by({value: facts.value, event_at: facts.event_at, agent_id: facts.agent_id}, facts.position) filter (
            where facts.fact = 'promise_kept'
        ) as verdict
    from made
    inner join facts
        on made.case_id = facts.case_id
        and (
            made.number = 1
            or facts.event_at > made.promised_at
            or (facts.event_at = made.promised_at and facts.event_order >= made.event_order)
        )
        and (
            made.next_made is null
            or facts.event_at < made.next_made.event_at
            or (facts.event_at = made.next_made.event_at and facts.event_order < made.next_made.event_order)
        )
    where facts.fact != 'promise'
    group by made.case_id, made.number
),

told as (
    select
        made.*,
        details.is_due_moved,
        details.department as named_department,
        details.verdict.value as verdict,
        if(details.verdict.value is null, null, details.verdict.event_at) as verdict_at,
        details.verdict.agent_id as verdict_agent_id,
        details.due is not null as has_due,
        -- A bare day lasts until its midnight in the company's zone.
        coalesce(
            if(
                length(details.due) = 10,
                timezone(settings.zone, (try_cast(details.due as date) + interval 1 day)::timestamp),
                try_cast(details.due as timestamptz)
            ),
            made.promised_at + to_seconds(settings.promise_seconds)
        ) as due_at,
        settings.zone
    from made
    cross join company.settings as settings
    left join details using (case_id, number)
),

named as (
    select
        told.case_id,
        told.number,
        min(departments.department_id) as department_id
    from told
    inner join company.departments as departments
        on lower(told.named_department) in (
            departments.department_id, lower(departments.name), lower(departments.name_en)
        )
    group by told.case_id, told.number
    union all
    select
        told.case_id,
        told.number,
        min(identities.department_id) as department_id
    from told
    inner join company.identities as identities
        on told.source = identities.source
        and told.named_department = identities.value
        and identities.kind = 'group'
        and told.promised_at >= coalesce(identities.from_at, '-infinity')
        and told.promised_at < coalesce(identities.until_at, 'infinity')
    group by told.case_id, told.number
),

named_once as (
    select
        case_id,
        number,
        min(department_id) as department_id
    from named
    group by case_id, number
),

people as (
    select
        source,
        value as agent_id,
        department_id,
        coalesce(from_at, '-infinity') as from_at,
        coalesce(until_at, 'infinity') as until_at
    from company.identities
    where kind = 'agent'
),

promised as (
    select
        told.*,
        coalesce(promisers.department_id, holders.department_id) as promised_by_department_id,
        coalesce(named_once.department_id, keepers.department_id) as known_fulfiller,
        holders.platform,
        holders.channel,
        holders.visibility
    from told
    asof left join marts.fct_case_states as holders
        on told.case_id = holders.case_id and told.promised_at >= holders.started_at
    left join named_once
        on told.case_id = named_once.case_id and told.number = named_once.number
    left join people as promisers
        on told.source = promisers.source
        and told.agent_id = promisers.agent_id
        and told.promised_at >= promisers.from_at
        and told.promised_at < promisers.until_at
    left join people as keepers
        on told.source = keepers.source
        and told.verdict_agent_id = keepers.agent_id
        and told.verdict_at >= keepers.from_at
        and told.verdict_at < keepers.until_at
)

select
    promised.case_id || '/promise/' || promised.number as promise_id,
    promised.case_id,
    messages.message_id,
    promised.source,
    promised.platform,
    promised.channel,
    promised.visibility,
    promised.promised_by_department_id as department_id,
    promised.promised_at,
    timezone(promised.zone, promised.promised_at)::date as promised_day,
    promised.promise as text,
    promised.due_at,
    if(promised.has_due, 'explicit', 'default') as due_source,
    coalesce(promised.is_due_moved, false) as is_due_moved,
    promised.promised_by_department_id,
    promised.agent_id as promised_by_agent_id,
    coalesce(promised.known_fulfiller, promised.promised_by_department_id) as fulfilled_by_department_id,
    (
        coalesce(promised.known_fulfiller, promised.promised_by_department_id) != promised.promised_by_department_id
    ) as is_cross,
    if(promised.verdict = 'true', promised.verdict_at, null) as kept_at,
    if(promised.verdict = 'false', promised.verdict_at, null) as broken_at,
    case
        when promised.verdict = 'true' then if(promised.verdict_at <= promised.due_at, 'kept', 'late')
        when promised.verdict = 'false' then 'broken'
        when getvariable('as_of') > promised.due_at then 'overdue'
        else 'open'
    end as state,
    case
        when promised.verdict = 'true' and promised.verdict_at > promised.due_at
            then seconds_between(promised.due_at, promised.verdict_at)
        when promised.verdict is null and getvariable('as_of') > promised.due_at
            then seconds_between(promised.due_at, getvariable('as_of'))
    end as lateness_seconds,
    promised.due_at < getvariable('as_of') as is_mature,
    messages.message_id is not null as has_evidence
from promised
left join marts.fct_messages as messages
    on promised.message_id = messages.message_id
