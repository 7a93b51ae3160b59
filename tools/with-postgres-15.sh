#!/bin/sh
# Runs a command with TEST_DATABASE_URL set to a PostgreSQL of its own: the newest that the system has installed, 15 at
# least, in a temporary folder on a loopback port. Whatever happens to the command, PostgreSQL and the folder go.
#
#   tools/with-postgres-15.sh npm test
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 command [argument ...]" >&2
  exit 64
fi

major=$(ls /usr/lib/postgresql 2>/dev/null | grep -x '[0-9]*' | sort -n | tail -n 1)
bin=/usr/lib/postgresql/$major/bin
if [ "${major:-0}" -lt 15 ] || [ ! -x "$bin/initdb" ]; then
  echo "$0: no PostgreSQL 15 or newer under /usr/lib/postgresql (apt-get install postgresql-15)" >&2
  exit 69
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/parhelion-postgres-XXXXXX")
child=

# PostgreSQL refuses to run as root.
as_user() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@")
  else
    "$@"
  fi
}

random_hex() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

clean_up() {
  trap '' HUP INT TERM
  if [ -s "$folder/data/postmaster.pid" ]; then
    postmaster=$(head -n 1 "$folder/data/postmaster.pid")
    # INT ends the connections and shuts down; QUIT does not even write.
    kill -INT "$postmaster" 2>/dev/null || :
    tries=0
    while kill -0 "$postmaster" 2>/dev/null; do
      tries=$((tries + 1))
      [ $tries -eq 100 ] && kill -QUIT "$postmaster" 2>/dev/null
      sleep 0.1
    done
  fi
  rm -rf "$folder"
}

# $1: the signal, $2: the exit code that stands for it. The command ends first, since it uses the database.
interrupted() {
  trap '' HUP INT TERM
  if [ -n "$child" ]; then
    kill -s "$1" "$child" 2>/dev/null || :
    wait "$child" || :
  fi
  exit "$2"
}

trap clean_up EXIT
trap 'interrupted TERM 129' HUP
trap 'interrupted TERM 130' INT
trap 'interrupted TERM 143' TERM

password=$(random_hex)
(umask 077 && printf '%s' "$password" >"$folder/password")
[ "$(id -u)" -ne 0 ] || chown -R nobody:nogroup "$folder"
as_user "$bin/initdb" --pgdata="$folder/data" --username=postgres --pwfile="$folder/password" \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  exit 70
}

start() {
  as_user "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/postgres.log" --wait --silent start --options="\
    -c port=$1 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c timezone=UTC" >/dev/null 2>&1
}

# Somebody else may have the port.
port=
for _ in 1 2 3 4 5; do
  candidate=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 40000))
  if start "$candidate"; then
    port=$candidate
    break
  fi
done
if [ -z "$port" ]; then
  cat "$folder/postgres.log" >&2
  exit 70
fi

export TEST_DATABASE_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
"$@" &
child=$!
status=0
wait "$child" || status=$?
exit "$status"
