/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
*/
-- Mail addresses and telephone numbers from which requesters in Zendesk have written or called, as pseudonyms that are
-- the same in every source.
with senders as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.requester_id' as requester,
        person_mail(payload ->> '$.via.source.from.address') as mail,
        person_phone(payload ->> '$.via.source.from.phone', identity.country_code) as phone
    from raw.zendesk_tickets
    cross join company.identity as identity
),

known as (
    select
        source,
        ticket,
        requester,
        unnest(['mail', 'phone']) as kind,
        unnest([mail, phone]) as address
    from senders
)

select
    source,
    source || ':' || ticket as case_id,
    pseudonym(source, requester) as customer_id,
    kind,
    pseudonym('person', kind || ':' || address) as address_id
from known
where requester is not null and address is not null
