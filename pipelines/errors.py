"""What can stop a pass of the pipeline. Each text is one line with its mend, fit to be shown to a person."""


class PipelineError(Exception):
    """A pass cannot begin or go on. `is_internal`: no setting is to blame, and nothing that the user typed."""

    is_internal = False


class VarFolderRefused(PipelineError):
    """The var folder belongs to another company, or was written with another pseudonym key."""


class RunLocked(PipelineError):
    """Another run is at work in this var folder."""


class DiskFull(PipelineError):
    """There is no room to write; nothing was moved half-way."""

    is_internal = True


class PassFailed(PipelineError):
    """A step failed; the message says where the details are."""

    is_internal = True


class QueryRefused(PipelineError):
    """A `leitstand sql` query that cannot run."""


class ChildEnded(PipelineError):
    """A process that has to run for as long as its parent ended by itself."""

    is_internal = True


class PortTaken(PipelineError):
    """Something else listens on the port."""


class AddressRefused(PipelineError):
    """Others could reach there what only this machine may see."""


class PushRefused(PipelineError):
    """What was to be taken in as if it had been pushed wasn't."""


class NothingPushed(PipelineError):
    """There is no source that `leitstand receive` could take anything in for."""
