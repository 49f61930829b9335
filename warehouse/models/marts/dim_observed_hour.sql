-- Every hour from that of the first case until now, by its beginning, and how much of it has been seen: what an average
-- over time is divided by.
with bounds as (select date_trunc('hour', min(started_at)) as first_at from marts.fct_case_states),

hours as (
    select unnest(generate_series(first_at, getvariable('as_of'), interval 1 hour)) as hour_at
    from bounds
    where first_at is not null
)

select
    hours.hour_at,
    timezone(settings.zone, hours.hour_at)::date as date_day,
    hour_of_week(timezone(settings.zone, hours.hour_at)) as hour_of_week,
    epoch_us(least(hours.hour_at + interval 1 hour, getvariable('as_of'))) - epoch_us(hours.hour_at) as length_us
from hours
cross join company.settings as settings
where hours.hour_at < getvariable('as_of')
