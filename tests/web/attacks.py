"""SQL that strangers send to bring a site down: each name with a statement. None needs a table of the site."""

GROW = "e(s, n) AS (SELECT 'a', 0 UNION ALL SELECT s || s, n + 1 FROM e WHERE n < 19)"
LONG = "(SELECT s FROM e WHERE n = 19)"
ENDLESS = "c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"


def _nested(step: str, depth: int = 24) -> str:
    parts = ["t0(a) AS (SELECT 1)", *(f"t{i}(a) AS ({step.replace('T', f't{i - 1}')})" for i in range(1, depth))]
    return f"WITH {', '.join(parts)} SELECT count(*) FROM t{depth - 1}"


#: Refused as they stand, or soon too large.
LARGE = {
    "zeroblob": "SELECT hex(zeroblob(100000000))",
    "randomblob": "SELECT randomblob(1000000000)",
    "instr-zeroblob": "SELECT instr(zeroblob(50000000), zeroblob(24000000) || x'01')",
    "printf": "SELECT printf('%.*c', 1000000000, 'a')",
    "format": "SELECT format('%1000000000d', 1)",
    "doubling": "WITH RECURSIVE d(s) AS (SELECT 'a' UNION ALL SELECT s || s FROM d) SELECT length(s) FROM d",
    "replace": f"WITH RECURSIVE {GROW} SELECT replace({LONG}, 'a', {LONG})",
    "hex": f"WITH RECURSIVE {GROW} SELECT hex(hex({LONG}))",
    "quote": f"WITH RECURSIVE {GROW} SELECT quote(replace({LONG}, 'a', ''''))",
    "nested-with": _nested("SELECT a FROM T UNION ALL SELECT a FROM T"),
    "nested-expressions": _nested("SELECT (SELECT a FROM T) + (SELECT a FROM T)"),
    "deep": "SELECT " + "(" * 2000 + "1" + ")" * 2000,
    "additions": "SELECT " + "+".join(["1"] * 5000),
    "compound": " UNION ALL ".join(["SELECT 1"] * 500),
    "columns": "SELECT " + ",".join(["1"] * 3000),
    "json-deep": "SELECT json_extract('" + "[" * 10000 + "', '$')",
}
#: Without end, or with one function that takes for ever.
LATE = {
    "endless": f"WITH RECURSIVE {ENDLESS} SELECT count(*) FROM c",
    "trim": f"WITH RECURSIVE {GROW} SELECT trim({LONG}, replace({LONG}, 'a', 'b'))",
    "instr": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT sum(instr({LONG} || n, substr({LONG}, 2, 3e5) || 'b')) FROM c",
    "glob": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT sum({LONG} || n GLOB '*[a-z]*[a-z]*[a-z]*[0-9]b') FROM c",
    "like": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT sum({LONG} || n LIKE '%a_a%a_a%a_a%b') FROM c",
    "json-array": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT length(json_group_array({LONG} || n)) FROM c",
    "concat": f"WITH RECURSIVE {ENDLESS} SELECT length(group_concat(n)) FROM c",
    "sort": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT {LONG} || n AS t FROM c ORDER BY t LIMIT 1",
    "materialized": f"WITH RECURSIVE {ENDLESS}, {GROW}, m AS MATERIALIZED (SELECT {LONG} || n FROM c) SELECT 1 FROM m",
    "window": f"WITH RECURSIVE {ENDLESS} SELECT max(n) OVER (ORDER BY -n) FROM c",
    "patch": (
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 50000) SELECT json_patch("
        "(SELECT json_group_object('k' || n, 1) FROM c), (SELECT json_group_object('j' || n, 1) FROM c))"
    ),
    "join": (
        "SELECT count(*) FROM " + ", ".join(f"sqlite_master t{i}" for i in range(60))
        + " WHERE " + " AND ".join(f"t{i}.name > t{(i * 7 + 3) % 60}.name" for i in range(60))
    ),
    "match": "SELECT count(*) FROM quotes_fts a, quotes_fts b, quotes_fts c WHERE a.quotes_fts MATCH '"
    + " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz") + "'",
}  # fmt: skip
#: Short to ask, long to answer.
WIDE = {
    "rows": f"WITH RECURSIVE {ENDLESS}, {GROW} SELECT {LONG} || n FROM c",
    "cells": f"WITH RECURSIVE {ENDLESS} SELECT " + ", ".join(["n"] * 150) + " FROM c",
    "one-row": f"WITH RECURSIVE {GROW} SELECT " + ", ".join([LONG] * 30),
}
#: What must not be allowed, with what a visitor is told.
REFUSED = {
    "attach": "ATTACH '/etc/passwd' AS p",
    "pragma": "PRAGMA writable_schema = 1",
    "vacuum": "VACUUM INTO '/tmp/copy.db'",
    "insert": "INSERT INTO curators VALUES ('x', 'y')",
    "drop": "DROP TABLE articles",
    "create": "CREATE TEMP TABLE x (y)",
    "two": "SELECT 1; DROP TABLE articles",
    "path": "SELECT * FROM pragma_database_list",
    "path-in-capitals": "SELECT * FROM Pragma_Database_List()",
    "module": "SELECT * FROM pragma_module_list",
    "options": "SELECT * FROM pragma_compile_options",
    "statements": "SELECT * FROM sqlite_stmt",
    "pages": "SELECT * FROM dbstat",
    "pointer": "SELECT hex(fts3_tokenizer('simple'))",
    "extension": "SELECT load_extension('/tmp/x')",
    "file": "SELECT readfile('/etc/passwd')",
    "compile-option": "SELECT sqlite_compileoption_get(1)",
}
