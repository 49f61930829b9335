-- Budgets by day, in EUR: each row of a budget in equal parts over the days of its period, until now. So a quarter
-- counts as much as its three months, and any period has the budget of its days.
with spread as (
    select
        budgets.budget_id,
        budgets.department_id,
        budgets.category,
        budgets.quarter_start,
        budgets.quarter_end,
        budgets.amount,
        unnest(
            generate_series(budgets.quarter_start, budgets.quarter_end - interval 1 day, interval 1 day)
        )::date as budget_day
    from marts.fct_budgets as budgets
)

select
    spread.budget_id,
    spread.budget_day,
    spread.department_id,
    spread.category as cost_category,
    -- Exact, so that sums are the same in any order.
    (spread.amount / (spread.quarter_end - spread.quarter_start))::decimal(18, 6) as amount
from spread
cross join company.settings as settings
where spread.budget_day <= timezone(settings.zone, getvariable('as_of'))::date
