"""The command line: what each command says and returns. Passes are in test_leitstand_run.py."""

import json
import socket
from pathlib import Path

import duckdb
import pytest

import leitstand
from tests.shop import Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Before its first run."""
    return open_shop(tmp_path / "shop")


@pytest.fixture
def published(shop: Shop) -> Shop:
    """A snapshot with one wait in it."""
    serving = shop.var / "serving"
    serving.mkdir(parents=True)
    with duckdb.connect(str(serving / "one.duckdb")) as snapshot:
        snapshot.execute("""
            create schema marts;
            create table marts.fct_waits as
            select timestamptz '2026-11-20 11:00:00+01' as opened_at, timestamptz '2026-11-20 11:20:00+01' as ended_at
        """)
    (serving / "CURRENT").write_text("one.duckdb\n")
    return shop


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_source_that_does_not_exist_is_an_error_with_the_known_ones(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shop.run("--source", "post") == leitstand.USAGE
    assert said(capsys) == 'leitstand: --source: there is no source "post"; known: mail, desk\n'


def test_each_mistake_in_the_configuration_is_a_line_of_its_own(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shop.config.read_text().replace("Europe/Berlin", "Europe/Berlim").replace("kind =", "sort =")
    shop.config.write_text(text)

    assert shop.run() == leitstand.USAGE

    lines = said(capsys).splitlines()
    assert len(lines) >= 2
    assert all(line.startswith("leitstand: leitstand.toml: [") for line in lines)


def test_a_connectors_own_setting_is_named_with_its_section(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.config.write_text(shop.config.read_text().replace("path = ", "colour = 1\npath = ", 1))

    assert shop.run() == leitstand.USAGE
    assert "leitstand: leitstand.toml: [sources.mail] colour: " in said(capsys)


def test_sql_prints_instants_in_utc_in_every_format(
    published: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "select opened_at, ended_at, [1, 2] as list from marts.fct_waits order by all limit 1"

    published.leitstand("sql", "--format", "csv", query)
    assert capsys.readouterr().out == (
        'opened_at,ended_at,list\n2026-11-20 10:00:00Z,2026-11-20 10:20:00Z,"[1, 2]"\n'
    )
    published.leitstand("sql", "--format", "json", query)
    assert json.loads(capsys.readouterr().out) == [
        {"opened_at": "2026-11-20 10:00:00Z", "ended_at": "2026-11-20 10:20:00Z", "list": [1, 2]}
    ]
    published.leitstand("sql", query)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split("  ")[0].strip() == "2026-11-20 10:00:00Z"
    assert lines[-1] == "1 row"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("selec 1", 'syntax error at or near "selec"'),
        ("select * from marts.fct_wait", "fct_waits"),
        ("create table marts.mine as select 1", "read-only"),
        ("select * from '/etc/hostname'", ""),
        ("copy marts.fct_waits to 'out.csv'", ""),
    ],
)
def test_sql_that_is_wrong_or_wants_to_write_is_refused_in_one_line(
    published: Shop, capsys: pytest.CaptureFixture[str], query: str, told: str
) -> None:
    assert published.leitstand("sql", query) == leitstand.USAGE

    lines = said(capsys)
    assert lines.count("\n") == 1
    assert told in lines


def test_sql_before_the_first_run_says_what_to_do(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert shop.leitstand("sql", "select 1") == leitstand.USAGE
    assert "no published snapshot yet; run `leitstand demo` or `leitstand run` first" in said(capsys)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.4", "example.org", "::"])
def test_serving_other_machines_is_refused_as_there_is_no_sign_in(
    published: Shop, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    assert published.leitstand("serve", "--host", host) == leitstand.USAGE
    assert "there is no sign-in yet" in said(capsys)


@pytest.mark.parametrize("command", ["serve", "up", "demo"])
def test_a_busy_port_is_an_error_with_the_mend(
    published: Shop, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert published.leitstand(command, "--port", str(port)) == leitstand.USAGE
    assert f"port {port} on 127.0.0.1 can't be used" in said(capsys)


def test_doctor_names_a_missing_variable_and_still_looks_at_the_rest(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shop.config.read_text().replace('path = "mail.csv"', 'path = "env:MAIL_EXPORT"')
    shop.config.write_text(text)

    assert shop.leitstand("doctor") == leitstand.USAGE

    output = capsys.readouterr().out
    assert (
        "FAIL  configuration: leitstand.toml: [sources.mail] path: environment variable MAIL_EXPORT" in output
    )
    assert "ok    desk: files: 1 found" in output


def test_doctor_tells_a_source_that_cannot_be_read_from_a_wrong_setting(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.folder / "mail.csv").unlink()

    assert shop.leitstand("doctor") == leitstand.SOURCE_FAILED
    assert "FAIL  mail: files: " in capsys.readouterr().out


def test_connect_prints_a_section_and_beside_it_what_to_ask_the_platform_for(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shop.leitstand("connect", "zendesk", "second_desk", "--write", "--yes") == leitstand.OK

    printed = capsys.readouterr()
    assert "[sources.second_desk]" in printed.out and "administrator" not in printed.out
    assert "administrator" in printed.err
    assert printed.out in shop.config.read_text()


def test_connect_answers_an_unknown_type_with_the_nearest_one(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shop.leitstand("connect", "zendesc") == leitstand.USAGE
    assert said(capsys) == "leitstand: 'zendesc' is not a known source type; did you mean 'zendesk'?\n"


@pytest.mark.parametrize(
    "command", ["demo", "run", "up", "receive", "serve", "sql", "doctor", "connect", "simulate"]
)
def test_every_command_has_a_help_text(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        leitstand.main([command, "--help"])

    assert ended.value.code == 0
    assert f"leitstand {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    ["", "fly", "run --frist", "run --as-of yesterday", "run --as-of 2026-11-21", "serve --port many", "sql"],
)
def test_wrong_usage_ends_with_two(line: str) -> None:
    with pytest.raises(SystemExit) as ended:
        leitstand.main(line.split())

    assert ended.value.code == leitstand.USAGE
