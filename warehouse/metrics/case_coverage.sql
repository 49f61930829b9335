/*
label = "Case coverage"
label_de = "Kontakte mit Ticket"
description = """Contacts that belong to a case in a case store, of all contacts: what stands there itself, and what \
    a case is tied to by the platform's id, a reference, or author and time."""
description_de = """Kontakte, zu denen es in einem Ticketsystem ein Ticket gibt, von allen Kontakten: was dort \
    selbst steht, und womit ein Ticket durch die Kennung der Plattform, einen Verweis oder Absender und Zeit \
    verbunden ist."""
unit = "share"
better = "higher"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "contact_day"
statistics = ["value"]
excludes = "messages that need no answer; cases that were deleted"
excludes_de = "Nachrichten ohne Antwortbedarf; gelöschte Tickets"
others = "Others count what is in the ticket system, and so always find 100%."
others_de = "Andere zählen, was im Ticketsystem steht, und finden so immer 100 %."
example = [
    "anna mails the service: a ticket",
    "ben comments, and ticket 48211 holds his comment's id",
    "cem comments, and nobody opens a ticket",
    "= 2 of 3, 66.7%",
]
example_de = [
    "anna schreibt dem Service eine Mail: ein Ticket",
    "ben kommentiert, und Ticket 48211 trägt die Kennung seines Kommentars",
    "cem kommentiert, und niemand legt ein Ticket an",
    "= 2 von 3, 66,7 %",
]
source = "requirement R26; marts.fct_contact_cases; interval: Wilson (1927)"
*/
select
    contact_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    'value' as statistic,
    count_if(has_case) as numerator,
    count(*) as sample_size,
    numerator / sample_size as metric_value,
    wilson_lower(numerator, sample_size) as lower,
    wilson_upper(numerator, sample_size) as upper
from marts.fct_contact_cases
group by all
