-- Who wrote a reply or a comment in Request Tracker, or was given a ticket, as last seen. Its privileged users work
-- here.
select
    source,
    record_id as user_id,
    payload ->> '$.Name' as name,
    coalesce((payload ->> '$.Privileged') in ('1', 'true'), false) as is_staff,
    record_id,
    file,
    line,
    received_at,
    if(record_id is null, 'id: is empty', null) as reject_reason
from raw.rt_users
