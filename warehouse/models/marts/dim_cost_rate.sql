-- What an hour of a department costs in [from_day, until_day), and its tools for each contact, in EUR. A rate
-- holds until the next one of the department begins.
select
    department_id,
    from_day,
    -- least() skips the NULL behind the last one.
    least(until_day, lead(from_day) over (partition by department_id order by from_day)) as until_day,
    euro_per_hour,
    tool_euro_per_contact
from staging.stg_rates_rows
