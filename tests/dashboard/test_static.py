from dash import dcc, html

from dashboard.components.static import flatten, markup


def test_plain_html_becomes_one_component():
    tree = html.Div([html.P(["a ", html.B("b")]), html.Ul([html.Li(1), None])], className="box")

    flat = flatten(tree)

    assert flat.children is None
    assert flat.className == "box"
    assert getattr(flat, "data-html") == "<p>a <b>b</b></p><ul><li>1</li></ul>"


def test_texts_and_attributes_cannot_break_out():
    tree = html.Div(
        html.A("<script>alert(1)</script> & more", href='/"><img src=x onerror=alert(1)>', title="'")
    )

    assert markup(tree) == (
        '<div><a href="/&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" title="&#x27;">'
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</a></div>"
    )


def test_what_is_not_plain_html_stays_a_component_with_all_above_it():
    graph = dcc.Graph(id="g")

    flat = flatten(html.Div([html.P("static"), html.Div(graph)]))

    assert flat.children[1].children is graph
    assert flat.children[0].children == "static"


def test_an_element_of_a_callback_stays_a_component():
    flat = flatten(html.Div([html.Button("x", id="b", n_clicks=0), html.P(html.B("y"))]))

    assert flat.children[0].id == "b"


def test_attributes_are_written_as_html_has_them():
    cell = html.Td(
        "x",
        colSpan=4,
        className="v bad",
        hidden=True,
        style={"maskImage": "url(a)", "left": "4px"},
        **{"aria-label": "n"},
    )

    assert markup(cell) == (
        '<td class="v bad" colspan="4" hidden style="mask-image:url(a);left:4px" aria-label="n">x</td>'
    )
