/* per = "case_id" */
-- One row per case: its path as text, "service:open > legal:waiting_approval > service:open > resolved", in which "new"
-- counts as open and a round that repeats the one before it stands once (asking the customer three times over is one
-- way, not three); `repeated_count` says how many places that leaves out. `depth` is how often the case changed hands
-- in the house: between departments, and to an approver and back.
with steps as (
    select
        case_id,
        started_at,
        department_id,
        coalesce(department_id, '-') || ':' || if(court = 'ours', 'open', state) as place,
        court
    from marts.fct_case_steps
    where court != 'done'
),

endings as (
    select
        case_id,
        arg_max(state, started_at) as status,
        arg_max(started_at, started_at) as over_at
    from marts.fct_case_states
    group by case_id
    having arg_max(court, started_at) = 'done'
),

-- Being solved is a place of its own, whoever did it; so is the time until a reopening.
places as (
    select
        case_id,
        started_at,
        department_id,
        place,
        court
    from steps
    union all by name
    select
        case_id,
        started_at,
        null as department_id,
        'resolved' as place,
        'done' as court
    from marts.fct_case_steps
    where court = 'done'
    union all by name
    select
        case_id,
        over_at as started_at,
        null as department_id,
        if(status in ('merged', 'deleted'), status, 'resolved') as place,
        'done' as court
    from endings
),

ordered as (
    select
        *,
        lag(place) over history as earlier_place
    from places
    window history as (partition by case_id order by started_at)
),

visits as (
    select
        case_id,
        started_at,
        place,
        row_number() over history as position,
        lag(place) over history as place_1,
        lag(place, 2) over history as place_2,
        lead(place) over history as place_after
    from ordered
    where place is distinct from earlier_place
    window history as (partition by case_id order by started_at)
),

-- A pair of places that repeats the pair before it begins a round that is known already.
rounds as (
    select
        *,
        coalesce(place = place_2 and place_after = place_1, false) as is_repeat
    from visits
),

runs as (
    select
        *,
        position - count(*) filter (where is_repeat) over (partition by case_id order by position) as run
    from rounds
),

-- An odd run of such beginnings ends in the middle of a round: the place after it belongs to that round.
counted as (
    select
        *,
        count(*) filter (where is_repeat) over (partition by case_id, run) as run_length
    from runs
),

kept as (
    select
        *,
        is_repeat
        or coalesce(
            lag(is_repeat) over history and lag(run_length) over history % 2 = 1, false
        ) as is_known
    from counted
    window history as (partition by case_id order by position)
),

texts as (
    select
        case_id,
        string_agg(place, ' > ' order by position) filter (where not is_known) as path,
        count(*) filter (where not is_known) as place_count,
        count(*) as visit_count
    from kept
    group by case_id
),

-- Whoever held the case stays its holder while it has no department; an approver holds it too.
holders as (
    select
        *,
        [
            last_value(department_id ignore nulls) over history,
            (court = 'approval')::varchar
        ] as holder
    from marts.fct_case_steps
    where court != 'done'
    window history as (partition by case_id order by step_number)
),

changes as (
    select
        *,
        lag(holder) over (partition by case_id order by step_number) as earlier_holder
    from holders
),

hands as (
    select
        case_id,
        count(distinct department_id) as department_count,
        count(*) filter (where court = 'approval') as approval_count,
        count(distinct department_id) filter (where court = 'approval') as approver_count,
        count(*) filter (where earlier_holder[1] is not null and holder != earlier_holder) as depth,
        count(*) as step_count
    from changes
    group by case_id
)

select
    cases.case_id,
    cases.source,
    cases.platform,
    cases.channel,
    cases.visibility,
    cases.department_id,
    cases.opened_at,
    cases.opened_day,
    texts.path,
    coalesce(hands.depth, 0) as depth,
    coalesce(hands.department_count, 0) as department_count,
    coalesce(hands.approval_count, 0) as approval_count,
    coalesce(hands.approver_count, 0) as approver_count,
    coalesce(hands.step_count, 0) as step_count,
    texts.visit_count - texts.place_count as repeated_count,
    cases.status not in ('resolved', 'closed', 'merged', 'deleted') as is_open,
    cases.observed_seconds,
    cases.observed_business_seconds,
    cases.is_resolved
from marts.fct_cases as cases
inner join texts using (case_id)
left join hands using (case_id)
