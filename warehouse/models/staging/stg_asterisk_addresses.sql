-- Telephone numbers of callers, and of whom the company called, as pseudonyms that are the same in every source.
with people as (
    select distinct
        source,
        if(way = 'outbound', dialled, caller) as number
    from staging.stg_asterisk_legs
    where way in ('inbound', 'outbound')
)

select
    people.source,
    pseudonym(people.source, people.number) as customer_id,
    'phone' as kind,
    pseudonym('person', 'phone:' || person_phone(people.number, identity.country_code)) as address_id
from people
cross join company.identity as identity
where person_phone(people.number, identity.country_code) is not null
