#!/bin/sh
# Runs one short program in a worktree on behalf of an owner, unless there is a newer one or something runs there.
# usage: fence FLOCK GUARD_DIRECTORY EPOCH PROGRAM [ARGUMENT...]
#
# The lock is the one that a shim holds for as long as its process lives, and passes to the program. A newer owner writes
# its epoch first and needs the lock before anything of its own runs: so either its file is seen here, or it waits for us.
# Exit codes: 75 a newer owner has the worktree; 76 it is still in use; else the program's.

exec 9>>"$2/lock"
"$1" -w 10 9 || exit 76
for ringmaster_seen in "$2"/epoch.*; do
    case ${ringmaster_seen##*.} in
        *[!0-9]*) ;;
        *) [ "${ringmaster_seen##*.}" -le "$3" ] || exit 75 ;;
    esac
done
shift 3
exec "$@"
