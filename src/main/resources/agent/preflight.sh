#!/bin/sh
# Runs in an agent's working directory, right before the agent: preflight.sh [STEP]... -- PROGRAM [ARGUMENT]...
#   -f FILE         refuses to start when FILE is there (exit code 78)
#   -l NAME        refuses to start when a file called NAME, wherever it lies, is a link out of the directory (exit code 78)
#   -d SOURCE FILE  puts SOURCE in the place of FILE when FILE is not there
#   -i DIRECTORY    makes DIRECTORY, with all in it ignored by git
refuse() {
  echo "Not started: $1. Remove it from the branch, or have an admin trust the project's repository if nobody but you can" \
    "change it." >&2
  exit 78
}

while [ "$1" != -- ]; do
  case $1 in
    -f)
      if [ -e "$2" ] || [ -L "$2" ]; then refuse "the repository holds $2, which this agent would obey"; fi
      shift 2
      ;;
    -l)
      # shellcheck disable=SC2016  # the inner shell is to expand them
      link=$(find . -name .git -prune -o -name "$2" -type l -exec sh -c '
        for link; do
          case $(readlink -f "$link") in "$(pwd -P)"/*) ;; *) echo "$link" ;; esac
        done' sh {} +)
      [ -z "$link" ] || refuse "in the repository $link is a link to a file outside of it, which this agent would read by itself"
      shift 2
      ;;
    -d)
      if [ ! -e "$3" ]; then
        mkdir -p "${3%/*}" && cp "$2" "$3.$$" && mv "$3.$$" "$3" || exit 73
      fi
      shift 3
      ;;
    -i)
      if [ ! -e "$2/.gitignore" ] && [ ! -L "$2" ]; then
        mkdir -p "$2" && echo '*' >"$2/.gitignore" || exit 73
      fi
      shift 2
      ;;
    *)
      echo "preflight: unknown step $1" >&2
      exit 64
      ;;
  esac
done
shift
exec "$@"
