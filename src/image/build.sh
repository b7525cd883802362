#!/usr/bin/env bash
# Lays out what the container image consists of below a directory, for Jib to make the image from (pom.xml beside this file).
# Called by `./ringmaster image`, which has built the server into <directory>/server before. Why it is done so, is in
# docs/architecture.md.
#
# usage: build.sh <directory> [agent…]     agents by their names in the list beside this file
#        build.sh --check [agent…]         says what is missing for that
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=src/image/agents.sh
. "$here/agents.sh"

check=false
if [ "$1" = --check ]; then check=true; else out=$(cd "$1" && pwd); fi
shift
wanted=("$@")
suite=trixie
mirror=${RINGMASTER_IMAGE_MIRROR:-http://deb.debian.org/debian}
security=${RINGMASTER_IMAGE_SECURITY_MIRROR:-http://deb.debian.org/debian-security}
level=${RINGMASTER_IMAGE_GZIP:--6}
# Layers know nothing of today: the same packages make the same ones. Accounts count in days, and 0 would mean something.
export SOURCE_DATE_EPOCH=86400
export LC_ALL=C.UTF-8
unset TMPDIR

say() { printf 'image: %s\n' "$*" >&2; }
die() {
  say "$@"
  exit 1
}

case $(uname -m) in
  x86_64) arch=amd64 other=arm64v8 ;;
  aarch64) arch=arm64 other=amd64 ;;
  *) die "images are made on x86_64 and aarch64, this is $(uname -m)" ;;
esac

for tool in mmdebstrap bwrap; do
  command -v "$tool" >/dev/null || die "$tool is missing: on Debian and Ubuntu, apt-get install mmdebstrap bubblewrap uidmap"
done

for agent in "${wanted[@]}"; do
  list_agents | grep -q "^$agent " || die "there is no agent \"$agent\", but: $(list_agents | cut -d ' ' -f 1 | tr '\n' ' ')"
done

if $check; then exit 0; fi
cache=${RINGMASTER_IMAGE_CACHE:-$out/cache}

# --- layers ------------------------------------------------------------------------------------------------------------

packages() { grep -hv '^ *\(#\|$\)' "$@" | sort -u | tr '\n' ' '; }

# Prints the wanted agents of one package manager.
agents_by() { list_agents | awk -v manager="$1" -v wanted=" ${wanted[*]} " '$4 == manager && index(wanted, " " $1 " ")'; }

# An agent's layer depends on nothing else, so it is packed once.
packed() { printf '%s/%s-%s-%s.tar.gz' "$cache" "$1" "$2" "$arch"; }

# compress <tar> <file>: the file is whole or not there. Beside it lies the checksum of what it holds.
compress() {
  sha256sum <"$1" | cut -d ' ' -f 1 >"$2.diffid"
  gzip -n "$level" <"$1" >"$2.part"
  mv "$2.part" "$2"
  rm "$1"
}

# Debian's layers, packed inside the new root file system: what all flavours have, what the agents run on, and each agent that
# is a Python program.
debian_layers() {
  local hooks=() tools=() name version program package ca=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
  hook() { hooks+=("--customize-hook=$1"); }
  layer() {
    hook "chroot \"\$1\" $2"
    hook "download /tmp/$1.tar $out/layers/$1.tar"
    hook "rm \"\$1/tmp/$1.tar\""
  }
  hook "upload $here/layer.sh /tmp/layer.sh"
  layer debian "sh /tmp/layer.sh debian"
  if [ ${#wanted[@]} -gt 0 ]; then
    tools=("$(packages "$here/packages-agents")")
    [ -z "$(agents_by pip)" ] || tools+=(python3.11 python3-pip-whl)
    layer tools "sh /tmp/layer.sh tools ${tools[*]}"
    # A company's own authorities are needed to reach its mirror, and are in no layer.
    [ ! -r "$ca" ] || hook "upload $ca /tmp/ca.crt"
    while read -r name version program _ package; do
      [ -e "$(packed "$name" "$version")" ] || layer "$name" "sh /tmp/layer.sh python $name $program $package==$version"
    done < <(agents_by pip)
  fi
  say "making the root file system from packages of Debian $suite"
  # update-alternatives misses the directory of the manual pages.
  mmdebstrap --quiet --variant=minbase --format=null \
    --include="$(packages "$here/packages") ${RINGMASTER_IMAGE_PACKAGES:-}" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1"' "${hooks[@]}" "$suite" /dev/null \
    "deb $mirror $suite main" "deb $mirror $suite-updates main" "deb $security $suite-security main"
}

# A CLI that npm installs, with a link to its program.
npm_layer() {
  local name=$1 version=$2 program=$3
  local prefix=$cache/$name-$version link=$out/link/$name tar=$out/layers/$name.tar
  local as=(--sort=name --owner=0 --group=0 --numeric-owner "--mtime=@$SOURCE_DATE_EPOCH")
  install_agent "$cache" "$@" || die "the agents flavour needs $name"
  mkdir -p "$link/opt/agents/bin"
  ln -s "../$name/$program" "$link/opt/agents/bin/$(basename "$program")"
  tar --create "${as[@]}" --transform="flags=rhS;s,^\./,./opt/agents/$name/," -C "$prefix" -f "$tar" ./node_modules
  tar --append "${as[@]}" -C "$link" -f "$tar" ./opt/agents/bin
}

# The layers of the agents, in the order of the list, as names of files without their ending.
agent_layers() {
  local agent name version
  list_agents | while read -r agent; do
    read -r name version _ <<<"$agent"
    case " ${wanted[*]} " in *" $name "*) packed "$name" "$version" && echo ;; esac
  done
}

all_layers() {
  local agent name version
  rm -rf "$out/layers" "$out/link"
  mkdir -p "$out/layers" "$cache"
  debian_layers
  rm -rf "$out/root"
  mkdir "$out/root"
  tar --extract --file="$out/layers/debian.tar" --directory="$out/root"
  while read -r agent; do
    read -r name version _ <<<"$agent"
    [ -e "$(packed "$name" "$version")" ] || {
      say "packing $name $version"
      # shellcheck disable=SC2086
      npm_layer $agent
    }
  done < <(agents_by npm)
  say "compressing"
  for agent in "$out"/layers/*.tar; do
    name=$(basename "$agent" .tar)
    version=$(list_agents | awk -v name="$name" '$1 == name { print $2 }')
    compress "$agent" "$([ -n "$version" ] && packed "$name" "$version" || echo "$out/layers/$name.tar.gz")" &
  done
  wait
}

# --- the server, and the cache of its start --------------------------------------------------------------------------------

# In the directories that become Jib's layers. Jib gives all files the same age, which the cache remembers.
server_layers() {
  local lib=$out/files/lib/opt/ringmaster app=$out/files/app/opt/ringmaster
  rm -rf "$out/files"
  mkdir -p "$lib" "$app/bin" "$out/files/aot/opt/ringmaster"
  cp -R "$out/server/lib" "$lib/"
  rm -f "$lib"/lib/main/*embedded-postgres-binaries-linux-"$other"*
  cp -R "$out/server/app" "$out/server/quarkus" "$out/server/quarkus-run.jar" "$app/"
  install -m 755 "$here/ringmaster" "$app/bin/ringmaster"
  find "$out/files" -exec touch -h -d @1 {} +
}

# Runs something in the image as it will be, with a home of its own and no network.
inside() {
  local server=/opt/ringmaster
  bwrap --unshare-all --uid 10001 --gid 10001 --die-with-parent --clearenv --ro-bind "$out/root" / --dev /dev --proc /proc --tmpfs /tmp \
    --tmpfs $server --ro-bind "$out/files/lib$server/lib" $server/lib --ro-bind "$out/files/app$server/app" $server/app \
    --ro-bind "$out/files/app$server/quarkus" $server/quarkus --ro-bind "$out/files/app$server/bin" $server/bin \
    --ro-bind "$out/files/app$server/quarkus-run.jar" $server/quarkus-run.jar \
    --bind "$out/training" /var/lib/ringmaster --ro-bind "$here/train.sh" /tmp/train.sh \
    --setenv HOME /var/lib/ringmaster --setenv RINGMASTER_HOME /var/lib/ringmaster --setenv PATH /usr/bin:/bin --setenv LANG C.UTF-8 "$@"
}

train() {
  say "training: a server works on the demo's cards, and the JVM remembers what a start needs"
  rm -rf "$out/training"
  mkdir "$out/training"
  inside sh /tmp/train.sh /var/lib/ringmaster/ringmaster.aot >"$out/training.log" 2>&1 || {
    tail -n 40 "$out/training.log" >&2
    die "the training run failed, see $out/training.log"
  }
  mv "$out/training/ringmaster.aot" "$out/files/aot/opt/ringmaster/"
  rm -rf "$out/training"
}

# --- what Jib starts from ----------------------------------------------------------------------------------------------------

# base_image <tar> <layer file>…: writes an image of these layers in the format of `docker save`, whose layers Jib takes as
# they are. Where it packs files itself it follows symbolic links, and Debian lives on them.
base_image() {
  local tar=$1 layer name ids=() history=() members=() created
  shift
  created=$(date -u -d "@$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)" +%Y-%m-%dT%H:%M:%SZ)
  rm -rf "$out/base"
  mkdir "$out/base"
  for layer; do
    name=$(basename "$layer" .tar.gz)
    ln -s "$layer" "$out/base/"
    ids+=("\"sha256:$(cat "$layer.diffid")\"")
    members+=("\"$name.tar.gz\"")
    history+=("{\"created\":\"$created\",\"created_by\":\"$name\"}")
  done
  local IFS=,
  cat >"$out/base/config.json" <<END
{"architecture":"$arch","os":"linux","created":"$created","history":[${history[*]}],
 "rootfs":{"type":"layers","diff_ids":[${ids[*]}]},
 "config":{"Env":["PATH=/opt/agents/bin:/opt/ringmaster/bin:/usr/local/bin:/usr/bin:/bin"],
  "Healthcheck":{"Interval":10000000000,"Timeout":5000000000,"StartPeriod":60000000000,"Retries":3,
   "Test":["CMD-SHELL","curl --fail --silent --output /dev/null http://127.0.0.1:\${QUARKUS_HTTP_PORT:-8080}/q/health/ready"]}}}
END
  echo "[{\"Config\":\"config.json\",\"RepoTags\":[],\"Layers\":[${members[*]}]}]" >"$out/base/manifest.json"
  (cd "$out/base" && tar --create --dereference --file="$tar" -- *)
  rm -rf "$out/base"
}

all_layers
server_layers
train
base_image "$out/base.tar" "$out/layers/debian.tar.gz"
if [ ${#wanted[@]} -gt 0 ]; then
  mapfile -t agents < <(agent_layers)
  base_image "$out/base-agents.tar" "$out/layers/debian.tar.gz" "$out/layers/tools.tar.gz" "${agents[@]}"
fi
# Where Jib looks for classes, of which there are none.
mkdir -p "$out/maven/classes"
