-- Records that could not be read, with the reason; everything else went on.
select
    source,
    record_id,
    reason,
    received_at,
    file,
    line
from landed.unreadable
union all
select
    source,
    record_id,
    reason,
    received_at,
    file,
    line
from steps.rejects
