-- By what a CRM knows its customers elsewhere: pseudonyms of mail addresses and telephone numbers that are the same in
-- every source, and of ids within one source (`in_source`), one row each. Ids of a platform are looked for in the
-- sources of that type, and in those that hold whatever platform; those of a ticket system in the case stores.
with records as (
    select
        source,
        crm_record_id,
        person_id,
        mail_ids,
        phone_ids,
        updated_at
    from staging.stg_crm_records
    where not is_deleted
),

cells as (
    select
        records.source,
        records.person_id,
        records.updated_at,
        unnest(map_entries((sheet.payload -> '$.cells')::map (varchar, varchar))) as cell
    from raw.crm_rows as sheet
    inner join records on sheet.source || ':' || sheet.record_id = records.crm_record_id
),

ids as (
    select
        source,
        person_id,
        updated_at,
        cell.key as name,
        regexp_replace(
            trim(unnest(if(cell.key = 'customer', [cell.value], regexp_split_to_array(cell.value, '[;,]')))),
            '^(-?\d+)\.0+$', '\1'
        ) as id
    from cells
    where cell.key not in ('mail', 'mail_verified', 'phone', 'created_at', 'updated_at', 'deleted')
        and cell.value is not null
),

placed as (
    select
        ids.source,
        ids.person_id,
        ids.updated_at,
        ids.id,
        elsewhere.source as in_source,
        case ids.name when 'customer' then 'crm_key' when 'ticket_requester' then 'ticket_requester' else 'handle' end
            as rule
    from ids
    cross join company.sources as elsewhere
    left join company.identity_key_sources as keys on elsewhere.source = keys.source
    where
        ids.id != ''
        and case ids.name
            when 'customer' then keys.source is not null
            when 'ticket_requester'
                then elsewhere.type in ('zendesk', 'rt', 'zammad', 'chatwoot', 'freshdesk', 'hubspot', 'sql', 'files')
            else elsewhere.type in (ids.name, 'files', 'webhook', 'sql')
        end
)

select distinct
    person_id,
    source,
    updated_at,
    rule,
    in_source,
    -- Messages name people by a lasting id, or by the name that others call them.
    unnest(
        if(
            rule = 'handle', [pseudonym(in_source, id), pseudonym(in_source, lower(ltrim(id, '@')))],
            [pseudonym(in_source, id)]
        )
    ) as value_id
from placed
union all
select
    person_id,
    source,
    updated_at,
    'mail' as rule,
    null as in_source,
    unnest(mail_ids) as value_id
from records
union all
select
    person_id,
    source,
    updated_at,
    'phone' as rule,
    null as in_source,
    unnest(phone_ids) as value_id
from records
