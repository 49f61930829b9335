/*
per = "message_id"
[units]
"raw.webhook_messages" = ["record_id"]
*/
-- Mail addresses and telephone numbers by which pushed mentions call their authors, as pseudonyms that are the same in
-- every source: what is written like an address, and on the phone, by SMS and WhatsApp what is a number.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.platform', 'other') as platform,
        coalesce(settings ->> '$.channel', 'post') as channel,
        coalesce((settings -> '$.platforms')::map (varchar, varchar), map {}) as platforms,
        coalesce((settings -> '$.channels')::map (varchar, varchar), map {}) as channels,
        (settings -> '$.columns')::map (varchar, varchar) as columns,
        -- Columns as paths into the mention; one that begins with "$" is a path already.
        map(
            map_keys(columns),
            list_transform(map_values(columns), lambda name: if(starts_with(name, '$'), name, '$."' || name || '"'))
        ) as paths
    from company.sources
    where type = 'webhook'
),

people as (
    select
        mentions.source,
        mentions.record_id,
        nullif(trim(mentions.payload ->> layouts.paths['author']), '') as author,
        nullif(trim(mentions.payload ->> layouts.paths['platform']), '') as told_platform,
        nullif(trim(mentions.payload ->> layouts.paths['channel']), '') as told_channel,
        coalesce(layouts.platforms[told_platform], lower(told_platform), layouts.platform) as platform,
        coalesce(layouts.channels[told_channel], lower(told_channel), layouts.channel) as channel
    from raw.webhook_messages as mentions
    inner join layouts on mentions.source = layouts.source
),

addressed as (
    select
        people.source,
        people.record_id,
        people.author,
        person_mail(people.author) as mail,
        if(
            people.platform in ('phone', 'sms', 'whatsapp') or people.channel in ('phone', 'sms'),
            person_phone(people.author, identity.country_code), null
        ) as phone
    from people
    cross join company.identity as identity
)

select
    source,
    source || ':' || record_id as message_id,
    pseudonym(source, author) as customer_id,
    if(mail is not null, 'mail', 'phone') as kind,
    pseudonym('person', kind || ':' || coalesce(mail, phone)) as address_id
from addressed
where mail is not null or phone is not null
