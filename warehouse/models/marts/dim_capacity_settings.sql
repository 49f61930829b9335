-- What planners assume of people's time, as leitstand.toml says: the one row of [capacity].
select
    availability,
    hours_per_person,
    planned_growth
from company.capacity
