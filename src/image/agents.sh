# Sourced by .ci/run and by build.sh: installs the agent CLIs that the list beside this file names.

agents_list=$(dirname "${BASH_SOURCE[0]}")/agents

# Prints the agents, one a line: name, version, program, package manager, package.
list_agents() { grep -v '^ *#' "$agents_list"; }

# Claude Code asks for a newer node than Debian has; its binary is native and does not use it.
install_by_npm() { npm install --prefix "$1" --no-audit --no-fund --loglevel=error "$2@$3"; }

install_by_pip() { python3 -m venv "$1" && "$1/bin/pip" install --quiet --disable-pip-version-check "$2==$3"; }

# Installs one of them below a directory, once per machine and version; what a stopped installation left is not taken for a
# whole one. It fails with the end of what the package manager said.
# usage: install_agent <directory> <name> <version> <program> <manager> <package>
install_agent() {
  local name=$2 version=$3 manager=$5 package=$6
  local prefix=$1/$name-$version
  [ ! -e "$prefix.installed" ] || return 0
  rm -rf "$prefix"
  mkdir -p "$prefix"
  "install_by_$manager" "$prefix" "$package" "$version" >"$prefix.log" 2>&1 || {
    tail -n 20 "$prefix.log" >&2
    printf '%s %s could not be installed by %s, see above: its registry has to be reachable\n' "$name" "$version" "$manager" >&2
    return 1
  }
  touch "$prefix.installed"
}
