-- Open cases at each full hour, by department (NULL: no owner) and age since the case first opened, and the summed age.
-- Hours without an open case have no row.
with running as (
    select
        department_id,
        age_class,
        instant_at,
        sum(sum(open_delta)) over history as open_count,
        sum(sum(origin_delta)) over history as origins
    from marts.fct_backlog_changes
    group by department_id, age_class, instant_at
    window history as (partition by department_id, age_class order by instant_at)
),

spells as (
    select
        *,
        lead(instant_at) over (partition by department_id, age_class order by instant_at) as until_at
    from running
)

select
    hours.instant_at as hour_at,
    spells.department_id,
    sum(spells.open_count)::bigint as open_count,
    sum(spells.open_count * epoch_us(hours.instant_at)::hugeint - spells.origins) / 1e6 as aged_seconds,
    coalesce(sum(open_count) filter (where age_class = '0_1h'), 0)::bigint as open_0_1h,
    coalesce(sum(open_count) filter (where age_class = '1_5h'), 0)::bigint as open_1_5h,
    coalesce(sum(open_count) filter (where age_class = '5_24h'), 0)::bigint as open_5_24h,
    coalesce(sum(open_count) filter (where age_class = '1_3d'), 0)::bigint as open_1_3d,
    coalesce(sum(open_count) filter (where age_class = '3_7d'), 0)::bigint as open_3_7d,
    coalesce(sum(open_count) filter (where age_class = 'over_7d'), 0)::bigint as open_over_7d
from spells
inner join marts.dim_hour as hours
    on hours.instant_at >= spells.instant_at and hours.instant_at < coalesce(spells.until_at, 'infinity')
where spells.open_count != 0 and hours.instant_at = date_trunc('hour', hours.instant_at)
group by hours.instant_at, spells.department_id
