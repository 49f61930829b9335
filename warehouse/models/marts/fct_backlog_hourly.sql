-- Open cases at each full hour, by department (NULL: no owner) and age since the case first opened, and the summed age.
-- Hours without an open case have no row.
with changes as (
    select
        instant_at,
        department_id,
        sum(open_delta) as open_delta,
        sum(origin_delta) as origin_delta,
        sum(open_delta) filter (where age_class = '0_1h') as delta_0_1h,
        sum(open_delta) filter (where age_class = '1_5h') as delta_1_5h,
        sum(open_delta) filter (where age_class = '5_24h') as delta_5_24h,
        sum(open_delta) filter (where age_class = '1_3d') as delta_1_3d,
        sum(open_delta) filter (where age_class = '3_7d') as delta_3_7d,
        sum(open_delta) filter (where age_class = 'over_7d') as delta_over_7d
    from marts.fct_backlog_changes
    group by instant_at, department_id
),

owners as (
    select distinct department_id
    from changes
),

-- Every change stands at an hour of the grid (or now), so that sums run along it without comparing intervals.
grid as (
    select
        hours.instant_at as hour_at,
        owners.department_id
    from marts.dim_hour as hours
    cross join owners
    where hours.instant_at = date_trunc('hour', hours.instant_at)
),

running as (
    select
        grid.hour_at,
        grid.department_id,
        sum(changes.open_delta) over history as open_count,
        sum(changes.origin_delta) over history as origins,
        sum(changes.delta_0_1h) over history as open_0_1h,
        sum(changes.delta_1_5h) over history as open_1_5h,
        sum(changes.delta_5_24h) over history as open_5_24h,
        sum(changes.delta_1_3d) over history as open_1_3d,
        sum(changes.delta_3_7d) over history as open_3_7d,
        sum(changes.delta_over_7d) over history as open_over_7d
    from grid
    left join changes
        on grid.hour_at = changes.instant_at and grid.department_id is not distinct from changes.department_id
    window history as (partition by grid.department_id order by grid.hour_at)
)

select
    hour_at,
    department_id,
    open_count::bigint as open_count,
    (open_count * epoch_us(hour_at)::hugeint - origins) / 1e6 as aged_seconds,
    coalesce(open_0_1h, 0)::bigint as open_0_1h,
    coalesce(open_1_5h, 0)::bigint as open_1_5h,
    coalesce(open_5_24h, 0)::bigint as open_5_24h,
    coalesce(open_1_3d, 0)::bigint as open_1_3d,
    coalesce(open_3_7d, 0)::bigint as open_3_7d,
    coalesce(open_over_7d, 0)::bigint as open_over_7d
from running
where open_count > 0
