-- Mail addresses and telephone numbers from which contacts wrote to HubSpot's inbox, as pseudonyms that are the same
-- in every source: as a message names its sender's, or the sender is nothing but an address (E-anna@home.example).
-- They are the contact's of the thread where only one person wrote from outside.
with threads as (
    select
        source,
        payload ->> '$.id' as thread,
        payload ->> '$.associatedContactId' as contact
    from raw.hubspot_threads
),

written as (
    select
        source,
        payload ->> '$.conversationsThreadId' as thread,
        payload ->> '$.createdBy' as actor,
        unnest(
            list_concat(
                [json_object('type', 'HS_EMAIL_ADDRESS', 'value', substr(payload ->> '$.createdBy', 3))],
                coalesce((payload -> '$.senders[*].deliveryIdentifier')::json[], [])
            )
        ) as identifier
    from raw.hubspot_messages
    where
        (payload ->> '$.type') = 'MESSAGE'
        and (payload ->> '$.direction') = 'INCOMING'
        and left(payload ->> '$.createdBy', 1) in ('V', 'E')
),

senders as (
    select
        source,
        thread,
        actor,
        if((identifier ->> '$.type') = 'HS_EMAIL_ADDRESS', 'mail', 'phone') as kind,
        if(
            (identifier ->> '$.type') = 'HS_EMAIL_ADDRESS',
            person_mail(identifier ->> '$.value'),
            person_phone(identifier ->> '$.value', '')
        ) as address,
        min(actor) over (partition by source, thread) = max(actor) over (partition by source, thread) as is_alone
    from written
    where (identifier ->> '$.type') in ('HS_EMAIL_ADDRESS', 'HS_PHONE_NUMBER')
)

select distinct
    senders.source,
    pseudonym(
        senders.source,
        case
            when senders.is_alone and threads.contact is not null then threads.contact
            when starts_with(senders.actor, 'V') then substr(senders.actor, 3)
            else senders.actor
        end
    ) as customer_id,
    senders.kind,
    pseudonym('person', senders.kind || ':' || senders.address) as address_id
from senders
left join threads on senders.source = threads.source and senders.thread = threads.thread
where senders.address is not null
