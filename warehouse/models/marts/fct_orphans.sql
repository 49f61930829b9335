/*
per = "case_id"
moving = "is_open"
*/
-- One row per case in which a customer waited for an answer, and whether it was ever left alone: without an owner, not
-- touched by its owner, or handed over and not picked up (`orphan_kind` is the first of these). `age_seconds` run from
-- its opening until that, else to its end or to now; `ending`: 1 orphaned, 2 over without that, 0 still open. The
-- department is the one that owned it when the customer wrote.
with cases as (
    select
        case_id,
        arg_min({department_id: department_id}, {opened_at: opened_at, wait_id: wait_id}) as first_wait,
        min(opened_at) as opened_at
    from marts.fct_waits
    group by case_id
),

orphaned as (
    select
        case_id,
        bool_or(kind = 'no_owner') as is_unowned,
        bool_or(kind = 'no_action') as is_untouched,
        bool_or(kind = 'not_picked_up') as is_dropped,
        arg_min(
            {kind: kind, from_department_id: from_department_id, department_id: department_id},
            {orphaned_at: orphaned_at, kind: kind, place: concat_ws('/', from_department_id, department_id)}
        ) as first_one,
        min(orphaned_at) as orphaned_at
    from steps.int_orphanings
    where is_orphaned
    group by case_id
)

select
    cases.case_id,
    facts.source,
    facts.platform,
    facts.channel,
    facts.visibility,
    facts.customer_id,
    cases.first_wait.department_id,
    cases.opened_at,
    timezone(settings.zone, cases.opened_at)::date as opened_day,
    is_open_state(facts.status) as is_open,
    orphaned.case_id is not null as is_orphaned,
    coalesce(orphaned.is_unowned, false) as is_unowned,
    coalesce(orphaned.is_untouched, false) as is_untouched,
    coalesce(orphaned.is_dropped, false) as is_dropped,
    orphaned.orphaned_at,
    orphaned.first_one.kind as orphan_kind,
    orphaned.first_one.from_department_id,
    orphaned.first_one.department_id as orphaned_by_department_id,
    case when orphaned.case_id is not null then 1 when is_open_state(facts.status) then 0 else 2 end as ending,
    greatest(
        0,
        coalesce(seconds_between(cases.opened_at, orphaned.orphaned_at), facts.observed_seconds)
    ) as age_seconds
from cases
inner join marts.fct_cases as facts using (case_id)
cross join company.settings as settings
left join orphaned using (case_id)
