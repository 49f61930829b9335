-- Open intervals [opened_at, closed_at) of each department that has a calendar, over the span of the data.
select
    departments.department_id,
    intervals.opened_at,
    intervals.closed_at
from company.open_intervals as intervals
inner join company.departments as departments using (calendar_name)
