#!/bin/sh
set -e
case $1 in -*) set -- postgres "$@" ;; esac
[ "$1" = postgres ] || exec "$@"

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
mkdir -p "$PGDATA" /var/run/postgresql
chown postgres:postgres "$PGDATA" /var/run/postgresql
chmod 700 "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  [ -n "$POSTGRES_PASSWORD" ] || { echo 'POSTGRES_PASSWORD must be set.' >&2; exit 1; }
  printf '%s\n' "$POSTGRES_PASSWORD" >/run/password
  chown postgres /run/password
  as_postgres initdb --username="$user" --pwfile=/run/password --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8
  rm /run/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    as_postgres pg_ctl -w start -o '-h ""' -l "$PGDATA/first.log"
    as_postgres psql -v ON_ERROR_STOP=1 -U "$user" -d postgres -v name="$database" <<'SQL'
create database :"name";
SQL
    as_postgres pg_ctl -w -m fast stop
    rm "$PGDATA/first.log"
  fi
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups "$@" -h '*'
