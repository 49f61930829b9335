-- Addresses that mails came from or went to, as pseudonyms that are the same in every source; those of a machine's
-- reports are nobody's.
with people as (
    select
        source,
        unnest([payload ->> '$.from[0].address', payload ->> '$.to[0].address']) as address
    from raw.imap_messages
)

select distinct
    source,
    pseudonym(source, address) as customer_id,
    'mail' as kind,
    pseudonym('person', 'mail:' || person_mail(address)) as address_id
from people
where person_mail(address) is not null and not regexp_matches(address, '(?i)^(mailer-daemon|postmaster)@')
