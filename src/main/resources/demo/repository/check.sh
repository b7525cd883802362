#!/bin/sh
# Runs every file in checks/. Exit code 0: all assertions hold.
set -u
cd "$(dirname "$0")" || exit 1
total=0
failed=0

# expect WHAT WANTED GOT
expect() {
  total=$((total + 1))
  if [ "$2" = "$3" ]; then
    echo "ok    $1"
  else
    failed=$((failed + 1))
    echo "FAIL  $1"
    echo "      wanted: $2"
    echo "      got:    $3"
  fi
}

for check in checks/*.sh; do
  . "./$check"
done
echo "$total assertions, $failed failed"
[ "$failed" -eq 0 ]
