#!/bin/sh
# desk COMMAND [ARGUMENT...]: runs commands/COMMAND.sh
set -u
here=$(cd "$(dirname "$0")" && pwd)
name=${1:-help}
[ $# -eq 0 ] || shift
case $name in
  *[!a-z]*) name='' ;;
esac
if [ -z "$name" ] || [ ! -f "$here/commands/$name.sh" ]; then
  echo "desk: there is no such command; try: desk help" >&2
  exit 2
fi
exec sh "$here/commands/$name.sh" "$@"
