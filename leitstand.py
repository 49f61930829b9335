"""The command line of Leitstand, and the only place that knows all its parts.

Exit codes: 0 all well; 1 internal error; 2 configuration or usage; 3 published, but a source failed; 4 a check blocked
publishing, the old snapshot stands; 5 another run is at work.
"""

# Parts are imported where a command needs them: Dagster alone takes a second, and `leitstand sql` doesn't need it.

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from pipelines.var_folder import VarFolder

OK, INTERNAL, USAGE, SOURCE_FAILED, BLOCKED, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
HOST, PORT, DAGSTER_PORT, RECEIVER_PORT = "127.0.0.1", 8050, 3000, 8060
DEMO_FILE = "demo.json"

Command = Callable[[argparse.Namespace], int]

say = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


class UsageError(Exception):
    """A command can't be carried out as given; one line with the mend."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _arguments(sys.argv[1:] if argv is None else argv)

    from pipelines import log_files
    from pipelines.errors import PipelineError, RunLocked
    from pipelines.shutdown import on_signal
    from warehouse.company import ConfigError
    from warehouse.database import NothingPublished

    try:
        with on_signal():
            return int(arguments.command(arguments))
    except ConfigError as error:
        return _fail(USAGE, *error.problems)
    except RunLocked as error:
        return _fail(LOCKED, str(error))
    except (UsageError, NothingPublished) as error:
        return _fail(USAGE, str(error))
    except PipelineError as error:
        return _fail(INTERNAL if error.is_internal else USAGE, str(error))
    except PermissionError as error:
        mend = "give this user access, or choose another folder with --var"
        return _fail(USAGE, f"{error.filename}: {error.strerror}; {mend}")
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "ended")
    except BrokenPipeError:  # `leitstand sql ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        where = log_files.write_traceback(_var(arguments))
        return _fail(INTERNAL, f"{' '.join(str(error).split())} ({type(error).__name__}); {where}")


def run(arguments: argparse.Namespace) -> int:
    """`leitstand run`."""
    return _one_pass(arguments, arguments.as_of, full=arguments.full, only=arguments.source)


def _one_pass(arguments: argparse.Namespace, as_of: datetime | None, **more: Any) -> int:
    """A pass with what `one_pass.Options` may say beside its instant."""
    from pipelines import one_pass, progress, sources
    from pipelines import run as passes
    from warehouse import company as company_file

    company = company_file.load(arguments.config, os.environ)
    if (only := more.get("only")) not in (None, *company.sources):
        known = ", ".join(company.sources)
        raise UsageError(f'--source: there is no source "{only}"; known: {known}')
    options = one_pass.Options(one_pass.instant_of(company, as_of), passes.new_run_id(), **more)
    with progress.shown(say) as bar:
        summary = passes.run(_var(arguments), company, sources.connect(company), options, bar, os.environ)
    for line in passes.lines(summary):
        say.print(line)
    if summary.blocked_by:
        return BLOCKED
    return SOURCE_FAILED if summary.failures else OK


def demo(arguments: argparse.Namespace) -> int:
    """`leitstand demo`."""
    from pipelines.children import require_free_port

    if not arguments.once:
        require_free_port(arguments.port, "--port")
    code = _build_demo(arguments)
    if code not in (OK, SOURCE_FAILED) or arguments.once:
        return code
    return _serve(_var(arguments).path, HOST, arguments.port)


def up(arguments: argparse.Namespace) -> int:
    """`leitstand up`."""
    from pipelines import children, instance, receiver, sources
    from pipelines import up as dagster_up
    from warehouse import company as company_file

    company = company_file.load(arguments.config, os.environ)
    sources.connect(company)  # a source that is set up wrongly is told at once
    var = _var(arguments)
    var.claim(company.id, os.environ)
    children.require_free_port(arguments.port, "--port")
    children.require_free_port(arguments.dagster_port, "--dagster-port")
    instance.prepare(var)
    own_path = str(Path(__file__).resolve())
    dashboard = children.python(own_path, "serve", "--var", str(var.path), "--port", str(arguments.port))
    processes = dagster_up.children(arguments.config, var, arguments.dagster_port, dashboard)
    processes += receiver.children(company, arguments.config, var, own_path, arguments.receiver_port)

    def announce() -> None:
        say.print(f"dashboard  http://{HOST}:{arguments.port}")
        say.print(f"Dagster    http://{HOST}:{arguments.dagster_port}  (takes some seconds to come up)")
        say.print("Ctrl-C ends all.")

    with contextlib.suppress(KeyboardInterrupt):  # the way in which it is meant to end
        children.run_together(processes, announce)
    return OK


def serve(arguments: argparse.Namespace) -> int:
    """`leitstand serve`."""
    from pipelines.children import require_loopback

    require_loopback(arguments.host)
    return _serve(_var(arguments).path, arguments.host, arguments.port)


def receive(arguments: argparse.Namespace) -> int:
    """`leitstand receive`."""
    from pipelines import receiver

    receiver.serve(arguments.config, _var(arguments), arguments.host, arguments.port, say.print)
    return OK


def sql(arguments: argparse.Namespace) -> int:
    """`leitstand sql`."""
    from pipelines import query

    query.write(_var(arguments), arguments.query, arguments.format, sys.stdout)
    return OK


def doctor(arguments: argparse.Namespace) -> int:
    """`leitstand doctor`."""
    from pipelines import doctor as examination
    from pipelines.terminal import shown

    wrong = set()
    for finding in examination.examine(arguments.config, _var(arguments), os.environ):
        mend = f"; {finding.mend}" if finding.mend else ""
        line = shown(f"{finding.name}: {finding.detail}{mend}")
        print(f"{'ok  ' if finding.ok else 'FAIL'}  {line}", flush=True)
        if not finding.ok:
            wrong.add(finding.about)
    return USAGE if "configuration" in wrong else SOURCE_FAILED if "source" in wrong else OK


def connect(arguments: argparse.Namespace) -> int:
    """`leitstand connect`."""
    from pipelines import section

    if arguments.type is None:
        print("\n".join(section.types_by_group()))
        return OK
    name = arguments.name or arguments.type
    text = section.section_text(arguments.type, name, date.today())
    print(text, end="", flush=True)
    say.print("", *section.to_ask_for(arguments.type), sep="\n")
    if arguments.write and section.append(arguments.config, name, text, ask=not arguments.yes):
        say.print(f"{arguments.config} has it; fill in what is still to say, then: leitstand doctor")
    return OK


def simulate(arguments: argparse.Namespace) -> int:
    """`leitstand simulate`."""
    from simulator import command

    return command.main(arguments.rest)


def _build_demo(arguments: argparse.Namespace) -> int:
    """Play the company's days and run the pipeline on them, unless that was done before."""
    from pipelines import durable
    from pipelines.publish import CURRENT
    from simulator import command
    from simulator import world as worlds
    from warehouse import company as company_file

    company = company_file.load(arguments.config, os.environ, need_sources=False)
    var = _var(arguments)
    var.check_owner(company.id)
    played = durable.read_json(var.path / DEMO_FILE)
    if played and arguments.days not in (None, played["days"]):
        raise UsageError(
            f"--days {arguments.days}: {var.path} holds a demo of {played['days']} days; "
            "choose another folder with --var, or leave --days out"
        )
    if played and played["complete"] and (var.serving / CURRENT).exists():
        say.print(f"{company.name} is there already: {played['days']} days up to {played['end']}")
        return OK
    if played is None:
        end = command.today_at_six().isoformat()
        days = arguments.days or worlds.DEFAULT_DAYS
        played = {"end": end, "days": days, "seed": worlds.DEFAULT_SEED, "complete": False}
        var.create()
        durable.write_json(var.path / DEMO_FILE, played)
    code = _play(arguments, played)
    durable.write_json(var.path / DEMO_FILE, {**played, "complete": code == OK})
    return code


def _play(arguments: argparse.Namespace, played: dict[str, Any]) -> int:
    from pipelines import receiver
    from simulator import server, sheets, truth
    from simulator import world as worlds
    from warehouse import company as company_file

    end = datetime.fromisoformat(played["end"])
    say.print(f"playing {played['days']} days of the company ...")
    world = worlds.build(end, seed=played["seed"], days=played["days"])
    truth.tell(world, end).write(_var(arguments).path)
    files = _var(arguments).path / sheets.FOLDER
    sheets.write(world, files)
    with server.start(world, port=0, now=end, files=files) as platforms:
        os.environ.update(platforms.environment)
        pushed = {"whatsapp": [(push.body, push.headers) for push in platforms.pushes]}
        receiver.take_in(
            company_file.load(arguments.config, os.environ), _var(arguments), pushed, lambda: end
        )
        # The simulated platforms live at that instant, and so does who reads them.
        return _one_pass(arguments, end, clock=lambda: end)


def _serve(var: Path, host: str, port: int) -> int:
    from dashboard import app, visitors
    from pipelines.children import require_free_port

    require_free_port(port, "--port")
    say.print(f"Leitstand  http://{host}:{port}  (Ctrl-C ends it)")
    with contextlib.suppress(KeyboardInterrupt):
        app.serve(var, host, port, visitors.named(os.environ.get(visitors.VARIABLE, "")))
    return OK


def _var(arguments: argparse.Namespace) -> "VarFolder":
    from pipelines import var_folder

    return var_folder.at(arguments.var)


def _fail(code: int, *lines: str) -> int:
    for line in lines:
        say.print(f"leitstand: {line}")
    return code


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What was typed; `rest` is for the simulator, which has options of its own."""
    from pipelines import arguments as options

    top = argparse.ArgumentParser(
        prog="leitstand",
        description="How fast a company answers people, and which department is overloaded.",
        epilog="Exit codes: " + (__doc__ or "").split("Exit codes: ")[1].replace("\n", " "),
    )
    commands = top.add_subparsers(metavar="command", required=True)
    paths = argparse.ArgumentParser(add_help=False)
    options.add(paths, "--config", Path, Path("leitstand.toml"), "FILE", "the company")
    options.add(paths, "--var", Path, Path("var"), "DIR", "the folder of its data")

    def command(function: Command, text: str, *examples: str, **more: Any) -> argparse.ArgumentParser:
        one = commands.add_parser(
            function.__name__,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog="\n  ".join(["examples:", *(f"leitstand {example}" for example in examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[paths],
            **more,
        )
        one.set_defaults(command=function)
        return one

    one = command(
        demo, "a simulated company, from its platforms to the dashboard", "demo", "demo --once --days 30"
    )
    options.add(one, "--days", options.positive, None, "N", "days to simulate")
    options.add(one, "--port", options.port, PORT, "N", "of the dashboard")
    one.add_argument("--once", action="store_true", help="stop after publishing")
    one = command(run, "one pass: extract, load, transform, check, publish", "run", "run --source facebook",
                  "run --as-of 2026-11-21T06:00:00+01:00")  # fmt: skip
    one.add_argument("--full", action="store_true", help="fetch everything again, build every table anew")
    options.add(
        one, "--source", str, None, "NAME", "fetch from this one only; the others keep their last data"
    )
    options.add(
        one,
        "--as-of",
        options.instant,
        None,
        "INSTANT",
        "work as if it were then; otherwise as configured, or now",
    )
    one = command(up, "Dagster with its daily schedule, dashboard and receiver", "up", "up --port 8051")
    options.add(one, "--port", options.port, PORT, "N", "of the dashboard")
    options.add(one, "--dagster-port", options.port, DAGSTER_PORT, "N", "of Dagster's web page")
    options.add(one, "--receiver-port", options.port, RECEIVER_PORT, "N", "of the receiver")
    one = command(receive, "take in what platforms push to us", "receive", "receive --port 8061")
    options.add(one, "--host", str, HOST, "H", "another only where the reverse proxy is on another machine")
    options.add(one, "--port", options.port, RECEIVER_PORT, "N", "where to listen; 0 takes a free one")
    one = command(serve, "the dashboard alone", "serve", "serve --port 8051 --var var/twcs")
    options.add(one, "--host", str, HOST, "H", "loopback only, as there is no sign-in yet")
    options.add(one, "--port", options.port, PORT, "N", "where to listen")
    one = command(sql, "ask the published snapshot, read-only", 'sql "select count(*) from marts.fct_waits"',
                  'sql --format csv "from metrics.backlog" > backlog.csv', 'sql "show tables from marts"')  # fmt: skip
    one.add_argument("query", help="one statement; the schemas are marts, metrics and quality")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    command(doctor, "look at all that a run needs, and say how to mend what is wrong", "doctor")
    one = command(connect, "a configuration section for a source, and the permissions to ask for", "connect",
                  "connect mastodon", "connect facebook main_page --write")  # fmt: skip
    one.add_argument("type", nargs="?", metavar="TYPE", help="of source; without one, the types are listed")
    one.add_argument("name", nargs="?", metavar="NAME", help="of the section (default: the type)")
    one.add_argument("--write", action="store_true", help="also add it to the file of --config, after asking")
    one.add_argument("--yes", action="store_true", help="don't ask")
    command(simulate, "the simulated company alone, and its truth", "simulate --serve", add_help=False)
    arguments, rest = top.parse_known_args(argv)
    if rest and arguments.command is not simulate:
        top.error(f"unknown: {' '.join(rest)}; see leitstand {arguments.command.__name__} --help")
    arguments.rest = rest
    return arguments


if __name__ == "__main__":
    sys.exit(main())
