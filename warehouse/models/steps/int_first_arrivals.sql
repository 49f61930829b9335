-- When this system first read anything of a source. What was sent before then was history when it arrived: it says
-- nothing about how long messages are on their way.
select
    source,
    min(received_at) as first_received_at
from steps.int_messages
group by source
