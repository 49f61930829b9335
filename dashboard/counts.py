"""How many messages a page speaks of, and how many its filters leave out."""

from dashboard.view import View


def count_line(view: View) -> str:
    """Return "18,204 of 21,377 messages": those in the period that the filters leave, of all in it."""
    where, values = view.where("sent_day")
    days = [view.period.since, view.period.until]
    table = "marts.fct_messages where visibility <> 'internal' and"
    shown = view.rows(f"select count(*) from {table} {where}", values).item()
    total = view.rows(f"select count(*) from {table} sent_day >= ? and sent_day < ?", days).item()
    if shown == total:
        return view.t("common.count_all", count=total, total=view.number(total))
    return view.t("common.count", shown=view.number(shown), total=view.number(total))
