"""What can fail beyond one machine, each with the way out in its message."""


class ScaleFault(Exception):
    """The cluster, or where files are read from or written to, is not as it has to be; the message says what to do."""


class Unreachable(ScaleFault):
    """No scheduler answers, or it has no workers, or it went away."""


class OtherVersion(ScaleFault):
    """A worker has another version of something that the result rests on."""


class WorkerDies(ScaleFault):
    """A worker was killed again and again at the same task."""


class Changed(ScaleFault):
    """A source file was changed while it was read."""


class NotComplete(ScaleFault):
    """What lies at an address is no whole result of a build."""


class NotThere(ScaleFault):
    """A file or folder can't be found or read at its address."""


class UnknownIds(ScaleFault):
    """A result has nothing of an id that was asked for."""
