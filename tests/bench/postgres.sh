# shellcheck shell=sh
# A PostgreSQL of our own, for run.sh: made in $directory/postgres, run as an unprivileged user, at a
# UNIX socket only. run.sh sets $directory and $patience, and may set $shared_buffers and
# $more_settings (lines of postgresql.conf) before it is started.
# shellcheck disable=SC2154

# The settings that differ from PostgreSQL's own. It gets as much memory as the service it is beside
# may take, and room in the log so that no checkpoint falls into an import.
postgres_settings() {
  cat << EOF
listen_addresses = ''
unix_socket_directories = '$directory/postgres'
shared_buffers = ${shared_buffers:-256MB}
temp_buffers = 64MB
work_mem = 64MB
maintenance_work_mem = 128MB
max_wal_size = 4GB
checkpoint_timeout = 30min
synchronous_commit = on
${more_settings:-}
EOF
}

# How it is run: postgres refuses to be root, and Debian's package has made a user for it. It ends
# with this shell, however that ends.
as_postgres="setpriv --pdeathsig INT --"
[ "$(id -u)" != 0 ] ||
  as_postgres="setpriv --reuid=postgres --regid=postgres --clear-groups --pdeathsig INT --"

# Sets $postgres to the process and $conninfo to what libpq reads.
start_postgres() {
  bin=/usr/lib/postgresql/15/bin
  chmod 711 "$directory"
  mkdir -m 700 "$directory/postgres"
  [ "$(id -u)" != 0 ] || chown postgres "$directory/postgres"
  # shellcheck disable=SC2086 # a list of words
  $as_postgres "$bin/initdb" -D "$directory/postgres/data" -U bench --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 > "$directory/initdb.log" 2>&1 || {
    cat "$directory/initdb.log" >&2
    return 1
  }
  postgres_settings >> "$directory/postgres/data/postgresql.conf"
  # shellcheck disable=SC2086
  $as_postgres "$bin/postgres" -D "$directory/postgres/data" > "$directory/postgres.log" 2>&1 &
  postgres=$!
  conninfo="host=$directory/postgres user=bench dbname=postgres"
  waited=0
  until "$bin/pg_isready" -q -d "$conninfo"; do
    if ! kill -0 "$postgres" 2> /dev/null || [ "$waited" -ge $((patience * 10)) ]; then
      echo "PostgreSQL is not ready (after $((waited / 10)) s). What it said:" >&2
      cat "$directory/postgres.log" >&2
      return 1
    fi
    sleep 0.1
    waited=$((waited + 1))
  done
}
