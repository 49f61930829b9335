-- From when until when each department's staffing is known: from the week in which its first shift begins to that of
-- its last, both whole, since a week's plan also says when nobody is there. Outside of them nobody can say.
select
    shifts.department_id,
    timezone(settings.zone, date_trunc('week', timezone(settings.zone, min(shifts.started_at)))) as planned_from,
    timezone(
        settings.zone, date_trunc('week', timezone(settings.zone, max(shifts.started_at))) + interval 7 day
    ) as planned_until
from steps.int_shifts as shifts
cross join company.settings as settings
group by shifts.department_id, settings.zone
