"""A made-up project of any size, the same bytes for the same seed on every machine; `tests.bench.corpus` writes it."""
