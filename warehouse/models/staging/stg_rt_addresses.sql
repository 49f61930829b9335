-- Requestors of Request Tracker who are known by their mail address, as those are who write to it, as pseudonyms that
-- are the same in every source.
with requestors as (
    select distinct
        source,
        unnest(requestors) as requestor
    from staging.stg_rt_tickets
)

select
    source,
    pseudonym(source, requestor) as customer_id,
    'mail' as kind,
    pseudonym('person', 'mail:' || person_mail(requestor)) as address_id
from requestors
where person_mail(requestor) is not null
