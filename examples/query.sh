#!/bin/sh
# How many quotes of each type does each outlet have? One question in SQL, with curl and jq.
set -eu
site=${1:-http://127.0.0.1:8001}
sql='SELECT outlet, type, count(*) AS n FROM quotes JOIN articles ON articles.id = quotes.article GROUP BY 1, 2'
curl --fail --silent --show-error --get "$site/readout/-/query.json" \
    --data-urlencode "sql=$sql" --data _shape=array |
    jq --raw-output 'sort_by(.outlet, .type)[] | "\(.outlet) \(.type) \(.n)"'
