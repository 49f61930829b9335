-- When customers came into the CRM, held against when they first contacted the company: one row a person whom anybody
-- knows (steps.int_identities), with where the first contact was; none where no CRM is read.
--
-- `known_at` is when the CRM's first record of them was made, or, where the CRM doesn't say, when it first arrived.
-- state: known (before the contact), consolidated (after it), waiting (in no CRM yet), history (a contact from before
-- the CRM was first read by us, and it doesn't say when its records were made). `lag_seconds` is NULL but for the
-- first two.
with records as (
    select
        person_id,
        min(coalesce(created_at, received_at)) as known_at,
        bool_or(created_at is not null) as is_dated
    from staging.stg_crm_records
    where not is_deleted
    group by person_id
),

reading as (
    select
        min(received_at) as read_from,
        count(created_at) > 0 as tells_creation
    from staging.stg_crm_records
    having count(*) > 0
),

firsts as (
    select
        person_id,
        arg_min(
            {
                contact_id: contact_id,
                contacted_at: contacted_at,
                contact_day: contact_day,
                source: source,
                platform: platform,
                channel: channel,
                visibility: visibility,
                department_id: department_id
            },
            {contacted_at: contacted_at, contact_id: contact_id}
        ) as first
    from marts.fct_person_contacts
    -- Without a CRM there is nothing to put in order.
    inner join reading on reading.read_from is not null
    where person_id is not null
    group by person_id
)

select
    firsts.person_id,
    firsts.first.contact_id,
    firsts.first.contacted_at,
    firsts.first.contact_day,
    firsts.first.source,
    firsts.first.platform,
    firsts.first.channel,
    firsts.first.visibility,
    firsts.first.department_id,
    records.known_at,
    case
        when records.person_id is null and (reading.tells_creation or firsts.first.contacted_at >= reading.read_from)
            then 'waiting'
        when not coalesce(records.is_dated, false) and firsts.first.contacted_at < reading.read_from then 'history'
        when records.known_at <= firsts.first.contacted_at then 'known'
        else 'consolidated'
    end as state,
    if(
        state in ('known', 'consolidated'),
        greatest(0, seconds_between(firsts.first.contacted_at, records.known_at)),
        null
    ) as lag_seconds
from firsts
cross join reading
left join records on firsts.person_id = records.person_id
