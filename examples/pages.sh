#!/bin/sh
# All quotes as JSON, a row a line, page after page, with curl; jq counts them by type.
set -eu
site=${1:-http://127.0.0.1:8001}
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
next="$site/readout/quotes.json?_shape=array&_nl=on&_size=100"
while [ -n "$next" ]; do
    curl --fail --silent --show-error --dump-header "$headers" "$next"
    echo
    next=$(tr -d '\r' <"$headers" | sed -n 's/^[Ll]ink: <\([^>]*\)>; rel="next"$/\1/p')
done | jq --raw-output --slurp 'group_by(.type)[] | "\(.[0].type) \(length)"'
