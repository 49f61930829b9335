/*
label = "Contacts per person"
label_de = "Kontakte je Person"
description = """How often one person made contact, whatever the channel, on average over all who did; and on how many \
    channels."""
description_de = """Wie oft sich eine Person gemeldet hat, auf welchem Kanal auch immer, im Mittel über alle, die es \
    taten; und auf wie vielen Kanälen."""
unit = "contacts"
better = "neutral"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "contact_day"
statistics = ["value", "channels"]
excludes = "contacts of whom nobody knows who wrote; whoever isn't recognised on a second channel counts there again"
excludes_de = "Kontakte, von denen niemand weiß, wer schrieb; wer anderswo nicht erkannt wird, zählt dort neu"
others = "Others count customers per channel, so that whoever tries three of them is three customers with one contact."
others_de = "Andere zählen je Kanal: Wer drei davon versucht, ist dreimal jemand mit einem Kontakt."
example = [
    "anna asks on Facebook, then by mail, then calls; by address and handle she is one person",
    "ben calls once",
    "4 contacts of 2 persons; 3 channels and 1",
    "= 2 contacts per person",
]
example_de = [
    "Anna fragt auf Facebook, dann per Mail, dann ruft sie an; Adresse und Name zeigen, dass sie eine Person ist",
    "Ben ruft einmal an",
    "4 Kontakte von 2 Personen; 3 Kanäle und 1",
    "= 2 Kontakte je Person",
]
source = "requirement R56"
*/
with counted as (
    select
        contact_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count(distinct person_id) as person_count,
        count(*) as contact_count,
        count(distinct person_id || ' ' || contact_channel) as channel_count
    from marts.fct_person_contacts
    where person_id is not null
    group by all
),

told as (
    select
        * exclude (contact_count, channel_count),
        unnest(['value', 'channels']) as statistic,
        unnest([contact_count, channel_count]) as numerator
    from counted
)

-- Everything is counted, nothing is drawn from more: there is no interval.
select
    contact_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    numerator,
    person_count as sample_size,
    numerator / person_count as metric_value,
    null::double as lower,
    null::double as upper
from told
