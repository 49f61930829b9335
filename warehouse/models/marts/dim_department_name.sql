-- What each department was called from when until when, [from_at, until_at), NULL being open: one name at any instant.
select
    department_id,
    name,
    name_en,
    from_at,
    until_at,
    until_at is null as is_current
from company.department_names
