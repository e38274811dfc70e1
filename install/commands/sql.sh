# schedlab sql: fetches what SQL over tables and Parquet files need, and says whether it is there.
# shellcheck shell=bash

# shellcheck source=install/sql-fetch.sh
. "$SCHEDLAB_HOME/install/sql-fetch.sh"

command_sql() {
    case ${1:-show} in
    show) sql_show ;;
    fetch)
        need_sql
        sql_show
        ;;
    *) fail "asked for 'sql $1'" "there is sql and sql fetch" "./schedlab help" ;;
    esac
}

sql_show() {
    if [ -s "$(sql_jar)" ]; then
        printf 'DuckDB %s is here: SQL over tables, and Parquet files (%s)\n' "$DUCKDB_VERSION" "$(sql_jar)"
    else
        printf 'no DuckDB: SQL over tables and Parquet files do not work, all else does -> ./schedlab sql fetch (80 MB)\n'
    fi
}
