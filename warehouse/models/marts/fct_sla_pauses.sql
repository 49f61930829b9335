/* per = "case_id" */
-- When an instance's clock stood, and in which state its case was then; `resumed_at` is NULL while it stands.
select
    sla_id,
    case_id,
    paused_at,
    resumed_at,
    case_state
from steps.int_sla_pauses
