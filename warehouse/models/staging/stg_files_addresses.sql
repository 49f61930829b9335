-- Mail addresses and telephone numbers by which files and databases call their customers, as pseudonyms that are the
-- same in every source: what is written like an address, and on the phone, by SMS and WhatsApp what is a number.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.platform', if(type = 'sql', 'ticket_system', 'other')) as platform,
        coalesce(settings ->> '$.channel', 'other') as channel,
        coalesce(settings -> '$.columns', own_columns())::map (varchar, varchar) as columns,
        map(
            map_keys(columns),
            list_transform(map_values(columns), lambda name: if(starts_with(name, '$.'), name, '$."' || name || '"'))
        ) as paths
    from company.sources
    where type in ('files', 'sql') and coalesce(settings ->> '$.shape', 'messages') = 'messages'
),

people as (
    select distinct
        files.source,
        layouts.platform,
        layouts.channel,
        files.payload ->> layouts.paths['platform'] as own_platform,
        files.payload ->> layouts.paths['channel'] as own_channel,
        -- As staging.stg_files_messages writes it, so that it is the same pseudonym there.
        regexp_replace(
            trim(files.payload ->> unnest([layouts.paths['author'], layouts.paths['customer']])),
            '^(-?\d+)\.0+$', '\1'
        ) as customer
    from (
        select * from raw.files_messages
        union all by name
        select * from raw.sql_messages
    ) as files
    inner join layouts on files.source = layouts.source
),

addressed as (
    select
        people.source,
        people.customer,
        person_mail(people.customer) as mail,
        if(
            lower(coalesce(people.own_platform, people.platform)) in ('phone', 'sms', 'whatsapp')
            or lower(coalesce(people.own_channel, people.channel)) in ('phone', 'sms'),
            person_phone(people.customer, identity.country_code), null
        ) as phone
    from people
    cross join company.identity as identity
)

select distinct
    source,
    pseudonym(source, customer) as customer_id,
    if(mail is not null, 'mail', 'phone') as kind,
    pseudonym('person', kind || ':' || coalesce(mail, phone)) as address_id
from addressed
where mail is not null or phone is not null
