"""The JSON of the data as docs/api.md promises it: the same on Datasette 0.65 and 1.0."""
