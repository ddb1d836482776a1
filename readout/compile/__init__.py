"""From the sources to the database, in flat memory and by as many processes as there are cores.

`fresh` reads and checks everything; `change` looks at what has changed since the last build, and at what rests on it.
Both let `chunk` do the work on some units at a time, which needs no other file, and both give the same database.
`final` is what a unit's rows are in the database, `load` puts rows there, `derived` what follows from all of them.
"""
