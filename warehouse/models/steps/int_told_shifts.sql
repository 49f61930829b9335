-- Shifts as each source plans them, before it is decided whom to believe: the configuration, and tables and calendars
-- of rosters. `told_day` is the local day on which one begins.
select
    plans.department_id,
    plans.started_at,
    plans.ended_at,
    plans.headcount::decimal(9, 2) as headcount,
    plans.source,
    timezone(settings.zone, plans.started_at)::date as told_day
from (
    select
        department_id,
        started_at,
        ended_at,
        headcount,
        'configuration' as source
    from company.shifts
    union all by name
    select
        department_id,
        started_at,
        ended_at,
        headcount,
        source
    from staging.stg_shifts_rows
    union all by name
    select
        department_id,
        started_at,
        ended_at,
        headcount,
        source
    from staging.stg_shifts_ical_events
) as plans
cross join company.settings as settings
