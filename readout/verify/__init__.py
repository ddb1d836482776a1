"""Does a database say what its sources say? Each module looks at one side of it, and none writes anything.

`opened` opens a file that anyone may have made; `structure` sees whether it is shaped as a build shapes it, before
anything in it is run; `soundness` asks SQLite; `compared` holds it against a manifest, a project and another build.
"""
