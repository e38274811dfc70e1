# One's own kernel: out of its package, into the cache. The kernels are a few bytes; what is in a real one is Java's to tell.
# shellcheck shell=bash

# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"
# shellcheck source=install/kernel-package.sh
. "$SCHEDLAB_HOME/install/kernel-package.sh"

RELEASE=6.18.99-fair

# A tree of files as a package has it. usage: tree IMAGE-PATH CONFIG-PATH
tree() {
    rm -rf "$TEST_FOLDER/tree"
    mkdir -p "$TEST_FOLDER/tree/$(dirname "$1")" "$TEST_FOLDER/tree/$(dirname "$2")"
    echo "the kernel of $1" >"$TEST_FOLDER/tree/$1"
    echo CONFIG_SMP=y >"$TEST_FOLDER/tree/$2"
}

# usage: deb FILE ARCHITECTURE, after tree
deb() {
    mkdir -p "$TEST_FOLDER/tree/DEBIAN"
    printf 'Package: linux-image-%s\nVersion: 1\nArchitecture: %s\nMaintainer: nobody <nobody@example.org>\nDescription: a kernel\n' \
        "$RELEASE" "$2" >"$TEST_FOLDER/tree/DEBIAN/control"
    dpkg-deb -Znone --root-owner-group -b "$TEST_FOLDER/tree" "$1" >/dev/null
}

# What open_kernel_file finds in a file, in one line.
opened() {
    rm -rf "$TEST_FOLDER/work"
    open_kernel_file "$1" "$TEST_FOLDER/work"
    printf '%s, %s\n' "$(cat "$KERNEL_IMAGE")" "$(cat "${KERNEL_CONFIG:-/dev/null}")"
}

test_a_deb() {
    tree boot/vmlinuz-$RELEASE boot/config-$RELEASE
    deb "$TEST_FOLDER/mine.deb" amd64
    expect "the kernel of boot/vmlinuz-$RELEASE, CONFIG_SMP=y" "$(opened "$TEST_FOLDER/mine.deb")"
}

test_an_rpm_that_bsdtar_reads() {
    tree lib/modules/$RELEASE/vmlinuz lib/modules/$RELEASE/config
    command -v bsdtar >/dev/null || {
        echo "bsdtar is not here: apt-get install libarchive-tools"
        return 1
    }
    # The payload of such a package; bsdtar tells its header from others by its first bytes.
    bsdtar -c --format newc -f "$TEST_FOLDER/mine.rpm" -C "$TEST_FOLDER/tree" lib
    expect "the kernel of lib/modules/$RELEASE/vmlinuz, CONFIG_SMP=y" "$(opened "$TEST_FOLDER/mine.rpm")"
}

test_a_package_of_pacman() {
    tree usr/lib/modules/$RELEASE/vmlinuz usr/share/licenses/config
    tar --zstd -c -f "$TEST_FOLDER/mine.pkg.tar.zst" -C "$TEST_FOLDER/tree" usr
    expect "the kernel of usr/lib/modules/$RELEASE/vmlinuz, " "$(opened "$TEST_FOLDER/mine.pkg.tar.zst")"
}

test_a_bare_image_is_taken_as_it_is() {
    echo kernel >"$TEST_FOLDER/bzImage"
    expect "kernel, " "$(opened "$TEST_FOLDER/bzImage")"
}

test_files_that_are_no_kernel() {
    expect_contains "there is no such file" "$(refused opened "$TEST_FOLDER/none.deb")"
    expect_contains "not a file" "$(refused opened "$TEST_FOLDER")"
    echo text >"$TEST_FOLDER/text.deb"
    expect_contains "not a package of Debian's" "$(refused opened "$TEST_FOLDER/text.deb")"
    echo text >"$TEST_FOLDER/text.pkg.tar.zst"
    expect_contains "error: unpack $TEST_FOLDER/text.pkg.tar.zst" "$(refused opened "$TEST_FOLDER/text.pkg.tar.zst")"
    echo text >"$TEST_FOLDER/text.rpm"
    expect_contains "error: unpack $TEST_FOLDER/text.rpm" "$(refused opened "$TEST_FOLDER/text.rpm")"
}

test_another_architecture_is_refused_before_unpacking() {
    tree boot/vmlinuz-$RELEASE boot/config-$RELEASE
    deb "$TEST_FOLDER/mine.deb" arm64
    expect_contains "it is for arm64, and the machines are amd64" "$(refused opened "$TEST_FOLDER/mine.deb")"
    [ ! -e "$TEST_FOLDER/work" ]
}

test_a_package_without_a_kernel_says_which_has_it() {
    tree usr/share/doc/readme usr/share/doc/changes
    deb "$TEST_FOLDER/linux-image-6.19.14+deb13-amd64_1_amd64.deb" amd64
    expect_contains "no vmlinuz among its 2 files" "$(refused opened "$TEST_FOLDER/linux-image-6.19.14+deb13-amd64_1_amd64.deb")"
    expect_contains "linux-binary-6.19.14+deb13-amd64_1_amd64.deb" "$(refused opened "$TEST_FOLDER/linux-image-6.19.14+deb13-amd64_1_amd64.deb")"
}

test_an_added_kernel_is_listed_and_means_no_series() {
    echo one >"$TEST_FOLDER/bzImage"
    echo CONFIG_SMP=y >"$TEST_FOLDER/config"
    place_kernel $RELEASE "$TEST_FOLDER/bzImage" "$TEST_FOLDER/config" /a/bzImage 2>/dev/null
    expect "one CONFIG_SMP=y /a/bzImage" "$(cd "$SCHEDLAB_CACHE/kernels/$RELEASE" && cat vmlinuz config added | paste -s -d ' ')"
    expect "6.18.99 $RELEASE -" "$(added_kernels)"
    expect "" "$(cached_kernels)"
    expect "" "$(cached_kernel 6.18)"
    # The list needs no archive: a suite whose lists are fresh and empty.
    mkdir -p "$SCHEDLAB_CACHE/apt/trixie-backports" && touch "$SCHEDLAB_CACHE/apt/trixie-backports/fresh"
    expect_contains "added from /a/bzImage; in the cache" "$(schedlab kernel list)"
}

test_a_kernel_of_the_same_release_replaces_only_an_added_one() {
    echo one >"$TEST_FOLDER/one"
    echo two >"$TEST_FOLDER/two"
    place_kernel $RELEASE "$TEST_FOLDER/one" "$TEST_FOLDER/one" /a/one 2>/dev/null
    expect_contains "here already" "$(place_kernel $RELEASE "$TEST_FOLDER/one" "" /a/one 2>&1)"
    : >"$SCHEDLAB_CACHE/kernels/$RELEASE/uncallable-functions"
    expect_contains "gives way" "$(place_kernel $RELEASE "$TEST_FOLDER/two" "" /a/two 2>&1)"
    expect "added vmlinuz" "$(cd "$SCHEDLAB_CACHE/kernels/$RELEASE" && printf '%s ' * | sed 's/ $//')"
    expect two "$(cat "$SCHEDLAB_CACHE/kernels/$RELEASE/vmlinuz")"
    rm "$SCHEDLAB_CACHE/kernels/$RELEASE/added"
    expect_contains "CONFIG_LOCALVERSION of your own" "$(refused place_kernel $RELEASE "$TEST_FOLDER/one" "" /a/one)"
    expect two "$(cat "$SCHEDLAB_CACHE/kernels/$RELEASE/vmlinuz")"
}

test_a_kernel_of_debians_counts_as_fetched() {
    echo one >"$TEST_FOLDER/bzImage"
    place_kernel 6.18.15+deb13-cloud-amd64 "$TEST_FOLDER/bzImage" "" /a/linux-image.deb 2>/dev/null
    expect "6.18.15 6.18.15+deb13-cloud-amd64 -" "$(cached_kernels)"
    expect "" "$(added_kernels)"
    need_kernel 6.18 2>/dev/null
    expect "6.18.15+deb13-cloud-amd64/vmlinuz" "$(readlink "$SCHEDLAB_CACHE/kernels/default")"
}

test_a_release_that_is_no_name_is_refused() {
    echo one >"$TEST_FOLDER/one"
    expect_contains "cannot name a folder" "$(refused place_kernel ../6.18 "$TEST_FOLDER/one" "" /a/one)"
    expect_contains "cannot name a folder" "$(refused place_kernel 6.18/.. "$TEST_FOLDER/one" "" /a/one)"
}

test_a_full_cache_leaves_nothing_behind() {
    head -c 100000 /dev/zero >"$TEST_FOLDER/bzImage"
    need_cache
    local said
    # A limit on the size of files stands for the end of the disk.
    said=$(trap '' XFSZ; ulimit -f 10; refused place_kernel $RELEASE "$TEST_FOLDER/bzImage" "" /a/bzImage)
    expect_contains "MiB are free in $SCHEDLAB_CACHE" "$said"
    expect_contains "./schedlab cache clear" "$said"
    [ ! -e "$SCHEDLAB_CACHE/kernels/$RELEASE" ]
}

test_the_commands_say_what_they_take() {
    expect_contains "kernel fetch, add, build, check and list" "$(refused schedlab kernel drop)"
    expect_contains "it takes one file" "$(refused schedlab kernel check)"
    expect_contains "no file was named" "$(refused schedlab kernel add)"
    expect_contains "there is no such file" "$(refused schedlab kernel add "$TEST_FOLDER/none")"
    expect_contains "it takes a file, and --default" "$(refused schedlab kernel add x --force)"
    expect "" "$(find "$SCHEDLAB_CACHE/kernels" -mindepth 1)"
}
