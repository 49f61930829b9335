-- Files of the archive that were read into the warehouse, once each.
select
    source,
    stream,
    file,
    row_count,
    first_cursor,
    last_cursor,
    loaded_at
from landed.loads
