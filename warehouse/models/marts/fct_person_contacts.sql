-- One row per contact (marts.fct_contacts), with the person that its customer is across sources (steps.int_identities):
-- NULL where nobody knows who wrote. `basis` says what that rests on: crm, address (the same one in two sources), none.
select
    contacts.contact_id,
    contacts.contacted_at,
    contacts.contact_day,
    contacts.source,
    contacts.platform,
    contacts.channel,
    -- Once more for counting: what a question doesn't group by is folded away (warehouse/evaluate.py).
    contacts.channel as contact_channel,
    contacts.visibility,
    contacts.department_id,
    identities.person_id,
    coalesce(identities.basis, 'none') as basis,
    identities.rule,
    contacts.first_wait_id as wait_id
from marts.fct_contacts as contacts
left join steps.int_identities as identities
    on contacts.source = identities.source and contacts.customer_id = identities.customer_id
