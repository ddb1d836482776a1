"""Readout fed with what chance makes: of bytes, and of records."""
