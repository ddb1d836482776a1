"""The history of records: what git's commits changed in each, field by field.

A record is followed by its table and id, whichever file it stands in, and through renames.
"""

from readout.history.entry import Entry, as_value
from readout.history.follow import histories, history_of
from readout.history.kept import write_kept
from readout.kept_history import KEPT, read_kept

__all__ = ["KEPT", "Entry", "as_value", "histories", "history_of", "read_kept", "write_kept"]
