"""Words of others on a terminal: what they say, and nothing that the terminal would do.

What people write to a company may hold escape sequences (ECMA-48): shown raw, they rename the window, write into the
clipboard or hide what stands beside them. Marks that turn the direction of reading (UAX 9) make a text look like
another.
"""

import re

_DOES_SOMETHING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Return the text with such characters as JSON writes them; line breaks and tabs stay."""
    return _DOES_SOMETHING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
