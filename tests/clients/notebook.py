"""Run a notebook; by the Python that READOUT_STANDARDS names, with the notebook and the site's address.

Prints the number of pictures that its cells have drawn.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(Path(sys.argv[1]), as_version=4)
nbformat.validate(notebook)
assert not any(cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
os.environ["READOUT"] = sys.argv[2]
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
pictures = [
    output for cell in notebook.cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
]
print(len(pictures))
