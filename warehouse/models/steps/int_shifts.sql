-- Planned shifts: as the configuration plans them, and as tables and calendars of rosters say beside it.
select
    department_id,
    started_at,
    ended_at,
    headcount::decimal(9, 2) as headcount
from company.shifts
union all
select
    department_id,
    started_at,
    ended_at,
    headcount::decimal(9, 2) as headcount
from staging.stg_shifts_rows
union all
select
    department_id,
    started_at,
    ended_at,
    headcount::decimal(9, 2) as headcount
from staging.stg_shifts_ical_events
