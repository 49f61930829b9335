/* per = "case_id" */
-- Each instance with the target and calendar that held when it began: of every metric the first target that fits, and
-- beside it each that says `also`. What no target fits has one row without a target.
with periods as (
    select from_at from steps.int_targets
    union
    select until_at as from_at from steps.int_targets
    union
    select '-infinity'::timestamptz as from_at
),

starts as (
    select
        starts.*,
        periods.from_at as target_period
    from steps.int_sla_starts as starts
    asof inner join periods on starts.started_at >= periods.from_at
),

situations as (
    select distinct
        metric,
        platform,
        channel,
        visibility,
        department_id,
        target_period
    from starts
),

fitting as (
    select
        situations.*,
        targets.* exclude (metric, platform, channel, visibility, department, from_at, until_at),
        bool_or(targets.is_own) over situation as has_own,
        min(targets.tried_rank) filter (where not targets.is_also) over situation as first_rank
    from situations
    inner join steps.int_targets as targets
        on situations.metric = targets.metric
        and situations.target_period >= targets.from_at
        and situations.target_period < targets.until_at
        and meets(targets.platform, situations.platform)
        and meets(targets.channel, situations.channel)
        and meets(targets.visibility, situations.visibility)
        and meets(targets.department, situations.department_id)
    window
        situation as (
            partition by
                situations.metric, situations.platform, situations.channel, situations.visibility,
                situations.department_id, situations.target_period
        )
),

chosen as (
    select * exclude (has_own, first_rank, tried_rank, is_own)
    from fitting
    where if(is_also, is_own = has_own, tried_rank = first_rank)
)

select
    starts.subject_id || '/' || starts.metric || '/' || coalesce(chosen.target_id, 'none') as sla_id,
    starts.* exclude (subject_id, target_period),
    chosen.target_id,
    coalesce(chosen.is_also, false) as is_also,
    chosen.target_seconds,
    coalesce(chosen.end_of_next_business_day, false) as end_of_next_business_day,
    chosen.clock,
    coalesce(chosen.pause, []) as pause,
    departments.calendar_name
from starts
left join chosen
    on starts.metric = chosen.metric
    and starts.platform = chosen.platform
    and starts.channel = chosen.channel
    and starts.visibility = chosen.visibility
    and starts.department_id is not distinct from chosen.department_id
    and starts.target_period = chosen.target_period
left join company.departments as departments on starts.department_id = departments.department_id
