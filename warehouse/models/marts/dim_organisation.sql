-- To which unit, countries and brands departments and accounts belong, how a department is organised, by which policy
-- and by whose people it answers: one row a department or account (`member_kind`) and time, [from_at, until_at), NULL
-- being open. What an entry of [[organisation]] doesn't say is what the one before it said.
select
    member_kind,
    member_id,
    member_kind || '/' || member_id || '/' || coalesce(from_day::varchar, 'start') as organisation_id,
    unit,
    countries,
    brands,
    model,
    policy,
    provider,
    serves_others,
    from_day,
    until_day,
    from_at,
    until_at,
    until_at is null as is_current
from company.organisation
