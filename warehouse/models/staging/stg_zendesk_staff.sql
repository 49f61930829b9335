-- Who works here: users with such a role, and those who have lost it since but once were assigned a ticket or wrote an
-- internal note.
select
    source,
    payload ->> '$.id' as user_id
from raw.zendesk_users
where (payload ->> '$.role') in ('agent', 'admin')
union
select
    source,
    user_id
from staging.stg_zendesk_handlers
