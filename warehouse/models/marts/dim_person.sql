-- Persons across sources, as pseudonyms: how many customers of how many sources each is, by which rules they were
-- found, and on how many channels they have contacted the company.
with contacts as (
    select
        person_id,
        count(*) as contact_count,
        count(distinct channel) as channel_count,
        min(contacted_at) as first_contact_at,
        max(contacted_at) as last_contact_at
    from marts.fct_person_contacts
    where person_id is not null
    group by person_id
),

persons as (
    select
        person_id,
        count(*) as customer_count,
        count(distinct source) as source_count,
        bool_or(basis = 'crm') as is_in_crm,
        list_sort(list_distinct(list(rule) filter (where rule is not null))) as rules
    from steps.int_identities
    group by person_id
)

select
    persons.person_id,
    persons.is_in_crm,
    persons.customer_count,
    persons.source_count,
    coalesce(persons.rules, []) as rules,
    coalesce(contacts.contact_count, 0) as contact_count,
    coalesce(contacts.channel_count, 0) as channel_count,
    contacts.first_contact_at,
    contacts.last_contact_at
from persons
left join contacts on persons.person_id = contacts.person_id
