/*
label = "Budget by unit"
label_de = "Budget nach Einheit"
description = """What each unit of the house may spend: the budgets of its own departments (`own`), what hubs of other \
    units work for it (`hub`), and both together. A hub's budget is shared out by the cases that it first had in the \
    month, by whose topic they are."""
description_de = """Was jede Einheit des Hauses ausgeben darf: die Budgets ihrer eigenen Abteilungen (`own`), was Hubs \
    anderer Einheiten für sie arbeiten (`hub`), und beides zusammen. Das Budget eines Hubs wird nach den Fällen \
    verteilt, die er im Monat zuerst hatte, danach, wessen Thema sie sind."""
unit = "euro"
better = "neutral"
dimensions = ["org_unit", "cost_category"]
time = "budget_day"
statistics = ["value", "own", "hub"]
excludes = "cases of a hub whose topic is nobody's: they count in no unit's share"
excludes_de = "Fälle eines Hubs, deren Thema niemandem gehört: Sie zählen im Anteil keiner Einheit"
others = "Others book a hub where it sits, and its work for others is free."
others_de = "Andere verbuchen einen Hub dort, wo er sitzt, und was er für andere tut, kostet nichts."
example = [
    "retail budgets 1,000 €, the hub at headquarters 600 €",
    "of the hub's cases two in three are on retail's topics, one on headquarters' own",
    "retail: own 1,000 €, hub 400 €",
    "= 1,400 €",
]
example_de = [
    "der Handel plant 1.000 €, der Hub in der Zentrale 600 €",
    "von den Fällen des Hubs betreffen zwei von drei Themen des Handels, einer die der Zentrale",
    "Handel: eigen 1.000 €, Hub 400 €",
    "= 1.400 €",
]
source = "requirement R88; marts.fct_unit_budgets"
*/
-- Everything is counted, nothing is drawn from more: there is no interval.
with told as (
    select
        budget_day,
        org_unit,
        cost_category,
        amount,
        unnest(['value', kind]) as statistic
    from marts.fct_unit_budgets
)

select
    budget_day as date_day,
    org_unit,
    cost_category,
    statistic,
    sum(amount)::double as numerator,
    count(*) as sample_size,
    numerator as metric_value,
    null::double as lower,
    null::double as upper
from told
group by all
