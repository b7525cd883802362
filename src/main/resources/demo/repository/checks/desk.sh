expect "help lists hello" "1" "$(sh desk.sh help | grep -c '^hello')"
expect "an unknown command is refused" "2" "$(sh desk.sh nonsense 2>/dev/null; echo $?)"
