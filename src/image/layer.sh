#!/bin/sh
# Runs as root within the new root file system, and packs what it consists of by now into /tmp/<layer>.tar.
# usage: layer.sh debian | layer.sh tools <package>… | layer.sh python <name> <program> <requirement>
set -eu
export DEBIAN_FRONTEND=noninteractive

# What a package manager leaves and nobody needs, and what would differ from build to build.
clean() {
  rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/cache/debconf/*-old /var/lib/dpkg/*-old /var/log/* \
    /var/tmp/* /run/* /root/.[!.]* /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow-
  : >/etc/machine-id
}

# When the newest file was made that came in a package.
newest() {
  cat /var/lib/dpkg/info/*.list | xargs -d '\n' stat --format='%F %Y' 2>/dev/null | sed -n 's/^regular file //p' | sort -n | tail -n 1
}

# pack <layer> <time>: packs the paths that are listed on standard input, ended by NUL. What is younger than that time, because it was made
# just now, is told to be from then: so the same packages make the same layer.
pack() {
  tar --create --file="/tmp/$1.tar" --directory=/ --no-recursion --null --files-from=- --numeric-owner --mtime="@$2" --clamp-mtime
}

# Lists what find is asked for, but nothing that comes from the machine that builds, or that a container gets when it starts.
list() {
  find . -mindepth 1 \( -path './proc/*' -o -path './sys/*' -o -path './dev/*' -o -path './tmp/*' -o -path './run/*' \) -prune \
    -o -path ./etc/resolv.conf -o -path ./etc/hostname -o -path ./etc/hosts -o "$@" -print0 | LC_ALL=C sort -z
}

debian() {
  groupadd --gid 10001 ringmaster
  useradd --uid 10001 --gid 10001 --no-log-init --home-dir /var/lib/ringmaster --shell /bin/sh ringmaster
  install -d -o 10001 -g 10001 -m 0750 /var/lib/ringmaster
  mkdir -p /opt/ringmaster
  # The one that Debian's hook has made tells when.
  trust extract --overwrite --format=java-cacerts --filter=ca-anchors --purpose=server-auth /etc/ssl/certs/java/cacerts
  # Nobody in a container needs another user's rights.
  find / -xdev -type f -perm /6000 -exec chmod ug-s {} +
  clean
  list -true | pack debian "$(newest)"
}

# The packages' own files are older than this moment; that they are new here, the inodes know.
begin() {
  touch /tmp/begin
  sleep 1.1
}

changed() { list -newercc /tmp/begin | pack "$@"; }

tools() {
  begin
  apt-get update -qq
  # Aider runs on no Python above 3.12, and Debian 13 has 3.13 only: this one is from Debian 12, which gets security updates.
  case " $* " in
    *" python3.11 "*)
      sed 's/trixie/bookworm/g' /etc/apt/sources.list >/etc/apt/sources.list.d/bookworm.list
      printf 'Package: *\nPin: release n=bookworm*\nPin-Priority: 100\n' >/etc/apt/preferences.d/bookworm
      apt-get update -qq
      ;;
  esac
  apt-get install -qq --yes --no-install-recommends "$@" >/tmp/apt.log 2>&1 || {
    cat /tmp/apt.log
    exit 1
  }
  rm -f /etc/apt/sources.list.d/bookworm.list /etc/apt/preferences.d/bookworm
  clean
  changed tools "$(newest)"
}

# A Python program in an environment of its own: python <name> <program> <requirement>
python() {
  begin
  if [ -r /tmp/ca.crt ]; then export PIP_CERT=/tmp/ca.crt SSL_CERT_FILE=/tmp/ca.crt; fi
  unset PIP_FIND_LINKS
  python3.11 -m venv --without-pip "/opt/agents/$1"
  PYTHONPATH=$(echo /usr/share/python-wheels/pip-*.whl) python3.11 -m pip --python "/opt/agents/$1/bin/python" install --quiet \
    --disable-pip-version-check --no-cache-dir --no-compile "$3"
  # Checked by nobody, and the same in each build: the root file system is read-only.
  python3.11 -m compileall -q --invalidation-mode unchecked-hash "/opt/agents/$1/lib" >/dev/null || true
  mkdir -p /opt/agents/bin
  ln -s "../$1/$2" "/opt/agents/bin/$(basename "$2")"
  clean
  changed "$1" "$SOURCE_DATE_EPOCH"
}

cd /
command=$1
shift
case $command in
  debian) debian ;;
  tools) tools "$@" ;;
  python) python "$@" ;;
esac
