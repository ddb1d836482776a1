"""What differs between two databases: rows by record and field, and the contract itself.

`compare` takes two database files and gives a value; the renderers turn that into text, Markdown or JSON.
"""

from readout.difference.catalog import Foreign
from readout.difference.compare import compare
from readout.difference.told import as_value
from readout.difference.value import Difference, FieldChange, RowChange, SchemaChange

__all__ = ["Difference", "FieldChange", "Foreign", "RowChange", "SchemaChange", "as_value", "compare"]
