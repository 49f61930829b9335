"""var/log: what is too much for a terminal."""

import logging
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.clock import utc_now
from pipelines.var_folder import VarFolder


@contextmanager
def logging_to(var: VarFolder) -> Iterator[Path]:
    """What is logged or warned about meanwhile goes to a file of its own in var/log, and not to the terminal."""
    var.create()
    var.log.mkdir(exist_ok=True)
    path = _path(var, "run")
    handler = logging.FileHandler(path, delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root, own = logging.getLogger(), logging.getLogger("leitstand")
    root.addHandler(handler)
    level, own.level = own.level, logging.INFO
    logging.captureWarnings(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield path
    finally:
        logging.captureWarnings(False)
        own.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def write_traceback(var: VarFolder) -> str:
    """Write down the error that is being handled; returns where, as the end of a sentence."""
    path = _path(var, "error")
    try:
        var.create()
        path.parent.mkdir(exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "its details could not be written"
    return f"{path} has the details"


def _path(var: VarFolder, what: str) -> Path:
    return var.log / f"{utc_now():%Y%m%dT%H%M%SZ}-{what}.log"
