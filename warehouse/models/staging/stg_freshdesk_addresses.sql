/*
per = "case_id"
[units]
"raw.freshdesk_tickets" = ["payload ->> '$.id'"]
"raw.freshdesk_conversations" = ["payload ->> '$.ticket_id'"]
*/
-- Mail addresses and telephone numbers of requesters in Freshdesk, as pseudonyms that are the same in every source:
-- what a ticket says of its requester, and from where mails of theirs came.
with said as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.requester_id' as person,
        coalesce(payload ->> '$.requester.email', payload ->> '$.email') as mail,
        [payload ->> '$.requester.phone', payload ->> '$.requester.mobile', payload ->> '$.phone'] as phones
    from raw.freshdesk_tickets
    union all
    select
        source,
        payload ->> '$.ticket_id' as ticket,
        payload ->> '$.user_id' as person,
        payload ->> '$.from_email' as mail,
        []::varchar[] as phones
    from raw.freshdesk_conversations
    where (payload ->> '$.incoming') = 'true'
),

known as (
    select
        source,
        ticket,
        person,
        'mail' as kind,
        person_mail(mail) as address
    from said
    union all
    select
        phoned.source,
        phoned.ticket,
        phoned.person,
        'phone' as kind,
        person_phone(phoned.phone, identity.country_code) as address
    from (
        select
            source,
            ticket,
            person,
            unnest(phones) as phone
        from said
    ) as phoned
    cross join company.identity as identity
)

select distinct
    source,
    source || ':' || ticket as case_id,
    pseudonym(source, person) as customer_id,
    kind,
    pseudonym('person', kind || ':' || address) as address_id
from known
where person is not null and ticket is not null and address is not null
