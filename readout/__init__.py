"""Readout: hand-made annotations of news articles, checked, compiled and published with Datasette."""

__version__ = "0.1.0"
