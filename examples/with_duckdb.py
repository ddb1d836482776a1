"""How many quotes of each type does each outlet have? With DuckDB, from Parquet files that are downloaded first.

They are compared with their hashes. A site without Parquet gives CSV.
"""

import hashlib
import sys
import tempfile
from pathlib import Path

import duckdb
import httpx

site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8001"
with tempfile.TemporaryDirectory() as folder, httpx.Client(timeout=60) as client:
    formats = client.get(f"{site}/-/downloads.json").raise_for_status().json()["formats"]
    kind = "parquet" if formats["parquet"]["files"] else "csv"
    for file in formats[kind]["files"] or sys.exit("The site has neither Parquet nor CSV files to download."):
        if file["path"] in (f"quotes.{kind}", f"articles.{kind}"):
            content = client.get(site + file["url"]).raise_for_status().content
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            Path(folder, file["path"]).write_bytes(content)
    found = duckdb.sql(
        f"SELECT outlet, type, count(*) FROM '{folder}/quotes.{kind}' AS quotes "
        f"JOIN '{folder}/articles.{kind}' AS articles ON articles.id = quotes.article GROUP BY 1, 2 ORDER BY 1, 2"
    )
    for outlet, type_, count in found.fetchall():
        print(outlet, type_, count)
