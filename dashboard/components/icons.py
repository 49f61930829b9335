"""Icons as CSS masks over the text colour: inline SVG, no request, and a scheme switch needs nothing."""

from urllib.parse import quote

from dash import html

_PATHS = {
    "start": '<rect x="3" y="3" width="7" height="7" rx="1"/><rect x="14" y="3" width="7" height="7" rx="1"/>'
    '<rect x="3" y="14" width="7" height="7" rx="1"/><rect x="14" y="14" width="7" height="7" rx="1"/>',
    "check": '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.8 2.7L16 9.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "flow": '<path d="M3 19h18M4 15c3 0 4-3 7-3s4 2 9-6v13H4z"/>',
    "list": '<path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01"/>',
    "calendar": '<rect x="4" y="5" width="16" height="16" rx="2"/><path d="M4 10h16M9 3v4M15 3v4"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12.3 6"/>'
    '<path d="M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1.2-1.2"/>',
    "moon": '<path d="M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1'
    'M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8h.01"/>',
    "table": '<rect x="3.5" y="4.5" width="17" height="15" rx="1.5"/><path d="M3.5 9.5h17M9.5 9.5v10"/>',
    "chart": '<path d="M4 4v16h16M8 15l4-5 3 3 5-7"/>',
    "dots": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.6"/>',
    "warn": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17h.01"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "next": '<path d="m9 6 6 6-6 6"/>',
    "back": '<path d="m15 6-6 6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "tick": '<path d="m5 12.5 4.5 4.5L19 7.5" stroke-width="2.4"/>',
    "not": '<circle cx="12" cy="12" r="8.5"/><path d="m6.5 17.5 11-11"/>',
    "load": '<circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="6" r="2.5"/><circle cx="18" cy="18" r="2.5"/>'
    '<path d="m8.3 10.9 7.4-3.7M8.3 13.1l7.4 3.7"/>',
    "process": '<rect x="3" y="4" width="6" height="5" rx="1"/><rect x="15" y="9.5" width="6" height="5" rx="1"/>'
    '<rect x="3" y="15" width="6" height="5" rx="1"/><path d="M9 6.5h3v11H9M12 12h3"/>',
    "promise": '<path d="M5 21V4h13l-2.5 4.5L18 13H5"/>',
    "conflict": '<path d="M6 4v5a5 5 0 0 0 5 5h7M18 4v5a5 5 0 0 1-3 4.6M6 20v-2M15 11l3 3-3 3"/>',
    "pulse": '<path d="M3 12h4l3-8 4 16 3-8h4"/>',
    "book": '<path d="M12 6c-2-1.5-4.5-2-8-2v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4c-3.5 0-6 .5-8 2v14"/>',
    "columns": '<rect x="3.5" y="4.5" width="17" height="15" rx="1.5"/><path d="M9.2 4.5v15M14.8 4.5v15"/>',
    "capacity": '<path d="m4 17 5-6 4 3 7-9"/><path d="M14.5 5H20v5.5"/>',
    "megaphone": '<path d="M4 10v4h3l8 4.5v-13L7 10zM18.5 9.5a4 4 0 0 1 0 5M8 14.5V20h3v-4"/>',
    "slopes": '<path d="M5.5 6.5 18.5 17M5.5 17l13-9.5"/>'
    '<path d="M4.5 6h.01M4.5 17.5h.01M19.5 7h.01M19.5 17.5h.01" stroke-width="4"/>',
    "message": '<path d="M4 5h16v11H9l-5 4z"/>',
}


def icon(name: str, className: str = "") -> html.I:  # noqa: N803 (Dash's own word)
    """Return an icon; it is decoration, the control that holds it carries the label."""
    return html.I(className=f"ls-i ls-i-{name} {className}".strip(), **{"aria-hidden": "true"})


def css() -> str:
    """Return one rule an icon, for the page's head."""
    frame = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='1.8'"
        " stroke-linecap='round' stroke-linejoin='round'>{}</svg>"
    )
    return "".join(
        f'.ls-i-{name}{{--m:url("data:image/svg+xml,{quote(frame.format(path))}")}}'
        for name, path in _PATHS.items()
    )
