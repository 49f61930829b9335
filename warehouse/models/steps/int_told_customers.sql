-- Who a customer is, where two systems say so: the CRM, which names their id in a source, and that source, which knows
-- an address of theirs that the CRM has, too. One row a customer; values are persons (steps.int_identities). Of several
-- records that either finds, the one of the first rule of [identity] that was changed last.
with ranked as (
    select
        *,
        row_number() over (
            partition by source, customer_id, is_by_id
            order by rank asc, updated_at desc nulls last, person_id asc
        ) as place
    from steps.int_crm_matches
),

customers as (
    select
        source,
        customer_id,
        min(first_at) as first_at
    from steps.int_customers
    where customer_id in (select customer_id from ranked)
    group by source, customer_id
)

select
    'customer' as fact,
    named.customer_id as subject,
    timezone(settings.zone, customers.first_at)::date as told_day,
    null::varchar as platform,
    coalesce(crm_leads.rank, 1000) <= coalesce(source_leads.rank, 1000) as is_crm_leading,
    if(is_crm_leading, named.crm_source, named.source) as leading_source,
    if(is_crm_leading, named.source, named.crm_source) as other_source,
    if(is_crm_leading, named.person_id, addressed.person_id) as leading_value,
    if(is_crm_leading, addressed.person_id, named.person_id) as other_value,
    named.person_id != addressed.person_id as disagrees
from ranked as named
inner join ranked as addressed
    on named.source = addressed.source
    and named.customer_id = addressed.customer_id
    and named.is_by_id
    and not addressed.is_by_id
    and named.place = 1
    and addressed.place = 1
inner join customers on named.source = customers.source and named.customer_id = customers.customer_id
cross join company.settings as settings
left join company.leading_sources as crm_leads
    on named.crm_source = crm_leads.source and crm_leads.fact = 'customer'
left join company.leading_sources as source_leads
    on named.source = source_leads.source and source_leads.fact = 'customer'
