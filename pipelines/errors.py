"""What can stop a pass of the pipeline. Each text is one line with its mend, fit to be shown to a person."""

# ruff: noqa: N818 - the names say what happened; "RunLockedError" adds nothing to it


class PipelineError(Exception):
    """A pass cannot begin or go on."""


class VarFolderRefused(PipelineError):
    """The var folder belongs to another company, or was written with another pseudonym key."""


class RunLocked(PipelineError):
    """Another run is at work in this var folder."""


class DiskFull(PipelineError):
    """There is no room to write; nothing was moved half-way."""


class NothingPublished(PipelineError):
    """No snapshot has been published into this var folder yet."""


class QueryRefused(PipelineError):
    """A `leitstand sql` query that cannot run."""


class ChildEnded(PipelineError):
    """A process that has to run for as long as its parent ended by itself."""


class PortTaken(PipelineError):
    """Something else listens on the port."""
