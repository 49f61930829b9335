-- What the company allows itself at most of a conflict metric, in the metric's unit.
select
    metric,
    most
from company.conflict_limits
