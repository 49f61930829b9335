-- What the configuration says of how departments are organised, and the days on which that changed. `earlier_model`
-- is what held before; a row without a day has held from the beginning.
select
    change_id,
    department_id,
    model,
    lag(model) over (partition by department_id order by from_day nulls first) as earlier_model,
    from_day,
    from_at,
    policy
from company.org_changes
