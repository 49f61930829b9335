/*
label = "Customers recognised"
label_de = "Wiedererkannte Kunden"
description = """Share of contacts whose customer is known in a CRM; beside it those who are only known to be the same \
    person in another source, by an address, and those whom nobody recognises."""
description_de = """Anteil der Kontakte, deren Kunde in einem CRM bekannt ist; daneben jene, von denen nur eine \
    Adresse sagt, dass sie anderswo dieselbe Person sind, und jene, die niemand wiedererkennt."""
unit = "share"
better = "higher"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "contact_day"
statistics = ["value", "address", "unmatched"]
excludes = "messages of employees and machines; what needs no answer"
excludes_de = "Nachrichten von Beschäftigten und Maschinen; was keine Antwort braucht"
others = "Others count a customer anew on each channel."
others_de = "Andere zählen jemanden auf jedem Kanal neu."
example = [
    "anna writes a mail from the address that the CRM has for her",
    "ben calls, and his number stands in a ticket as well; the CRM doesn't know it",
    "carla comments on Mastodon, and nobody knows who she is; dora does, too",
    "in the CRM 1 of 4; by an address 1 of 4; not recognised 2 of 4",
    "= 25%",
]
example_de = [
    "Anna schreibt eine Mail von der Adresse, die das CRM von ihr hat",
    "Ben ruft an, und seine Nummer steht auch in einem Ticket; das CRM kennt sie nicht",
    "Carla kommentiert auf Mastodon, und niemand weiß, wer sie ist; ebenso Dora",
    "im CRM 1 von 4; durch eine Adresse 1 von 4; nicht erkannt 2 von 4",
    "= 25 %",
]
source = "requirement R56; rules: [identity] of the configuration; interval: Wilson (1927)"
*/
with counted as (
    select
        contact_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count(*) as contact_count,
        count_if(basis = 'crm')::bigint as in_crm,
        count_if(basis = 'address')::bigint as by_address,
        count_if(basis = 'none')::bigint as unmatched
    from marts.fct_person_contacts
    group by all
),

told as (
    select
        * exclude (in_crm, by_address, unmatched),
        unnest(['value', 'address', 'unmatched']) as statistic,
        unnest([in_crm, by_address, unmatched]) as numerator
    from counted
)

select
    contact_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    numerator,
    contact_count as sample_size,
    numerator / contact_count as metric_value,
    wilson_lower(numerator, contact_count) as lower,
    wilson_upper(numerator, contact_count) as upper
from told
