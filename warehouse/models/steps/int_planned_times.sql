-- From when until when each department's staffing is known: the whole weeks from that of its first shift to that of its
-- last, since a week's plan also says when nobody is there. Outside of them nobody can say.
select
    shifts.department_id,
    timezone(settings.zone, date_trunc('week', timezone(settings.zone, min(shifts.started_at)))) as planned_from,
    timezone(
        settings.zone,
        date_trunc('week', timezone(settings.zone, max(shifts.ended_at) - interval 1 microsecond)) + interval 7 day
    ) as planned_until
from marts.fct_shifts as shifts
cross join company.settings as settings
group by shifts.department_id, settings.zone
