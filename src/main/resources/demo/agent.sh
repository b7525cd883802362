#!/bin/sh
# The demo agent: a script that plays a coding agent, so that a board can be tried without an account. It edits the files of
# the demo repository for real and speaks the stream-json of Claude Code; it asks no model, so its usage is made up.
# Usage: sh agent.sh plan|code SESSION-OR-EMPTY < prompt, with the worktree as current directory.
set -u
LC_ALL=C
export LC_ALL
mode=$1
session=$2
model=demo-simulated
tag='<promise>COMPLETE</promise>'
tab=$(printf '\t')
here=$(pwd)
calls=0

if [ -z "$session" ]; then
  session=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen 2>/dev/null || echo "demo-$(date +%s)-$$")
fi
prompt=$(cat)

# Long enough to be watched. RINGMASTER_DEMO_PAUSE changes it, in seconds.
pause() { sleep "${RINGMASTER_DEMO_PAUSE:-0.3}" 2>/dev/null || sleep 1; }

# The text as the inside of a JSON string.
json() {
  printf '%s' "$1" | tr -d '\000-\010\013-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$tab/\\\\t/g" |
    awk '{ if (NR > 1) printf "\\n"; printf "%s", $0 }'
}

# One section of the prompt, without its heading.
section() {
  printf '%s\n' "$prompt" | awk -v heading="## $1" '$0 == heading { on = 1; next } /^## / { on = 0 } on'
}

line() { printf '%s\n' "$1"; }

block() {
  line "{\"type\":\"assistant\",\"parent_tool_use_id\":null,\"session_id\":\"$session\",\"message\":{\"id\":\"msg_demo_$calls\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"$model\",\"content\":[$1]}}"
}

think() { block "{\"type\":\"thinking\",\"thinking\":\"$(json "$1")\"}"; pause; }

say() { block "{\"type\":\"text\",\"text\":\"$(json "$1")\"}"; pause; }

call() {
  calls=$((calls + 1))
  block "{\"type\":\"tool_use\",\"id\":\"toolu_demo_$calls\",\"name\":\"$1\",\"input\":$2}"
  pause
}

answer() {
  line "{\"type\":\"user\",\"parent_tool_use_id\":null,\"session_id\":\"$session\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_demo_$calls\",\"is_error\":$2,\"content\":\"$(json "$1")\"}]}}"
}

# write PATH < content
write() {
  content=$(cat)
  call Write "{\"file_path\":\"$(json "$here/$1")\",\"content\":\"$(json "$content")\\n\"}"
  if mkdir -p "$(dirname "$1")" && printf '%s\n' "$content" >"$1"; then
    answer "File written: $1" false
  else
    answer "Could not write $1" true
  fi
}

# Runs the check; its exit code is this function's.
check() {
  call Bash '{"command":"sh check.sh","description":"Run the checks"}'
  output=$(sh check.sh 2>&1)
  status=$?
  if [ $status -eq 0 ]; then
    answer "$output" false
  else
    answer "Exit code $status
$output" true
  fi
  return $status
}

# The last word: what was said, then the bill.
finish() {
  block "{\"type\":\"text\",\"text\":\"$(json "$1")\"}"
  line "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"session_id\":\"$session\",\"num_turns\":$((calls + 1)),\"result\":\"$(json "$1")\",\"total_cost_usd\":0,\"usage\":{\"input_tokens\":$((${#prompt} / 4 + 90 * calls)),\"cache_creation_input_tokens\":$((400 * calls)),\"cache_read_input_tokens\":$((1500 * calls)),\"output_tokens\":$((60 + 140 * calls))},\"permission_denials\":[]}"
  exit 0
}

finish_checked() {
  if check; then
    finish "$1

$tag"
  fi
  finish "The check fails:

$output"
}

# What reviewers ask for goes into NOTES.md, where a person sees that it arrived. True when something was new.
note_review() {
  wanted=$(section 'Review comments' | sed -n 's/^> //p')
  [ -n "$wanted" ] || return 1
  old=$(cat NOTES.md 2>/dev/null)
  new=$(printf '%s\n' "$wanted" | while IFS= read -r comment; do
    printf '%s\n' "$old" | grep -qxF -e "- $comment" || printf '%s\n' "- $comment"
  done)
  [ -n "$new" ] || return 1
  say 'A reviewer asked for changes; I note them.'
  printf '%s\n' "${old:-# Notes from reviews
}" "$new" | write NOTES.md
}

hello() {
  if grep -q '{1:-' commands/hello.sh 2>/dev/null; then
    return 0
  fi
  say 'The greeting is fixed; it shall take a name.'
  write commands/hello.sh <<'END'
# desk hello [NAME]: greets somebody, or the world
echo "Hello, ${1:-world}!"
END
  write checks/hello.sh <<'END'
expect "hello greets the world" "Hello, world!" "$(sh desk.sh hello)"
expect "hello greets by name" "Hello, Ada!" "$(sh desk.sh hello Ada)"
END
}

stats() {
  if [ ! -f commands/stats.sh ]; then
    say 'I write the command first.'
    write commands/stats.sh <<'END'
# desk stats FILE: counts lines and words
if [ ! -f "${1:-}" ]; then
  echo "desk stats: there is no file '${1:-}'" >&2
  exit 1
fi
echo "lines: $(grep -c '' "$1")"
echo "words: $(wc -w <"$1" | tr -d ' ')"
END
    finish 'The command is there. Left to do:

- checks/stats.sh
- docs/stats.md'
  fi
  [ ! -f docs/stats.md ] || return 0
  say 'The command is there from before; its checks and its page are missing.'
  write checks/stats.sh <<'END'
expect "stats counts lines and words" "lines: 1 words: 1" "$(sh desk.sh stats checks/sample.txt | tr '\n' ' ' | sed 's/ $//')"
expect "stats refuses a missing file" "1" "$(sh desk.sh stats no-such-file 2>/dev/null; echo $?)"
END
  echo sample | write checks/sample.txt
  write docs/stats.md <<'END'
# desk stats FILE

Prints how many lines and words a file has. Exit code 1 when there is no such file.
END
}

repeat() {
  if [ ! -f commands/repeat.sh ]; then
    say 'A loop that counts will do.'
    write checks/repeat.sh <<'END'
expect "repeat prints the text as often as told" "3" "$(sh desk.sh repeat 3 tea | grep -c '^tea$')"
END
    write commands/repeat.sh <<'END'
# desk repeat TIMES TEXT: prints a text several times
times=1
while [ "$times" -lt "$1" ]; do
  echo "$2"
  times=$((times + 1))
done
END
    finish "The command is there, and that was simple enough to need no check.

$tag"
  fi
  if ! grep -q -e '-lt' commands/repeat.sh; then
    return 0
  fi
  failure=$(section 'What is missing'; section 'What failed')
  case $failure in
    *FAIL*) ;;
    *)
      finish "I see nothing that is left to do.

$tag"
      ;;
  esac
  think 'The check got one line less than it wanted: the loop ends too early.'
  write commands/repeat.sh <<'END'
# desk repeat TIMES TEXT: prints a text several times
times=1
while [ "$times" -le "$1" ]; do
  echo "$2"
  times=$((times + 1))
done
END
}

# A card of somebody's own: one visible change, nothing is run.
other() {
  if grep -qxF -e "- $title" NOTES.md 2>/dev/null; then
    return 0
  fi
  say 'I am a script and know only the cards of the demo, so I only leave a note of this one.'
  old=$(cat NOTES.md 2>/dev/null)
  printf '%s\n' "${old:-# Notes}" "- $title" | write NOTES.md
}

plan() {
  call Bash '{"command":"ls","description":"Look around"}'
  answer "$(ls)" false
  finish "# Plan

$1

## Acceptance criteria

$2

$tag"
}

title=$(printf '%s\n' "$prompt" | sed -n 's/^# Card #[0-9]*: //p' | head -n 1)
title=${title:-a card without a title}
case "$title $(section Task)" in
  *commands/hello.sh*) work=hello ;;
  *commands/stats.sh*) work=stats ;;
  *commands/repeat.sh*) work=repeat ;;
  *) work=other ;;
esac
[ -f desk.sh ] && [ -f check.sh ] || work=other

line "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"$session\",\"cwd\":\"$(json "$here")\",\"model\":\"$model\",\"tools\":[\"Bash\",\"Write\"]}"
line '{"type":"system","subtype":"informational","level":"warning","content":"This is the demo agent: a script that plays a coding agent. It asks no model, its usage numbers are simulated and it costs nothing."}'
pause
think "The card is: $title"

if [ "$mode" = plan ]; then
  case $work in
    hello) plan '1. Let commands/hello.sh take a name.
2. Add an assertion to checks/hello.sh.' '- `sh desk.sh hello Ada` prints `Hello, Ada!`
- `sh desk.sh hello` still prints `Hello, world!`' ;;
    stats) plan '1. Write commands/stats.sh.
2. Write checks/stats.sh and docs/stats.md.' '- `sh desk.sh stats FILE` prints the number of lines and of words
- A missing file ends with exit code 1
- docs/stats.md describes the command' ;;
    repeat) plan '1. Write checks/repeat.sh.
2. Write commands/repeat.sh.' '- `sh desk.sh repeat 3 tea` prints `tea` three times
- `sh check.sh` ends with exit code 0' ;;
    other) plan '1. Leave a note of this card in NOTES.md.' '- NOTES.md names this card' ;;
  esac
fi

note_review
$work
if [ "$work" = other ]; then
  finish "The note is in NOTES.md.

$tag"
fi
finish_checked 'All of it is done and the check passes.'
