"""
label = "Uncoordinated answers"
label_de = "Unabgestimmte Antworten"
description = '''Share of answered waits that two people answered, what of it two departments did (`across`), and
    how that compares with chance (`ratio`): `chance` is the share that would come about if everybody who began a
    reply took one of the waits open on that channel at random, given how many were open and being written. Far
    above 1, the doubles aren't for want of coordination under load alone; below 1, people see each other. Beside it
    the handle time of the answers too many, and the pairs that say something different (another price, another
    date, yes against no).'''
description_de = '''Anteil der beantworteten Wartezeiten, auf die zwei Personen antworteten, davon durch zwei
    Abteilungen (`across`), und der Vergleich mit dem Zufall (`ratio`): `chance` ist der Anteil, der entstünde, wenn
    alle, die eine Antwort beginnen, zufällig eine der auf diesem Kanal offenen Wartezeiten nähmen, so viele eben
    offen und in Arbeit waren. Weit über 1 liegt es nicht nur am Andrang; unter 1 sehen die Leute einander. Daneben
    die Bearbeitungszeit der überzähligen Antworten und die Paare, die Verschiedenes sagen (anderer Preis, anderer
    Termin, ja gegen nein).'''
unit = "share"
better = "lower"
dimensions = [
    "first_department_id", "second_department_id", "source", "platform", "channel", "visibility", "department_id",
]
table_by = ["first_department_id", "second_department_id"]
time = "opened_day"
statistics = ["value", "across", "chance", "chance_across", "ratio", "ratio_across", "pairs", "wasted", "contradicted"]
excludes = '''several replies by the same person; declared splits such as (1/2); automatic replies and notes; from
    the comparison, replies whose handle time nobody knows. Contradictions are found by three rules on the words:
    they miss what is said in other words, and a person has to look before anybody is told'''
excludes_de = '''mehrere Antworten derselben Person; ausgewiesene Teile wie (1/2); automatische Antworten und
    Notizen; aus dem Vergleich Antworten, deren Bearbeitungszeit niemand kennt. Widersprüche finden drei Regeln am
    Wortlaut: sie übersehen, was anders gesagt ist, und ein Mensch muss nachsehen, ehe jemand angesprochen wird'''
others = "Others warn while two people type, and count nothing afterwards."
others_de = "Andere warnen, während zwei Personen tippen, und zählen nachher nichts."
example = [
    "four waits are open, one of them is being answered for 10 min",
    "two colleagues began replies to any of the four, and still write when it is sent",
    "chance that one of them began on this very wait = 1 - (3/4)^2",
    "= 44%",
]
example_de = [
    "vier Wartezeiten sind offen, an einer wird 10 Min. lang geantwortet",
    "zwei andere begannen mit einer beliebigen der vier und schreiben noch, als sie hinausgeht",
    "Zufall, dass eine davon an eben dieser Wartezeit begann = 1 - (3/4)^2",
    "= 44 %",
]
source = "metrics definition 15; conflict C6; interval: Wilson (1927)"
"""

from collections.abc import Mapping, Sequence

import polars as pl

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.intervals import wilson

PAIR = ("first_department_id", "second_department_id")

_SHARED = "opened_day as date_day, source, platform, channel, visibility, department_id"
QUERIES = {
    "waits": f"""
        select
            {_SHARED},
            null::varchar as first_department_id,
            null::varchar as second_department_id,
            count(*) as answered,
            count_if(is_double)::bigint as doubled,
            count_if(is_double_across)::bigint as across
        from marts.fct_waits
        where outcome = 'answered'
        group by all
    """,
    # Whole numbers add up alike in any order.
    "chances": f"""
        select
            {_SHARED},
            count(chance) as known,
            sum(round(chance * 1e9)::bigint)::bigint as chance,
            sum(round(chance_across * 1e9)::bigint)::bigint as chance_across
        from marts.fct_answer_chances
        group by all
    """,
    "doubles": f"""
        select
            {_SHARED},
            first_department_id,
            second_department_id,
            contradiction is not null as is_contradicted,
            is_read,
            handle_us
        from marts.fct_double_answers
        left join marts.fct_double_costs using (message_id)
    """,
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Shares and their comparison with chance; by pair of departments only what a pair has: count, time, words."""
    rows: list[Row] = []
    if not set(PAIR) & set(by):
        chances = {tuple(key.values()): part for key, part in graded_rows.parts(frames["chances"], by)}
        for key, part in graded_rows.parts(frames["waits"], by):
            answered, doubled, across = (int(part[name].sum()) for name in ("answered", "doubled", "across"))
            rows.append(graded_rows.share(key, "value", doubled, answered))
            rows.append(graded_rows.share(key, "across", across, answered))
            rows += _chance(key, chances.get(tuple(key.values())), answered, {"": doubled, "_across": across})
    for key, part in graded_rows.parts(frames["doubles"], by):
        known = part["handle_us"].drop_nulls()
        wasted = int(known.sum()) / 1e6 if len(known) else None
        reason = None if len(known) else "no_handle_time"
        rows.append(graded_rows.count(key, "pairs", part.height, part.height))
        rows.append(graded_rows.count(key, "wasted", wasted, len(known), reason))
        read = part.filter("is_read")
        found = int(read["is_contradicted"].sum())
        rows.append(
            graded_rows.share(key, "contradicted", found, read.height, None if read.height else "no_text")
        )
    return graded_rows.table(rows, frames["waits"], by)


def _chance(key: Row, chances: pl.DataFrame | None, answered: int, found: Mapping[str, int]) -> list[Row]:
    """What chance would make of it, and how many times that it is."""
    rows = []
    known = int(chances["known"].sum()) if chances is not None else 0
    for ending, count in found.items():
        total = int(chances[f"chance{ending}"].sum() or 0) / 1e9 if chances is not None else 0.0
        expected = total / known if known else None
        reason = None if known else "no_handle_time"
        rows.append(graded_rows.count(key, f"chance{ending}", expected, known, reason))
        bounds = wilson(count, answered)
        if not expected or bounds is None:
            rows.append(
                graded_rows.row(key, f"ratio{ending}", None, None, known, reason=reason or "no_overlap")
            )
            continue
        ratio = count / answered / expected
        scaled = (bounds[0] / expected, bounds[1] / expected)
        rows.append(graded_rows.row(key, f"ratio{ending}", ratio, scaled, answered, count, smallest=1.0))
    return rows
