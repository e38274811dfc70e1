# DuckDB, an optional part: SQL over tables, and Parquet files. Only `./schedlab sql fetch` and `./schedlab test` put it into the cache.
# shellcheck shell=bash

# shellcheck source=install/sql.properties
. "$SCHEDLAB_HOME/install/sql.properties"
# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"

# The jar, where org.schedlab.lab.export.DuckDb looks for it.
sql_jar() { printf '%s/sql/duckdb_jdbc-%s.jar\n' "$SCHEDLAB_CACHE" "$DUCKDB_VERSION"; }

# Makes sure that it is in the cache.
need_sql() { [ -s "$(sql_jar)" ] || fetch_sql; }

# Maven fetches it, for Maven knows this machine's mirrors and proxies; what comes must be the file that schedlab was tested with.
fetch_sql() {
    local work jar
    need_packages maven
    work=$(mktemp -d "$(cache_folder sql)/.fetch-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    step "fetching DuckDB $DUCKDB_VERSION (80 MB)"
    (cd "$work" && quietly sql-fetch.log "check the network and Maven's settings, then run the same command again" \
        mvn -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
        "-Dartifact=org.duckdb:duckdb_jdbc:$DUCKDB_VERSION" "-DoutputDirectory=$work")
    jar=$work/duckdb_jdbc-$DUCKDB_VERSION.jar
    check_sql "$jar"
    mv "$jar" "$(sql_jar)"
    rm -rf "$work"
    trap - EXIT
}

# Ends the program when a file is not the one that is stated in sql.properties.
check_sql() {
    local found
    found=$(sha256sum "$1" | cut -d ' ' -f 1)
    [ "$found" = "$DUCKDB_SHA256" ] ||
        fail "fetch DuckDB $DUCKDB_VERSION" "a file with the SHA-256 $found, not $DUCKDB_SHA256" \
            "see which repository Maven took it from: $(cache_folder log)/sql-fetch.log"
}
