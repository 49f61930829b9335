-- Which system leads for which fact, as [leading] says: one row a fact and source, `rank` 0 leads. A fact of which
-- nobody has said anything stands there once, without a source.
with facts as (
    select
        unnest(
            ['case_state', 'department', 'customer', 'agent', 'campaign', 'spend', 'budget', 'shift', 'message']
        ) as fact
)

select
    facts.fact,
    leads.rank,
    leads.source
from facts
-- Whoever leads for the state of a case does for whose it is.
left join company.leading_sources as leads on if(facts.fact = 'department', 'case_state', facts.fact) = leads.fact
