-- What a department may spend from a day until another, by category, in EUR, each row with its place in the table
-- it stands in.
select
    budget_id,
    department_id,
    starts_day as quarter_start,
    ends_day as quarter_end,
    category,
    amount,
    item,
    source,
    file,
    line
from staging.stg_budgets_rows
