/*
per = "case_id"
[units]
"raw.zammad_articles" = ["payload ->> '$.ticket_id'"]
"raw.zammad_tickets" = ["payload ->> '$.id'"]
*/
-- Mail addresses and telephone numbers of customers of Zammad, as pseudonyms that are the same in every source: the
-- customer's login, where that is an address, and from where the customer's own mails and texts came. What an agent
-- typed in says nothing of the kind.
with tickets as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.customer_id' as customer,
        payload ->> '$.customer' as login
    from raw.zammad_tickets
    where not starts_with(record_id, 'gone:')
),

written as (
    select
        source,
        payload ->> '$.ticket_id' as ticket,
        payload ->> '$.created_by_id' as author,
        payload ->> '$.type' as type,
        payload ->> '$.from' as sender
    from raw.zammad_articles
    where (payload ->> '$.sender') = 'Customer' and (payload ->> '$.type') in ('email', 'sms', 'whatsapp message')
),

known as (
    select
        source,
        ticket,
        customer,
        'mail' as kind,
        person_mail(login) as address
    from tickets
    union all
    select
        tickets.source,
        tickets.ticket,
        tickets.customer,
        if(written.type = 'email', 'mail', 'phone') as kind,
        if(written.type = 'email', person_mail(written.sender), person_phone(written.sender, identity.country_code))
            as address
    from written
    inner join tickets
        on written.source = tickets.source and written.ticket = tickets.ticket and written.author = tickets.customer
    cross join company.identity as identity
)

select distinct
    source,
    source || ':' || ticket as case_id,
    pseudonym(source, customer) as customer_id,
    kind,
    pseudonym('person', kind || ':' || address) as address_id
from known
where customer is not null and address is not null
