# Mirrors as apt reads them from sample configurations in both formats.
# shellcheck shell=bash

# shellcheck source=install/mirrors.sh
. "$SCHEDLAB_HOME/install/mirrors.sh"

mirrors_of() {
    mkdir -p "$TEST_FOLDER/lists/partial"
    debian_mirrors -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$TEST_FOLDER/sources" -o Dir::State::Lists="$TEST_FOLDER/lists"
}

test_sources_files() {
    mkdir "$TEST_FOLDER/sources"
    cat >"$TEST_FOLDER/sources/debian.sources" <<'END'
Types: deb deb-src
URIs: https://one.example.org/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: https://one.example.org/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: https://off.example.org/debian
Suites: bookworm
Components: main
END
    expect "https://one.example.org/debian" "$(mirrors_of)"
}

test_one_line_files() {
    mkdir "$TEST_FOLDER/sources"
    cat >"$TEST_FOLDER/sources/debian.list" <<'END'
# deb http://comment.example.org/debian bookworm main
deb [arch=amd64] http://two.example.org/mirror/debian/ bookworm main contrib
deb http://two.example.org/mirror/debian/ bookworm-updates main
deb https://flat.example.org/repository ./
deb https://tools.example.org/apt tools-12 main
END
    expect "http://two.example.org/mirror/debian" "$(mirrors_of)"
}

test_mirror_lists_stay_mirror_lists() {
    mkdir "$TEST_FOLDER/sources"
    echo 'http://three.example.org/debian' >"$TEST_FOLDER/mirrors.list"
    cat >"$TEST_FOLDER/sources/debian.sources" <<END
Types: deb
URIs: mirror+file:$TEST_FOLDER/mirrors.list
Suites: bookworm
Components: main
END
    expect "mirror+file:$TEST_FOLDER/mirrors.list" "$(mirrors_of)"
}

test_no_source_no_mirror() {
    mkdir "$TEST_FOLDER/sources"
    expect "" "$(mirrors_of || true)"
}
