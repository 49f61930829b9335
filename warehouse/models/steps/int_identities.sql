-- Which person a customer of a source is: by the first rule of [identity] that finds a record of a CRM, and of several
-- records the one that was changed last (`basis` crm). Whom no CRM knows is the person of a mail address or telephone
-- number, so that the same one in two sources is one person (`basis` address), and else somebody of their own (none).
-- One step is followed: who is known by two addresses doesn't join those who share either. All are pseudonyms.
with customers as (
    select distinct
        source,
        customer_id
    from steps.int_customers
),

addresses as (
    select distinct
        known.source,
        known.customer_id,
        known.kind,
        known.address_id,
        rules.rank
    from staging.all_addresses as known
    inner join company.identity_rules as rules on known.kind = rules.rule
    inner join customers on known.source = customers.source and known.customer_id = customers.customer_id
),

in_crm as (
    select
        source,
        customer_id,
        rule,
        person_id
    from steps.int_crm_matches
    qualify
        row_number() over (
            partition by source, customer_id order by rank asc, updated_at desc nulls last, person_id asc
        ) = 1
),

shared as (
    select
        *,
        count(*) over (partition by address_id) as holder_count
    from addresses
),

-- The address that others have, too, before one that nobody else has.
by_address as (
    select
        source,
        customer_id,
        kind,
        address_id,
        holder_count > 1 as is_shared
    from shared
    qualify
        row_number() over (
            partition by source, customer_id order by holder_count > 1 desc, rank asc, address_id asc
        ) = 1
)

select
    customers.source,
    customers.customer_id,
    coalesce(
        in_crm.person_id, by_address.address_id, pseudonym('person', customers.source || ':' || customers.customer_id)
    ) as person_id,
    case when in_crm.person_id is not null then 'crm' when by_address.is_shared then 'address' else 'none' end as basis,
    coalesce(in_crm.rule, if(by_address.is_shared, by_address.kind, null)) as rule
from customers
left join in_crm on customers.source = in_crm.source and customers.customer_id = in_crm.customer_id
left join by_address on customers.source = by_address.source and customers.customer_id = by_address.customer_id
