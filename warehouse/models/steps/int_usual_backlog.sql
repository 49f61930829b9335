-- How many open cases are usual for a department at an hour of the week: nine in ten of those hours had no more. NULL
-- where fewer than eight weeks are known.
with hours as (
    select
        dim_hour.instant_at as hour_at,
        departments.department_id,
        hour_of_week(timezone(settings.zone, dim_hour.instant_at)) as hour_of_week
    from marts.dim_hour as dim_hour
    cross join company.departments as departments
    cross join company.settings as settings
    where dim_hour.instant_at = date_trunc('hour', dim_hour.instant_at)
)

select
    hours.department_id,
    hours.hour_of_week,
    count(*) as hours_known,
    if(count(*) >= 8, quantile_disc(coalesce(hourly.open_count, 0), 0.9), null) as usual_count
from hours
left join marts.fct_backlog_hourly as hourly
    on hours.hour_at = hourly.hour_at and hours.department_id = hourly.department_id
group by hours.department_id, hours.hour_of_week
