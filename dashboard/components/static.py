"""Whatever in a page is plain HTML, as HTML: one Dash component a subtree instead of one an element.

Dash keeps every component in a store and asks all of them whenever one appears: 1,500 elements took the browser 4 s,
500 took 0.4 s. Pages are written with dash.html all the same; this turns each subtree that holds nothing else into its
root with a `data-html`, which assets/static.js unpacks before the browser paints.

An element that a callback reads or writes must stay a component: give it `n_clicks` (any value).
"""

import re
from html import escape
from typing import Any

from dash.development.base_component import Component

_VOID = {"area", "br", "col", "hr", "img", "input", "source", "wbr"}
_RENAMED = {"className": "class", "htmlFor": "for"}
_NOT_ATTRIBUTES = {"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "loading_state"}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def flatten(node: Any) -> Any:
    """Return a tree of components in which every static subtree is one component."""
    if isinstance(node, list | tuple):
        return [flatten(child) for child in node if child is not None]
    if not isinstance(node, Component):
        return node
    if _is_static(node):
        children = getattr(node, "children", None)
        if children is not None and not isinstance(children, str | int | float):
            setattr(node, "data-html", _markup(children))
            node.children = None
        return node
    for name in _slots(node):
        setattr(node, name, flatten(getattr(node, name)))
    return node


def markup(node: Any) -> str:
    """Return static components as HTML text; every text and attribute in it is escaped."""
    return _markup(node)


def _slots(node: Component) -> list[str]:
    return [n for n in ("children",) if getattr(node, n, None) is not None]


def _is_static(node: Any) -> bool:
    if isinstance(node, list | tuple):
        return all(_is_static(child) for child in node)
    if not isinstance(node, Component):
        return True
    if node._namespace != "dash_html_components" or getattr(node, "n_clicks", None) is not None:
        return False
    if isinstance(getattr(node, "id", None), dict):
        return False
    return _is_static(getattr(node, "children", None))


def _markup(node: Any) -> str:
    if node is None:
        return ""
    if isinstance(node, list | tuple):
        return "".join(_markup(child) for child in node)
    if not isinstance(node, Component):
        return escape(str(node), quote=False)
    tag = node._type.lower()
    attributes = "".join(
        _attribute(name, getattr(node, name))
        for name in node.to_plotly_json()["props"]
        if name not in _NOT_ATTRIBUTES
    )
    if tag in _VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{_markup(getattr(node, 'children', None))}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = _RENAMED.get(name, name.lower())
    if value is True:
        return f" {name}"
    if name == "style":
        value = ";".join(
            f"{_HUMP.sub('-', key).lower().replace('webkit-', '-webkit-')}:{v}" for key, v in value.items()
        )
    return f' {name}="{escape(str(value))}"'
