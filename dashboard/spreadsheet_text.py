"""Texts that others wrote, as cells of a spreadsheet: never run as a formula, never a reason for it not to open.

Source: OWASP, CSV Injection. A cell that begins with one of `BEGINS` is a formula to Excel, LibreOffice or Google
Sheets, and formulas start programs and call servers; an apostrophe before it says that it is text.
"""

import re

BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # that XML 1.0, and so XLSX, can't hold


def plain(text: str) -> str:
    """Return the text as a cell that shows it and does nothing else."""
    text = _CONTROL.sub("", text)
    begin = text.lstrip()
    is_like_one = len(begin) > 1 and begin.startswith(BEGINS)
    return f"'{text}" if is_like_one or text[:1] in ("\t", "\r", "\n") else text
