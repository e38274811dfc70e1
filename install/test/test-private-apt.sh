# The private apt configuration: signatures are needed, the machine's other settings stay.
# shellcheck shell=bash

# shellcheck source=install/private-apt.sh
. "$SCHEDLAB_HOME/install/private-apt.sh"

unsigned_archive() {
    mkdir -p "$TEST_FOLDER/archive/dists/trixie-backports/main/binary-amd64"
    : >"$TEST_FOLDER/archive/dists/trixie-backports/main/binary-amd64/Packages"
    printf 'Origin: Debian\nSuite: trixie-backports\nDate: Sat, 01 Nov 2025 00:00:00 UTC\nSHA256:\n' \
        >"$TEST_FOLDER/archive/dists/trixie-backports/Release"
}

test_an_unsigned_archive_is_refused() {
    unsigned_archive
    write_private_apt trixie-backports "file:$TEST_FOLDER/archive"
    expect_contains "not signed" "$(refused private_apt trixie-backports apt-get -o APT::Update::Error-Mode=any update)"
}

test_every_mirror_is_tried_and_named() {
    unsigned_archive
    # shellcheck disable=SC2317
    debian_mirrors() { printf 'file:%s\n' "$TEST_FOLDER/archive" "$TEST_FOLDER/nowhere"; }
    local said
    said=$(refused refresh_private_apt trixie-backports)
    expect_contains "file:$TEST_FOLDER/archive file:$TEST_FOLDER/nowhere" "$said"
}

test_proxy_settings_of_the_machine_stay() {
    mkdir "$TEST_FOLDER/apt.conf.d"
    echo 'Acquire::http::Proxy "http://proxy.example.org:3128";' >"$TEST_FOLDER/apt.conf.d/proxy"
    echo "Dir::Etc::parts \"$TEST_FOLDER/apt.conf.d\";" >"$TEST_FOLDER/apt.conf"
    write_private_apt trixie-backports http://one.example.org/debian
    export APT_CONFIG=$TEST_FOLDER/apt.conf
    expect "http://proxy.example.org:3128" "$(private_apt trixie-backports apt-config dump --format '%v%n' Acquire::http::Proxy)"
    expect "$SCHEDLAB_CACHE/apt/trixie-backports/lists" \
        "$(private_apt trixie-backports apt-config dump --format '%v%n' Dir::State::Lists)"
}

test_the_machines_own_sources_are_read_into_lists_of_our_own() {
    mkdir -p "$TEST_FOLDER/etc/apt/sources.list.d" "$TEST_FOLDER/etc/apt/apt.conf.d"
    echo 'deb http://snapshot.example.org/archive/debian/20250520T000000Z bookworm main' >"$TEST_FOLDER/etc/apt/sources.list"
    echo "Dir::Etc \"$TEST_FOLDER/etc/apt\";" >"$TEST_FOLDER/apt.conf"
    export APT_CONFIG=$TEST_FOLDER/apt.conf
    write_machine_apt
    expect_contains "http://snapshot.example.org/archive/debian/20250520T000000Z/dists/bookworm/InRelease" \
        "$(private_apt machine apt-get update --print-uris)"
    expect "$SCHEDLAB_CACHE/apt/machine/lists" "$(private_apt machine apt-config dump --format '%v%n' Dir::State::Lists)"
}

test_the_cache_is_for_its_owner_only() {
    cache_folder kernels >/dev/null
    expect "700 700" "$(stat -c %a "$SCHEDLAB_CACHE" "$SCHEDLAB_CACHE/kernels" | paste -s -d ' ')"
}
