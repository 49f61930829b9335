-- Records of a CRM as they stand now, each a customer under a key, with addresses that are pseudonyms already: the same
-- address is the same pseudonym in whatever source. A row that is gone, or says that it is deleted, doesn't count.
with present as (
    select
        source,
        unnest(map_values((payload -> '$.files')::map (varchar, varchar))) as digest
    from raw.crm_rows
    where record_id = 'files'
),

written as (
    select
        sheet.source,
        sheet.record_id,
        sheet.file,
        sheet.line,
        sheet.received_at,
        regexp_replace(trim(sheet.payload ->> '$.cells.customer'), '^(-?\d+)\.0+$', '\1') as customer,
        nullif(trim(sheet.payload ->> '$.cells.mail'), '') as mail_cell,
        nullif(trim(sheet.payload ->> '$.cells.phone'), '') as phone_cell,
        lower(trim(coalesce(sheet.payload ->> '$.cells.mail_verified', ''))) as verified_cell,
        lower(trim(coalesce(sheet.payload ->> '$.cells.deleted', ''))) as deleted_cell,
        nullif(trim(sheet.payload ->> '$.cells.created_at'), '') as created_cell,
        coalesce(
            source_instant(sheet.source, sheet.payload ->> '$.cells.created_at'),
            written_instant(sheet.payload ->> '$.cells.created_at', settings.zone)
        ) as created_at,
        nullif(trim(sheet.payload ->> '$.cells.updated_at'), '') as updated_cell,
        coalesce(
            source_instant(sheet.source, sheet.payload ->> '$.cells.updated_at'),
            written_instant(sheet.payload ->> '$.cells.updated_at', settings.zone)
        ) as updated_at,
        identity.country_code,
        -- Several addresses stand in one cell, with a comma or a semicolon between them.
        list_transform(regexp_split_to_array(mail_cell, '\s*[;,]\s*'), lambda one: person_mail(one)) as mails,
        list_transform(
            regexp_split_to_array(phone_cell, '\s*[;,]\s*'), lambda one: person_phone(one, identity.country_code)
        ) as phones
    from raw.crm_rows as sheet
    inner join present on sheet.source = present.source and (sheet.payload ->> '$.digest') = present.digest
    cross join company.settings as settings
    cross join company.identity as identity
    where sheet.record_id != 'files'
)

select
    source,
    source || ':' || record_id as crm_record_id,
    pseudonym('person', 'crm:' || source || ':' || customer) as person_id,
    if(
        verified_cell in ('no', 'false', '0', 'nein', 'n'), [],
        list_transform(coalesce(mails, []), lambda one: pseudonym('person', 'mail:' || one))
    ) as mail_ids,
    list_transform(coalesce(phones, []), lambda one: pseudonym('person', 'phone:' || one)) as phone_ids,
    created_at,
    updated_at,
    deleted_cell in ('yes', 'true', '1', 'ja', 'j', 'x') as is_deleted,
    record_id,
    file,
    line,
    received_at,
    -- No reason repeats an address: reasons are shown to everybody.
    case
        when coalesce(customer, '') = '' then 'customer: is empty'
        when len(mails) != len(list_filter(mails, lambda one: one is not null))
            then 'mail: is no address; write it like anna@example.org'
        when len(phones) != len(list_filter(phones, lambda one: one is not null))
            then 'phone: is no number with its country; write it like +49 30 123456, or set country_code in [identity]'
        when created_cell is not null and created_at is null
            then 'created_at: ''' || created_cell || ''' is no day or instant; write it like 2026-11-24 08:00'
        when is_implausible(created_at) then 'created_at: ' || implausible(created_cell)
        when updated_cell is not null and updated_at is null
            then 'updated_at: ''' || updated_cell || ''' is no day or instant; write it like 2026-11-24 08:00'
        when is_implausible(updated_at) then 'updated_at: ' || implausible(updated_cell)
    end as reject_reason
from written
