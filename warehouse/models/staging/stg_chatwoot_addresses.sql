/*
per = "case_id"
[units]
"raw.chatwoot_conversations" = ["payload ->> '$.id'"]
*/
-- Mail addresses and telephone numbers of contacts in Chatwoot, as pseudonyms that are the same in every source.
with contacts as (
    select distinct
        source,
        payload ->> '$.id' as conversation,
        payload ->> '$.meta.sender.id' as contact,
        payload ->> '$.meta.sender.email' as mail,
        payload ->> '$.meta.sender.phone_number' as phone
    from raw.chatwoot_conversations
    where not starts_with(record_id, 'gone:')
),

known as (
    select
        contacts.source,
        contacts.conversation,
        contacts.contact,
        unnest(['mail', 'phone']) as kind,
        unnest([person_mail(contacts.mail), person_phone(contacts.phone, identity.country_code)]) as address
    from contacts
    cross join company.identity as identity
)

select distinct
    source,
    source || ':' || conversation as case_id,
    pseudonym(source, 'contact:' || contact) as customer_id,
    kind,
    pseudonym('person', kind || ':' || address) as address_id
from known
where contact is not null and conversation is not null and address is not null
