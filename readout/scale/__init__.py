"""A build on a cluster: the same functions as on one machine, over files anywhere, into Parquet. See docs/scale.md."""
