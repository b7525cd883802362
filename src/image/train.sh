#!/bin/sh
# Runs inside the image, without a network: starts the server with its own database, uses it a little, and ends it. On its way
# out the JVM writes what it has learned.
# usage: train.sh <file>
set -eu
base=http://127.0.0.1:8080
# Of this run only.
export RINGMASTER_ACCESS_TOKEN=token-of-the-training-run
export RINGMASTER_JAVA_OPTS="-XX:AOTCacheOutput=$1"

call() { curl --fail --silent --show-error --header "Authorization: Bearer $RINGMASTER_ACCESS_TOKEN" "$@"; }
ask() { call --header 'Content-Type: application/json' --data "{\"query\": \"$1\"}" $base/graphql; }
ids() { grep -o '"id":"[^"]*"' | cut -d '"' -f 4; }

# until_true <seconds> <command>…
until_true() {
  left=$1
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "not in time: $*"; return 1; }
    sleep 1
  done
}

ready() { call --output /dev/null $base/q/health/ready 2>/dev/null; }

/opt/ringmaster/bin/ringmaster &
server=$!
until_true 180 ready
project=$(ask 'mutation { createDemoProject { id } }' | ids)
card=$(ask "{ cards(projectId: \\\"$project\\\", first: 1) { items { id } } }" | ids)
ask "mutation { fire(cardId: \\\"$card\\\", trigger: START_CODING) { state } }"
in_review() { ask "{ card(id: \\\"$card\\\") { state runs { id state } } }" | grep -q CODE_REVIEW; }
until_true 120 in_review
call --output /dev/null $base/
call --output /dev/null $base/q/metrics
call --output /dev/null $base/q/health
# A WebSocket, as the board opens one; curl waits for what never comes.
call --max-time 2 --output /dev/null --http1.1 --header 'Connection: Upgrade' --header 'Upgrade: websocket' --header 'Sec-WebSocket-Version: 13' \
  --header 'Sec-WebSocket-Key: dHJhaW5pbmctcnVuLW9ubHk=' --header 'Sec-WebSocket-Protocol: graphql-transport-ws' $base/graphql || true
kill -TERM $server
wait $server || true
[ -s "$1" ]
