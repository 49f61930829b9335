-- Instants at which the backlog is read: every full hour from the first case on, and now. An instant closes the hour
-- and the day before it, so that midnight is the end of a day and not its beginning.
with bounds as (
    select
        date_trunc('hour', min(started_at)) as first_at,
        getvariable('as_of') as now_at
    from marts.fct_case_states
),

instants as (
    select unnest(generate_series(first_at, now_at, interval 1 hour)) as instant_at
    from bounds
    where first_at is not null
    union
    select now_at from bounds
    where first_at is not null
)

select
    instants.instant_at,
    instants.instant_at as hour_at,
    timezone(settings.zone, instants.instant_at - interval 1 microsecond)::date as date_day,
    hour(timezone(settings.zone, instants.instant_at - interval 1 microsecond)) as hour_of_day
from instants
cross join company.settings as settings
