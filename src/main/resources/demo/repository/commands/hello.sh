# desk hello: greets the world
echo "Hello, world!"
