"""sqlite_utils without pandas: it imports pandas wherever that is installed, which takes longer than a build does."""

import sys

_kept = sys.modules.get("pandas")
sys.modules["pandas"] = None  # type: ignore[assignment]  # what Python takes for a module that is not there
try:
    from sqlite_utils import Database
finally:
    del sys.modules["pandas"]
    if _kept is not None:
        sys.modules["pandas"] = _kept

__all__ = ["Database"]
