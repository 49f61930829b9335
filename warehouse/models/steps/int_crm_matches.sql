-- Which records of a CRM each rule of [identity] finds for a customer of a source: one row a customer, rule and record.
-- `is_by_id`: the CRM itself says who they are there; otherwise an address that both know says it.
with addresses as (
    select
        known.source,
        known.customer_id,
        known.kind,
        known.address_id
    from staging.all_addresses as known
    inner join steps.int_customers as customers
        on known.source = customers.source and known.customer_id = customers.customer_id
    -- Most addresses stand in no CRM.
    semi join staging.stg_crm_links as links on known.kind = links.rule and known.address_id = links.value_id
),

-- By what a customer may be known within a source: the id itself, and the name by which others call them.
names as (
    select
        source,
        customer_id,
        customer_id as value_id
    from steps.int_customers
    union all
    select
        source,
        customer_id,
        handle as value_id
    from steps.int_customers
    where handle is not null
),

found as (
    select
        addresses.source,
        addresses.customer_id,
        links.rule,
        false as is_by_id,
        links.source as crm_source,
        links.person_id,
        links.updated_at
    from addresses
    inner join staging.stg_crm_links as links on addresses.kind = links.rule and addresses.address_id = links.value_id
    union all
    select
        names.source,
        names.customer_id,
        links.rule,
        true as is_by_id,
        links.source as crm_source,
        links.person_id,
        links.updated_at
    from names
    inner join staging.stg_crm_links as links
        on names.source = links.in_source and names.value_id = links.value_id
)

select distinct
    found.source,
    found.customer_id,
    rules.rank,
    found.rule,
    found.is_by_id,
    found.crm_source,
    found.person_id,
    found.updated_at
from found
inner join company.identity_rules as rules on found.rule = rules.rule
