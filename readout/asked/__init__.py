"""SQL that visitors ask: run in a process of its own, which may be killed at any moment.

SQLite's limits and its time limit do not bound everything: preparing a kilobyte of nested WITH can take minutes
and gigabytes, and while one function runs nothing interrupts it. So what a visitor words never runs in the
server's process. Nothing here imports Datasette: the process starts in a few hundredths of a second and is small.
"""
