#!/usr/bin/env bash
# The plant in containers, and the system specifications' servers by Testcontainers, without a registry: the images are made from Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'HELP'
Usage: tests/containers.sh [images|compose|specs]...

  images   makes the images that docker-compose.yml and the specifications name, from Debian bookworm's packages and this machine's .NET SDK
  compose  docker compose up as deploy/README.md has it, a signed signoff through both dispatchers to both hubs, one dispatcher killed, down
  specs    the system specifications that need servers, with RabbitMQ and PostgreSQL started by Testcontainers

Without a word: all three. Uses the Docker engine that DOCKER_HOST or the default socket leads to; where there is none, root starts one for the
time of the run (Debian: apt-get install docker.io docker-compose debootstrap iptables) whose data stay in CONTAINERS_DATA
(default /var/lib/handoff-containers), so that the images are made once.
HELP
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

steps=()
for word in "$@"; do
  case $word in
    images | compose | specs) steps+=("$word") ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
[ ${#steps[@]} -gt 0 ] || steps=(images compose specs)

needs() { command -v "$1" >/dev/null || fail "$1 is missing (Debian: apt-get install $2)."; }
needs docker docker.io
data=${CONTAINERS_DATA:-/var/lib/handoff-containers}
work=$(mktemp -d)
engine=''
# Whatever happens: nothing that was started here goes on running.
clean_up() {
  [ ! -e "$work/up" ] || compose down --volumes --timeout 5 >/dev/null 2>&1 || true
  if [ -n "$engine" ]; then
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT

# ---- The engine

start_engine() {
  docker info >/dev/null 2>&1 && return
  [ "$(id -u)" -eq 0 ] || fail "No Docker engine answers, and only root can start one: start Docker, or run this as root."
  needs dockerd docker.io
  needs iptables iptables
  export DOCKER_HOST="unix://$work/docker.sock"
  dockerd --host "$DOCKER_HOST" --data-root "$data" --exec-root "$work/exec" --pidfile "$work/docker.pid" >"$work/docker.log" 2>&1 &
  engine=$!
  until docker info >/dev/null 2>&1; do
    kill -0 "$engine" 2>/dev/null || { tail -n 20 "$work/docker.log" >&2; fail "The Docker engine does not start."; }
    sleep 0.2
  done
}

# ---- Images

prefix=handoff-made-here
export RABBITMQ_IMAGE=$prefix/rabbitmq:3.10 POSTGRES_IMAGE=$prefix/postgres:15 SDK_IMAGE=$prefix/dotnet-sdk:10.0 RUNTIME_IMAGE=$prefix/dotnet-runtime:10.0
export HANDOFF_IMAGE=$prefix/handoff:test
# The classic builder is in every engine; BuildKit's front end would have to be fetched.
export DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0

there() { docker image inspect "$1" >/dev/null 2>&1; }
make() {
  local image=$1
  shift
  there "$image" && return
  say "Making $image"
  docker build --build-arg "DEBIAN_IMAGE=$prefix/debian:bookworm" --tag "$image" "$@" >"$work/build.log" 2>&1 || { tail -n 30 "$work/build.log" >&2; fail "$image cannot be made."; }
}

images() {
  if ! there "$prefix/debian:bookworm"; then
    [ "$(id -u)" -eq 0 ] || fail "Only root can run debootstrap."
    needs debootstrap debootstrap
    say "Making $prefix/debian:bookworm"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap failed."; }
    # What this machine trusts: its packages may come by way of a proxy with an authority of its own.
    cp -L /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/ca-certificates.crt"
    tar --directory "$work/debian" --exclude ./var/cache/apt/archives/*.deb --create . | docker import --change 'CMD ["bash"]' - "$prefix/debian:bookworm" >/dev/null
    rm -rf "$work/debian"
  fi
  make "$RABBITMQ_IMAGE" tests/containers/rabbitmq
  make "$POSTGRES_IMAGE" tests/containers/postgres
  needs dotnet "a .NET SDK 10"
  local dotnet
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  make "$RUNTIME_IMAGE" --target runtime --file tests/containers/dotnet/Dockerfile "$dotnet"
  make "$SDK_IMAGE" --target sdk --file tests/containers/dotnet/Dockerfile "$dotnet"
}

# ---- The plant by docker-compose.yml

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose --project-name handoff-test "$@"
  else
    docker-compose --project-name handoff-test "$@"
  fi
}
handoff() { compose run --rm -T handoff "$@" 2>>"$work/tools.log"; }
state() { docker inspect --format '{{.State.Health.Status}}' "$(compose ps -q "$1")"; }

# until_so SECONDS WHAT COMMAND...
until_so() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    if [ $SECONDS -ge $end ]; then
      compose logs --no-color --tail 40 >&2 || true
      fail "In vain waited for: $what"
    fi
    sleep 0.5
  done
}

signoff() {
  cat <<JSON
{ "package_id": "$1", "clientpo_id": "CPO-2025-001", "test_id": "SC-2025-001-LP-TEST1",
  "approvals": [ { "role": "level_iii_inspector", "name": "J. Doe", "signed_at": "2025-06-01T14:02:11.000Z", "meaning": "approved" } ],
  "test_data": { "smart_contract_id": "SC-2025-001-LP-TEST1", "part_id": "PART-0001", "part_number": "PN-7781",
    "completion_timestamp": "2025-06-01T14:01:59.120Z", "results": { "indications": 0 },
    "routing_trigger": { "type": "next_node", "next_station": "NODE-CP-001", "next_contract": "SC-2025-001-CP-TEST1.yaml" } } }
JSON
}
# through PACKAGE DISPATCHER: signed, submitted to that dispatcher, complete
through() {
  local package=$1 container
  container=$(compose ps -q "$2")
  signoff "$package" >"$work/$package.json"
  handoff guardian sign - --key guardian/guardian.private.jwk.json <"$work/$package.json" >"$work/$package.signed.json"
  docker exec --interactive "$container" handoff submit - <"$work/$package.signed.json" || { cat "$work/tools.log" >&2; fail "$package was not accepted by $2."; }
  until_so 120 "$package fully_complete" complete "$package" "$container"
}
complete() {
  local status
  status=$(docker exec "$2" handoff status "$1") && [[ $status = *fully_complete* ]]
}
healthy() { [ "$(state "$1")" = healthy ]; }
# What a hub has of a package: it must have it once.
kept() { curl -sf "http://127.0.0.1:$1/received" | grep -o "\"XFER-$2:$3\"" | wc -l; }

free_port() {
  local port
  while port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  printf '%s' "$port"
}

compose_step() {
  docker compose version >/dev/null 2>&1 || needs docker-compose docker-compose
  needs curl curl
  local name
  for name in RABBITMQ_PORT RABBITMQ_MANAGEMENT_PORT HANDOFF_PORT_1 HANDOFF_PORT_2 VAULT_HUB_PORT FLOOR_HUB_PORT; do export "$name=$(free_port)"; done
  touch "$work/up"
  say "Building handoff and starting the plant"
  compose build >"$work/build.log" 2>&1 || { tail -n 30 "$work/build.log" >&2; fail "The image does not build."; }
  compose up --detach >"$work/up.log" 2>&1 || { tail -n 30 "$work/up.log" >&2; compose logs --no-color --tail 60 >&2; fail "The plant does not start."; }
  until_so 120 "dispatcher-1 healthy" healthy dispatcher-1
  until_so 60 "dispatcher-2 healthy" healthy dispatcher-2

  through PKG-CONTAINERS-1 dispatcher-1
  through PKG-CONTAINERS-2 dispatcher-2
  say "One dispatcher killed, and its work done by the other"
  compose kill -s KILL dispatcher-1 >/dev/null 2>&1
  through PKG-CONTAINERS-3 dispatcher-2
  local package
  for package in 1 2 3; do
    [ "$(kept "$VAULT_HUB_PORT" "PKG-CONTAINERS-$package" vault_hub)" -eq 1 ] || fail "The Vault Hub does not have package $package once."
    [ "$(kept "$FLOOR_HUB_PORT" "PKG-CONTAINERS-$package" next_node)" -eq 1 ] || fail "The Floor Hub does not have package $package once."
  done

  say "Stopping: each dispatcher must drain and end with exit code 0"
  local container
  container=$(compose ps -q dispatcher-2)
  compose stop dispatcher-2 >/dev/null 2>&1
  [ "$(docker inspect --format '{{.State.ExitCode}}' "$container")" -eq 0 ] || fail "dispatcher-2 did not end well."
  compose down --volumes --timeout 10 >/dev/null 2>&1
  rm "$work/up"
  say "The plant in containers: passed"
}

# ---- Testcontainers

specs() {
  needs dotnet "a .NET SDK 10"
  say "The system specifications with servers by Testcontainers"
  # Its reaper is an image of its own, which only a registry has: what a specification leaves behind is found by its label below.
  # And it speaks a newer API than an older engine unless it is told.
  TESTCONTAINERS_RYUK_DISABLED=true DOCKER_API_VERSION=$(docker version --format '{{.Server.APIVersion}}') \
    HANDOFF_TEST_RABBITMQ_IMAGE=$RABBITMQ_IMAGE HANDOFF_TEST_POSTGRES_IMAGE=$POSTGRES_IMAGE \
    dotnet test tests/HandoffSaga.SystemSpecs -c Release -- --filter-namespace "HandoffSaga.SystemSpecs.Deployment*" "HandoffSaga.SystemSpecs.Durability*" "HandoffSaga.SystemSpecs.Broker*" >&2
  local left
  left=$(docker ps --all --quiet --filter label=org.testcontainers)
  [ -z "$left" ] || fail "The specifications left containers behind: $left"
}

start_engine
for step in "${steps[@]}"; do
  case $step in
    images) images ;;
    compose) compose_step ;;
    specs) specs ;;
  esac
done
