-- What each source of budgets gives a department for a month, by category, in EUR, before it is decided whom to
-- believe: a budget counts in equal parts on the days of its period. `day_count`: for how many days of the month it has
-- one.
with days as (
    select
        source,
        department_id,
        category,
        amount / (ends_day - starts_day) as amount,
        unnest(generate_series(starts_day, ends_day - interval 1 day, interval 1 day))::date as budget_day
    from staging.stg_budgets_rows
)

select
    source,
    department_id,
    category,
    date_trunc('month', budget_day)::date as month_start,
    count(distinct budget_day) as day_count,
    -- Exact, so that the sum is the same in any order, and in cents.
    round(sum(amount::decimal(18, 6)), 2)::double as amount
from days
group by source, department_id, category, date_trunc('month', budget_day)
