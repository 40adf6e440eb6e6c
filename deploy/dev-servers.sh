#!/usr/bin/env bash
# A private RabbitMQ and a private PostgreSQL for development, from the packages of the operating system.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: deploy/dev-servers.sh up|down|status [--data FOLDER]
       deploy/dev-servers.sh ctl [--data FOLDER] -- ARGUMENTS...

Runs RabbitMQ and PostgreSQL privately: on free loopback ports, with data, logs, cookie and epmd of their own.
Needs no Docker and touches no server that runs already.

  up      starts what does not run yet and prints the environment that "handoff" needs:
            eval "$(deploy/dev-servers.sh up)"
            handoff run
  down    stops what "up" started and nothing else; the data stays
  status  says what runs; exit code 0 when both do, else 1
  ctl     rabbitmqctl for the private broker: deploy/dev-servers.sh ctl -- list_queues name messages

  --data FOLDER   where everything is kept (default: $XDG_STATE_HOME/handoff-dev, that is ~/.local/state/handoff-dev;
                  for root /var/lib/handoff-dev). Another folder is another pair of servers. To start afresh: "down",
                  then delete the folder.

RabbitMQ gets its users, permissions, policies and queues from deploy/rabbitmq/definitions.json, with the passwords for
development that deploy/README.md lists. Exit codes: 0 done, 1 failed or not running, 2 wrong usage.
HELP
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
wrong() { say "$*"; say "\"deploy/dev-servers.sh --help\" says more."; exit 2; }

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command='' data='' ctl_arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    up | down | status | ctl) [ -z "$command" ] || wrong "One of up, down, status and ctl, not two."; command=$1 ;;
    --) [ "$command" = ctl ] || wrong "Only ctl takes arguments of its own."; shift; ctl_arguments=("$@"); break ;;
    --data) [ -n "${2:-}" ] || wrong "--data wants a folder."; data=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "Unknown: $1" ;;
  esac
  shift
done
[ -n "$command" ] || { usage >&2; exit 2; }

# PostgreSQL refuses to run as root.
postgres_user=''
if [ "$(id -u)" -eq 0 ]; then
  postgres_user=postgres
  data=${data:-/var/lib/handoff-dev}
fi
data=${data:-${XDG_STATE_HOME:-$HOME/.local/state}/handoff-dev}
as_postgres() { if [ -n "$postgres_user" ]; then (cd / && runuser -u "$postgres_user" -- "$@"); else "$@"; fi; }

# ---- Processes. A pid alone may be somebody else's by now, so the time it started is kept with it.

started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
remember() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$data/$1.pid"; }
pid_of() {
  local pid at
  [ -f "$data/$1.pid" ] && read -r pid at <"$data/$1.pid" && [ -n "$at" ] && [ "$(started_at "$pid")" = "$at" ] && printf '%s' "$pid"
}
running() { pid_of "$1" >/dev/null; }

# end NAME SIGNAL
end() {
  local pid tenths=600
  if pid=$(pid_of "$1"); then
    kill -"$2" "$pid"
    while running "$1"; do
      tenths=$((tenths - 1))
      [ $tenths -gt 0 ] || fail "$1 (process $pid) has not stopped within a minute; its log is in $data/log."
      sleep 0.1
    done
    say "$1: stopped"
  fi
  rm -f "$data/$1.pid"
}

# ---- Ports. Chosen once and kept, so that what was exported stays true; again only where somebody took one meanwhile.

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port NAME SERVER: the port NAME of a server, in the variable NAME_port.
port() {
  local file="$data/$1.port" number=0
  [ -f "$file" ] && number=$(cat "$file")
  if ! running "$2"; then
    # Below the range from which the kernel hands out ports by itself.
    while [ "$number" -eq 0 ] || taken "$number"; do number=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)); done
    printf '%s\n' "$number" >"$file"
  fi
  printf -v "$1_port" '%s' "$number"
}
ports() {
  port epmd epmd
  port amqp rabbitmq
  port management rabbitmq
  port distribution rabbitmq
  port postgres postgres
}

# ---- What must be installed

find_tools() {
  local folder missing=()
  rabbitmq_bin='' postgres_bin=''
  # Debian's own command in /usr/sbin wants to be root; the script behind it does not.
  for folder in /usr/lib/rabbitmq/bin "$(dirname "$(command -v rabbitmq-server || echo /none/none)")"; do
    [ -z "$rabbitmq_bin" ] && [ -x "$folder/rabbitmq-server" ] && rabbitmq_bin=$folder
  done
  while read -r folder; do
    [ -z "$postgres_bin" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && postgres_bin=$folder
  done < <(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -rV; dirname "$(command -v initdb || echo /none/none)")
  [ -n "$rabbitmq_bin" ] || missing+=("RabbitMQ 3.10 or later: apt-get install rabbitmq-server")
  [ -n "$postgres_bin" ] || missing+=("PostgreSQL 15 or later: apt-get install postgresql")
  command -v epmd >/dev/null || missing+=("epmd: apt-get install erlang-base")
  command -v setsid >/dev/null && command -v flock >/dev/null || missing+=("setsid and flock: apt-get install util-linux")
  [ -z "$postgres_user" ] || id "$postgres_user" >/dev/null 2>&1 || missing+=("the user $postgres_user, as which PostgreSQL runs when root starts it: apt-get install postgresql")
  [ ${#missing[@]} -eq 0 ] || { say "Missing (the commands are those of Debian and Ubuntu):"; printf '  %s\n' "${missing[@]}" >&2; exit 1; }
}

# ---- PostgreSQL

sql() {
  PGPASSWORD=$(cat "$data/postgres.password") PGCONNECT_TIMEOUT=5 "$postgres_bin/psql" -XAtq -h 127.0.0.1 -p "$postgres_port" -U handoff -d postgres "$@"
}

start_postgres() {
  local folder="$data/postgres" log="$data/log/postgres.log" launcher
  if [ ! -s "$folder/PG_VERSION" ]; then
    rm -rf "$folder"
    mkdir -m 700 "$folder"
    (umask 077; head -c 18 /dev/urandom | base64 | tr -d '/+' >"$data/postgres.password")
    [ -z "$postgres_user" ] || chown "$postgres_user" "$folder" "$data/postgres.password"
    as_postgres "$postgres_bin/initdb" -D "$folder" -U handoff --auth scram-sha-256 --pwfile "$data/postgres.password" -E UTF8 --no-locale \
      >"$log" 2>&1 || return 1
  fi
  setsid ${postgres_user:+runuser -u "$postgres_user" --} "$postgres_bin/postgres" -D "$folder" -h 127.0.0.1 -p "$postgres_port" -k '' \
    >>"$log" 2>&1 </dev/null 9>&- &
  launcher=$!
  until sql -c 'select 1' >/dev/null 2>&1; do
    kill -0 "$launcher" 2>/dev/null || return 1
    sleep 0.1
  done
  # Not the launcher's: with root there is a runuser in between.
  remember postgres "$(head -n 1 "$folder/postmaster.pid")"
  [ "$(sql -c "select 1 from pg_database where datname = 'handoff'")" = 1 ] || sql -c 'create database handoff'
}

# ---- RabbitMQ

# The node's name may be anybody's too: an epmd knows the names, and this epmd knows this node only.
use_rabbitmq_env() {
  rabbitmq_env=(
    HOME="$data/rabbitmq" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_DIST_PORT="$distribution_port"
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
    RABBITMQ_NODENAME=handoff@localhost RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$data/rabbitmq/rabbitmq.conf"
    RABBITMQ_ADVANCED_CONFIG_FILE="$data/rabbitmq/none" RABBITMQ_ENABLED_PLUGINS_FILE="$data/rabbitmq/enabled_plugins"
    RABBITMQ_MNESIA_BASE="$data/rabbitmq/data" RABBITMQ_GENERATED_CONFIG_DIR="$data/rabbitmq/generated"
    RABBITMQ_LOG_BASE="$data/log" RABBITMQ_LOGS="$data/log/rabbitmq.log"
  )
}

configure_rabbitmq() {
  local folder="$data/rabbitmq" plugins=''
  mkdir -p -m 700 "$folder"
  cat >"$folder/rabbitmq.conf" <<CONF
listeners.tcp.default = 127.0.0.1:$amqp_port
definitions.import_backend = local_filesystem
definitions.local.path = $here/rabbitmq/definitions.json
definitions.skip_if_unchanged = true
CONF
  if has_management; then
    plugins=rabbitmq_management
    printf 'management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = %s\n' "$management_port" >>"$folder/rabbitmq.conf"
  fi
  printf '[%s].\n' "$plugins" >"$folder/enabled_plugins"
}
has_management() { compgen -G "$(dirname "$(readlink -f "$rabbitmq_bin/rabbitmq-server")")/../plugins/rabbitmq_management-*" >/dev/null; }

start_rabbitmq() {
  configure_rabbitmq
  use_rabbitmq_env
  if ! running epmd; then
    setsid epmd -port "$epmd_port" -address 127.0.0.1 >"$data/log/epmd.log" 2>&1 </dev/null 9>&- &
    remember epmd $!
  fi
  env "${rabbitmq_env[@]}" setsid "$rabbitmq_bin/rabbitmq-server" >"$data/log/rabbitmq.console.log" 2>&1 </dev/null 9>&- &
  remember rabbitmq $!
  until taken "$amqp_port"; do
    running rabbitmq || return 1
    sleep 0.1
  done
  env "${rabbitmq_env[@]}" "$rabbitmq_bin/rabbitmqctl" --silent await_startup --timeout 120 >>"$data/log/rabbitmq.console.log" 2>&1
}

# ---- Commands

start() {
  if running "$1"; then
    say "$1: runs already"
  elif "start_$1"; then
    say "$1: started"
  else
    tail -n 15 "$data/log/$1"*.log >&2
    fail "$1 does not start; its log is in $data/log."
  fi
}

lock() {
  exec 9>"$data/lock"
  flock -w 180 9 || fail "Another \"up\" or \"down\" is at work on $data."
}

up() {
  find_tools
  mkdir -p "$data/log" 2>/dev/null || fail "$data/log cannot be made; name another folder with --data."
  data=$(cd "$data" && pwd)
  [ -w "$data" ] || fail "$data is not yours to write; name another folder with --data."
  [ -z "$postgres_user" ] || as_postgres test -x "$data" ||
    fail "Root starts PostgreSQL as the user $postgres_user, which cannot reach $data; name a folder that it can with --data."
  lock
  ports
  start postgres
  start rabbitmq
  cat <<ENVIRONMENT
export HANDOFF_Bus__Provider=rabbitmq
export HANDOFF_Bus__Url=amqp://handoff:handoff-dev@127.0.0.1:$amqp_port/
export HANDOFF_Store__Provider=postgres
export HANDOFF_Store__ConnectionString="Host=127.0.0.1;Port=$postgres_port;Database=handoff;Username=handoff;Password=$(cat "$data/postgres.password")"
ENVIRONMENT
  ! has_management || say "RabbitMQ's management UI: http://127.0.0.1:$management_port/ (admin / admin-dev)"
}

down() {
  [ -d "$data" ] || { say "Nothing was ever started in $data."; exit 0; }
  lock
  end rabbitmq TERM
  end epmd TERM
  # Not TERM, with which it would wait for its clients to leave.
  end postgres INT
}

status() {
  local name all=0
  for name in rabbitmq postgres; do
    if running "$name"; then
      printf '%s: running on 127.0.0.1:%s, process %s\n' "$name" "$(cat "$data/${name/rabbitmq/amqp}.port")" "$(pid_of "$name")"
    else
      printf '%s: not running\n' "$name"
      all=1
    fi
  done
  return $all
}

ctl() {
  find_tools
  running rabbitmq || fail "The broker of $data does not run; \"up\" starts it."
  ports
  use_rabbitmq_env
  env "${rabbitmq_env[@]}" "$rabbitmq_bin/rabbitmqctl" --silent ${ctl_arguments[@]+"${ctl_arguments[@]}"}
}

"$command"
