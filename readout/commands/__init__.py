"""The commands, one a module, each with its own `command`; `cli.py` loads only the one that is run."""
