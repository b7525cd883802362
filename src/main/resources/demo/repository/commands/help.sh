# desk help: lists the commands
for command in "$(dirname "$0")"/*.sh; do
  sed -n '1s/^# desk //p' "$command"
done
