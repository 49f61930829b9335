-- Which system leads for which fact, as [leading] says: one row a fact and source, `rank` 0 leads. A fact of which
-- nobody has said anything stands there once, without a source.
with facts as (
    select unnest(['case_state', 'customer', 'agent', 'campaign', 'spend', 'budget', 'shift']) as fact
)

select
    facts.fact,
    leads.rank,
    leads.source
from facts
left join company.leading_sources as leads on facts.fact = leads.fact
