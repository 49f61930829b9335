/* per = "case_id" */
-- Half-open intervals [paused_at, resumed_at) in which an instance's clock stands: its case is in a state that the
-- target names in `pause`, or (for a resolution) was closed and reopened as the same matter. Touching intervals are
-- one, named after the first state; `resumed_at` is NULL while it stands.
with standing as (
    select
        instances.sla_id,
        instances.case_id,
        states.state as case_state,
        greatest(states.started_at, instances.started_at) as paused_at,
        -- The earlier of the two ends; an end that isn't there yet is later than any.
        least(states.ended_at, instances.ended_at) as resumed_at
    from steps.int_sla_targets as instances
    inner join marts.fct_case_states as states
        on instances.case_id = states.case_id
        and states.started_at < coalesce(instances.ended_at, 'infinity')
        and coalesce(states.ended_at, 'infinity') > instances.started_at
    where
        instances.target_id is not null
        and (len(instances.pause) > 0 or instances.metric = 'resolution')
        and (
            list_contains(instances.pause, states.state)
            or (instances.metric = 'resolution' and not is_open_state(states.state))
        )
),

runs as (
    select
        *,
        count(*) filter (where earlier_end is distinct from paused_at) over (
            partition by sla_id order by paused_at
        ) as run
    from (
        select
            *,
            lag(resumed_at) over (partition by sla_id order by paused_at) as earlier_end
        from standing
    ) as followed
)

select
    sla_id,
    any_value(case_id) as case_id,
    min(paused_at) as paused_at,
    if(bool_or(resumed_at is null), null, max(resumed_at)) as resumed_at,
    arg_min(case_state, paused_at) as case_state
from runs
group by sla_id, run
