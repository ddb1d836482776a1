"""How many quotes of each type does each outlet have? With pandas, from the CSV of two tables."""

import sys

import pandas as pd

site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8001"
quotes = pd.read_csv(f"{site}/readout/quotes.csv?_raw=on")
articles = pd.read_csv(f"{site}/readout/articles.csv?_raw=on")

both = quotes.merge(articles, left_on="article", right_on="id", suffixes=("", "_article"))
for (outlet, kind), count in both.groupby(["outlet", "type"]).size().items():
    print(outlet, kind, count)
