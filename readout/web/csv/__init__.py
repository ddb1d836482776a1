"""Tables, views, rows, SQL and saved queries as CSV: complete or marked as not, and harmless to a spreadsheet."""

from readout.web.csv.routes import ROUTES
from readout.web.csv.source import INNER

__all__ = ["INNER", "ROUTES"]
