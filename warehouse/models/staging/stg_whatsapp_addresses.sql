-- Telephone numbers of those who wrote by WhatsApp, as pseudonyms that are the same in every source. Its ids are
-- numbers in E.164 without the plus.
with people as (
    select distinct
        source,
        coalesce(nullif(payload ->> '$.item.from', ''), payload ->> '$.contact.wa_id') as contact
    from raw.whatsapp_events
    where (payload ->> '$.kind') = 'message'
)

select
    source,
    pseudonym(source, contact) as customer_id,
    'phone' as kind,
    pseudonym('person', 'phone:' || person_phone('+' || contact, '')) as address_id
from people
where person_phone('+' || contact, '') is not null
