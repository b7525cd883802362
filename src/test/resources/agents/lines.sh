#!/bin/bash
# A scripted agent that prints numbered, checksummed lines, for as long as its prompt says ("work for 20 seconds") or until
# the file <marks>/release exists, then writes a file and says that it is done. No other process is started while it prints.
# It holds a lock outside the worktree: a second agent on the same worktree that finds it taken records a violation.
# usage: lines.sh MARKS WORKTREE
marks=$1
mark=$1/$(basename "$2")
prompt=$(cat)
exec 9>>"$mark.lock"
flock -n 9 || echo "agent $$ met another one alive" >>"$mark.violations"
echo "start $$" >>"$mark.log"
if [[ $prompt =~ 'be refused once' && ! -e $mark.refused ]]; then
  touch "$mark.refused"
  exit 1
fi
exec {never}<> <(:)
padding=....................................................................................................
n=0
emit() {
  n=$((n + 1))
  printf 'line %d of %d sum %d %s\n' "$n" "$$" $(((n * 7919 + $$) % 99991)) "${padding:0:RANDOM % 100}"
}
working() {
  if [[ -n $end ]]; then ((SECONDS < end)); else [[ ! -e $marks/release ]]; fi
}
end=
[[ $prompt =~ 'work for '([0-9]+)' seconds' ]] && end=$((SECONDS + BASH_REMATCH[1]))
while working; do
  emit
  if ((RANDOM % 25 == 0)); then for _ in {1..200}; do emit; done; fi
  read -r -t "0.$((RANDOM % 15 + 5))" -u "$never"
done
echo "$n lines" >"$2/work-$$.txt"
echo "end $$ $n" >>"$mark.log"
echo '<promise>COMPLETE</promise>'
