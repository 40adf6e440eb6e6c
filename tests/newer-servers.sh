#!/usr/bin/env bash
# Runs the specifications with real processes on Debian 13's servers: RabbitMQ 4, PostgreSQL 17, PgBouncer 1.24. As root, on Debian.
# debootstrap makes a Debian 13 folder, once (a few minutes, 1 GB); the specifications run in it by chroot, with this .NET and this tree.
# Arguments go to the runner: tests/newer-servers.sh -class '*When_the_plant_runs'. Without any, all run. With SPECS_ROUNDS=all each is
# repeated as in faults.sh.
# Folder: NEWER_SERVERS_FOLDER; mirror: DEBIAN_MIRROR. Results are left in TestResults/newer-servers.
set -uo pipefail
cd "$(dirname "$0")/.."
tree=$PWD

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

[ "$(id -u)" -eq 0 ] || fail "chroot and mount need root: run it as root."
command -v debootstrap >/dev/null 2>&1 || fail "debootstrap is missing: apt-get install debootstrap."
command -v dotnet >/dev/null 2>&1 || fail "The .NET SDK 10 is missing: install it (https://dotnet.microsoft.com/download)."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results="$tree/TestResults/newer-servers"
debian="${NEWER_SERVERS_FOLDER:-/var/tmp/handoff-debian-13}"
dotnet_folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //; s:/$::')
rm -rf "$results" && mkdir -p "$results" || fail "$results cannot be written."

# 1. The folder. It is finished under its name or not there at all.
if [ ! -d "$debian" ]; then
  say "Making a Debian 13 folder in $debian"
  rm -rf "$debian.part"
  debootstrap --variant=minbase trixie "$debian.part" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$results/debootstrap.log" 2>&1 ||
    { tail -n 40 "$results/debootstrap.log" >&2; fail "debootstrap failed."; }
  # Debian would start the servers it installs.
  printf '#!/bin/sh\nexit 101\n' >"$debian.part/usr/sbin/policy-rc.d" && chmod +x "$debian.part/usr/sbin/policy-rc.d"
  { mount --bind /proc "$debian.part/proc" && chroot "$debian.part" /usr/bin/env DEBIAN_FRONTEND=noninteractive apt-get install -y \
    --no-install-recommends rabbitmq-server postgresql pgbouncer python3 python3-cryptography python3-pika golang-go golang-golang-x-mod-dev \
    libicu76 ca-certificates openssl procps git; } >"$results/install.log" 2>&1
  installed=$?
  umount "$debian.part/proc"
  [ "$installed" -eq 0 ] || { tail -n 40 "$results/install.log" >&2; fail "Debian's packages could not be installed."; }
  mv "$debian.part" "$debian"
fi

# 2. The specifications, built here. What they start finds itself and its packages at the same paths inside.
say "Building"
dotnet build tests/HandoffSaga.SystemSpecs -c Release -v quiet >"$results/build.log" 2>&1 ||
  { cat "$results/build.log" >&2; fail "The build failed."; }

program="$tree/src/HandoffSaga.Host/bin/published"
machine=$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
dotnet publish src/HandoffSaga.Host -c Release -r "linux-$machine" -p:RunAnalyzers=false -v quiet -o "$program" >"$results/publish.log" 2>&1 ||
  { cat "$results/publish.log" >&2; fail "The program could not be published."; }

# 3. All mounts are in a namespace of their own and go with it.
export SPECS_ROUNDS="${SPECS_ROUNDS:-few}"
say "Running HandoffSaga.SystemSpecs in $debian"
export DEBIAN_FOLDER=$debian RESULTS=$results SPECS_PROGRAM=$program/handoff.dll
unshare --mount --propagation private bash -s -- "$tree" "$dotnet_folder" "$packages" "$@" <<'INSIDE'
set -euo pipefail
tree=$1 dotnet_folder=$2 packages=$3
shift 3
# First, since this tree may be in it.
mount -t tmpfs -o mode=1777 tmpfs "$DEBIAN_FOLDER/tmp"
for folder in /proc /sys /dev /dev/pts /dev/shm "$HOME/.nuget" "$tree" "$dotnet_folder" "$packages"; do
  [ -d "$folder" ] || continue
  mkdir -p "$DEBIAN_FOLDER$folder"
  mount --bind "$folder" "$DEBIAN_FOLDER$folder"
done
# How this machine comes to its packages.
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
  [ -f "$file" ] || continue
  mkdir -p "$(dirname "$DEBIAN_FOLDER$file")" && touch "$DEBIAN_FOLDER$file"
  mount --bind "$(readlink -f "$file")" "$DEBIAN_FOLDER$file"
done
rm -f "$DEBIAN_FOLDER/usr/bin/dotnet"
ln -s "$dotnet_folder/dotnet" "$DEBIAN_FOLDER/usr/bin/dotnet"
chroot "$DEBIAN_FOLDER" /usr/bin/env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  SPECS_ROUNDS="$SPECS_ROUNDS" SPECS_PROGRAM="$SPECS_PROGRAM" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES="$packages" bash -c '
    cd "$0"
    printf "With %s, RabbitMQ %s, %s\n" "$(/usr/lib/postgresql/*/bin/postgres --version)" \
      "$(dpkg-query -W -f "\${Version}" rabbitmq-server)" "$(pgbouncer --version | head -n 1)" >&2
    exec dotnet tests/HandoffSaga.SystemSpecs/bin/Release/net10.0/HandoffSaga.SystemSpecs.dll "$@"
  ' "$tree" -result-trx "$RESULTS/newer-servers.trx" "$@" </dev/null
INSIDE
