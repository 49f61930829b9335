-- Departments as leitstand.toml declares them, in its order.
select
    department_id,
    name,
    name_en,
    kind,
    category,
    calendar_name,
    calendar_name is not null as has_calendar,
    position
from company.departments
