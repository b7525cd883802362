#!/bin/sh
# Runs one process for Ringmaster and leaves its exit code behind, whatever becomes of the server that started it.
# usage: shim RUN_DIRECTORY GUARD_DIRECTORY EPOCH TOOLS_PATH PROGRAM [ARGUMENT...]
#
# The state of a run is the name of one file in RUN_DIRECTORY, and changes by rename only:
#   requested -> running -> exit.<code>      requested -> exit.fenced | exit.abandoned
# A rename is atomic, has one winner, and works on a full disk. Variables carry a prefix that no process may use, because
# a shell variable that came with the environment would be handed on with its new value.

ringmaster_run=$1
ringmaster_guard=$2
ringmaster_epoch=$3
ringmaster_path=$PATH
PATH=$4
shift 4

# A signal to the whole group must not end the shim before it has written the exit code. A handler and not "ignore":
# ignored signals would stay ignored in the process.
trap : HUP INT QUIT TERM

# Prints "pid, start time in ticks since boot, boot id" of the shell that calls it, subshells included.
identify() {
    read -r ringmaster_stat </proc/self/stat || return 1
    read -r ringmaster_boot </proc/sys/kernel/random/boot_id || return 1
    ringmaster_pid=${ringmaster_stat%% *}
    # The name in parentheses may contain anything: count fields from behind it, where field 22 is the 20th.
    set -- ${ringmaster_stat##*) }
    printf '%s %s %s\n' "$ringmaster_pid" "${20}" "$ringmaster_boot"
}

refuse() {
    mv -f "$ringmaster_run/requested" "$ringmaster_run/exit.$1" 2>/dev/null
    exit 0
}

# One shim per guard: the lock lives as long as the shim. A predecessor that is just leaving is waited for.
exec 9>>"$ringmaster_guard/lock"
ringmaster_tries=0
until flock -n 9; do
    ringmaster_tries=$((ringmaster_tries + 1))
    [ "$ringmaster_tries" -le 30 ] || refuse fenced
    sleep 0.1
done

# A newer owner writes its epoch first and then sweeps /proc for older ones. So either its file is seen here, or this
# shim, which has carried its marker since before it looked, is seen by that sweep.
for ringmaster_seen in "$ringmaster_guard"/epoch.*; do
    case ${ringmaster_seen##*.} in
        *[!0-9]*) ;;
        *) [ "${ringmaster_seen##*.}" -le "$ringmaster_epoch" ] || refuse fenced ;;
    esac
done

# Written over reserved bytes, so that a disk that has become full does not matter.
identify 1<>"$ringmaster_run/shim" || refuse 125
mv -f "$ringmaster_run/requested" "$ringmaster_run/running" 2>/dev/null || exit 0

# The shell's own remarks, such as "Terminated", are not the process's output.
exec 8>&2 2>/dev/null

# In the foreground, since a background child of a shell ignores SIGINT for ever.
(
    exec 2>&8 8>&- 9>&-
    if ! identify 1<>"$ringmaster_run/agent"; then
        echo "ringmaster: cannot write $ringmaster_run/agent; the process was not started" >&2
        exit 125
    fi
    PATH=$ringmaster_path
    exec "$@"
)
mv -f "$ringmaster_run/running" "$ringmaster_run/exit.$?"

# The flush is for the case that the machine loses power now. It carries no marker, so that nobody takes it for something
# that the process has left behind.
exec 9>&-
exec env -i PATH="$PATH" sync "$ringmaster_run"
