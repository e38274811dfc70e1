# The private apt configuration: signatures are needed, the machine's other settings stay.
# shellcheck shell=bash

# shellcheck source=install/private-apt.sh
. "$SCHEDLAB_HOME/install/private-apt.sh"

unsigned_archive() {
    mkdir -p "$WORK/archive/dists/trixie-backports/main/binary-amd64"
    : >"$WORK/archive/dists/trixie-backports/main/binary-amd64/Packages"
    printf 'Origin: Debian\nSuite: trixie-backports\nDate: Sat, 01 Nov 2025 00:00:00 UTC\nSHA256:\n' \
        >"$WORK/archive/dists/trixie-backports/Release"
}

test_an_unsigned_archive_is_refused() {
    unsigned_archive
    write_private_apt trixie-backports "file:$WORK/archive"
    expect_contains "not signed" "$(refused private_apt trixie-backports apt-get -o APT::Update::Error-Mode=any update)"
}

test_every_mirror_is_tried_and_named() {
    unsigned_archive
    # shellcheck disable=SC2317
    debian_mirrors() { printf 'file:%s\n' "$WORK/archive" "$WORK/nowhere"; }
    local said
    said=$(refused refresh_private_apt trixie-backports)
    expect_contains "file:$WORK/archive file:$WORK/nowhere" "$said"
}

test_proxy_settings_of_the_machine_stay() {
    mkdir "$WORK/apt.conf.d"
    echo 'Acquire::http::Proxy "http://proxy.example.org:3128";' >"$WORK/apt.conf.d/proxy"
    echo "Dir::Etc::parts \"$WORK/apt.conf.d\";" >"$WORK/apt.conf"
    write_private_apt trixie-backports http://one.example.org/debian
    export APT_CONFIG=$WORK/apt.conf
    expect "http://proxy.example.org:3128" "$(private_apt trixie-backports apt-config dump --format '%v%n' Acquire::http::Proxy)"
    expect "$SCHEDLAB_CACHE/apt/trixie-backports/lists" \
        "$(private_apt trixie-backports apt-config dump --format '%v%n' Dir::State::Lists)"
}

test_the_cache_is_for_its_owner_only() {
    cache_folder kernels >/dev/null
    expect "700 700" "$(stat -c %a "$SCHEDLAB_CACHE" "$SCHEDLAB_CACHE/kernels" | paste -s -d ' ')"
}
