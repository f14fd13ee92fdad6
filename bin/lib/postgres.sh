# shellcheck shell=bash
# Sourced by the commands in bin/: finding PostgreSQL's programs, installing them, and a throw-away
# cluster for tests. The application has its own, careful one (src/database/cluster.rs).

# shellcheck source=bin/lib/packages.sh
source "${BASH_SOURCE[0]%/*}/packages.sh"

oldest_postgres=15

# Sets postgres_bin: $PG_BIN, else the newest in the places where packages put
# it, else PATH. The application looks in the same places.
find_postgres() {
  local candidates=() directory version
  if [[ -n ${PG_BIN:-} ]]; then
    candidates=("$PG_BIN")
  else
    while IFS= read -r directory; do candidates+=("$directory" "${directory%/bin}"); done < <(
      printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/lib/postgresql[0-9]*/bin \
        /usr/libexec/postgresql[0-9]*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin |
        sed 's/.*[^0-9]\([0-9][0-9]*\)\/bin$/\1 &/' | sort -rn | sed 's/^[0-9]* //'
    )
    candidates+=(/opt/homebrew/opt/postgresql/bin /usr/local/opt/postgresql/bin /usr/local/pgsql/bin /usr/bin)
    directory=$(command -v postgres || true)
    [[ -z $directory ]] || candidates+=("${directory%/postgres}")
  fi
  for directory in "${candidates[@]}"; do
    [[ -x $directory/postgres && -x $directory/initdb ]] || continue
    version=$("$directory/postgres" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
    if ((version >= oldest_postgres)); then
      postgres_bin=$directory
      return
    fi
  done
  return 1
}

# As find_postgres, installing the server when there is none.
need_postgres() {
  find_postgres && return
  [[ -z ${PG_BIN:-} ]] || die "PG_BIN=$PG_BIN holds no PostgreSQL server (version $oldest_postgres or newer)."
  # Debian would make and start a cluster of its own on port 5432. Nobody asked for that, so it is
  # told not to; its setting is put back afterwards.
  local conf=/etc/postgresql-common/createcluster.conf
  if have apt-get; then
    is_root || die "PostgreSQL is missing. Install it as root, then run this again:" "" \
      "    apt-get install -y --no-install-recommends postgresql-common" \
      "    echo 'create_main_cluster = false' >> $conf   # or Debian starts a server of its own" \
      "    apt-get install -y --no-install-recommends postgresql"
    install_packages "what PostgreSQL's packages share" postgresql-common "" "" "" "" ""
    cp -p "$conf" "$conf.before-kvalitetsdialog"
    printf '\ncreate_main_cluster = false\n' >>"$conf"
  fi
  # in a subshell, so that the setting is put back when it fails too
  local installed=0
  (install_packages "PostgreSQL" postgresql "postgresql-server postgresql-contrib" "postgresql postgresql-contrib icu-data-full" \
    postgresql "postgresql-server postgresql-contrib" postgresql@17) || installed=$?
  [[ ! -e $conf.before-kvalitetsdialog ]] || mv "$conf.before-kvalitetsdialog" "$conf"
  ((installed == 0)) || exit 1
  find_postgres || die "The PostgreSQL of this system's packages is older than $oldest_postgres." \
    "Install a newer one (the PostgreSQL project has packages for every system), or name its directory in PG_BIN."
}

# The server refuses to run as root, so root lends it another user's name.
as_server() {
  if is_root; then
    su -s /bin/sh "$server_user" -c "$(printf '%q ' "$@")"
  else
    "$@"
  fi
}

# Starts a cluster that may lose everything, in a directory of its own, and sets
# TEST_DATABASE_URL (its superuser's) for the tests. The caller must `trap stop_throwaway EXIT`.
start_throwaway() {
  need_postgres
  server_user=postgres
  id "$server_user" >/dev/null 2>&1 || server_user=nobody
  throwaway=$(mktemp -d /tmp/kvalitetsdialog-test.XXXXXX)
  if is_root; then chown "$server_user" "$throwaway"; fi
  local locale=C.UTF-8
  [[ $(uname) != Darwin ]] || locale=C
  (
    cd /
    export LC_ALL=$locale
    unset PGDATA PGPORT
    as_server "$postgres_bin/initdb" -D "$throwaway/data" -U postgres -A trust -E UTF8 --locale="$locale" --no-sync
    as_server "$postgres_bin/pg_ctl" -D "$throwaway/data" -l "$throwaway/log" -w -t 60 start -o "-k $throwaway -p 5432 \
      -c listen_addresses= -c max_connections=100 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
      -c shared_buffers=128MB -c jit=off -c timezone=UTC"
  ) >"$throwaway.out" 2>&1 </dev/null || { cat "$throwaway.out" >&2; die "The throw-away PostgreSQL did not start."; }
  rm -f "$throwaway.out"
  export TEST_DATABASE_URL="postgres://postgres@${throwaway//\//%2F}/postgres"
}

stop_throwaway() {
  [[ -n ${throwaway:-} ]] || return 0
  (cd / && as_server "$postgres_bin/pg_ctl" -D "$throwaway/data" -m immediate -w stop) >/dev/null 2>&1 </dev/null || true
  rm -rf "$throwaway" "$throwaway.out"
  throwaway=
}

# database_url ROLE DATABASE: a URL on the server of TEST_DATABASE_URL.
database_url() {
  local host=${TEST_DATABASE_URL#*@}
  printf 'postgres://%s@%s/%s' "$1" "${host%%/*}" "$2"
}

# run_psql URL ARGUMENT…
run_psql() {
  local psql=$postgres_bin/psql
  [[ -x $psql ]] || psql=psql
  PGOPTIONS="-c client_min_messages=warning" "$psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "$1" "${@:2}"
}

# make_database NAME: the roles, and an empty database that the migrating role owns.
make_database() {
  run_psql "$TEST_DATABASE_URL" -f migrations/roles.sql \
    -c "drop database if exists $1" -c "create database $1 owner kd_migrate" >/dev/null
}
