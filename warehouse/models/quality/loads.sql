-- Files of the archive that were read into the warehouse, once each. `loaded_at` is when the last of its records
-- arrived here, so that a rebuild makes nothing look fresher than it is.
select
    source,
    stream,
    file,
    row_count,
    first_cursor,
    last_cursor,
    loaded_at
from landed.loads
