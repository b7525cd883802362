expect "hello greets the world" "Hello, world!" "$(sh desk.sh hello)"
