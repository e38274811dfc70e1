# Kernel images from Debian's package archive into the cache: kernels/RELEASE/vmlinuz, and the link kernels/default.
# shellcheck shell=bash

# shellcheck source=install/private-apt.sh
. "$SCHEDLAB_HOME/install/private-apt.sh"
# shellcheck source=install/mirrors.sh
. "$SCHEDLAB_HOME/install/mirrors.sh"
# shellcheck source=install/kernel-series.sh
. "$SCHEDLAB_HOME/install/kernel-series.sh"

KERNEL_SUITE=trixie-backports

# "VERSION RELEASE PACKAGE SUITE" of every cloud and real-time kernel in the archive, oldest first.
archive_kernels() {
    refresh_private_apt "$KERNEL_SUITE"
    kernels_of_suite "$KERNEL_SUITE"
}

# The same of what the machine's own package configuration names.
machine_kernels() {
    refresh_machine_apt
    kernels_of_suite "$MACHINE_SUITE"
}

kernels_of_suite() { private_apt "$1" apt-cache pkgnames linux- 2>/dev/null | kernel_packages | sed "s/\$/ $1/"; }

# The same of the fetched kernels in the cache.
cached_kernels() {
    kernels_in_cache | while read -r version release; do
        [ -e "$SCHEDLAB_CACHE/kernels/$release/added" ] || printf '%s %s -\n' "$version" "$release"
    done
}

# The same of those that the user added. No series means one of them: somebody's experiment is booted by its name alone.
added_kernels() {
    kernels_in_cache | while read -r version release; do
        [ ! -e "$SCHEDLAB_CACHE/kernels/$release/added" ] || printf '%s %s -\n' "$version" "$release"
    done
}

# "VERSION RELEASE" of every kernel in the cache, oldest first.
kernels_in_cache() {
    local vmlinuz release
    for vmlinuz in "$SCHEDLAB_CACHE"/kernels/*/vmlinuz; do
        [ -s "$vmlinuz" ] || continue
        release=$(basename "$(dirname "$vmlinuz")")
        printf '%s %s\n' "${release%%[+-]*}" "$release"
    done | sort -V
}

# The release of the newest kernel of a series (or of a version) that is in the cache.
cached_kernel() { cached_kernels | select_kernel "$1" | cut -d ' ' -f 2; }

# Makes sure that a kernel of this series is in the cache. usage: need_kernel SERIES
need_kernel() {
    [ -n "$(cached_kernel "$1")" ] || fetch_kernel "$1"
    [ -e "$SCHEDLAB_CACHE/kernels/default" ] || [ "$1" != "$DEFAULT_SERIES" ] || make_default "$(cached_kernel "$1")"
}

# Fetches the newest kernel of a series, or one version: from the suite that schedlab is made for, else from what the
# machine's own package configuration names. usage: fetch_kernel SERIES|VERSION|RELEASE
fetch_kernel() {
    local wanted=$1 kernels version release package suite reason
    [[ $wanted =~ ^[0-9]+\.[0-9]+ ]] ||
        fail "fetch the kernel '$wanted'" "that is neither a series (6.18) nor a version (6.18.15)" "./schedlab kernel fetch $DEFAULT_SERIES"
    reason=$(refusal "${wanted%%[+-]*}")
    [ -z "$reason" ] || fail "fetch the kernel $wanted" "$reason" "take another series: ./schedlab kernel list"
    kernels=$(archive_kernels | usable_kernels)
    if [ -z "$(printf '%s\n' "$kernels" | select_kernel "$wanted")" ]; then
        kernels=$( (printf '%s\n' "$kernels"; machine_kernels | usable_kernels) | grep . | sort -V)
    fi
    [ -n "$kernels" ] || fail "find kernels in Debian's $KERNEL_SUITE" "no cloud kernel in the package lists" \
        "rm -r '$SCHEDLAB_CACHE/apt', then run the same command again"
    read -r version release package suite < <(printf '%s\n' "$kernels" | select_kernel "$wanted") ||
        no_such_kernel "$wanted" "$kernels"
    if [ -s "$SCHEDLAB_CACHE/kernels/$release/vmlinuz" ]; then
        step "kernel $version is here already: $release"
    else
        step "fetching kernel $version ($package)"
        unpack_kernel "$release" "$package" "$suite"
    fi
    [ -s "$SCHEDLAB_CACHE/kernels/$release/config" ] || fetch_configuration "$release" "$suite"
    # What sessions boot when they name none can run schedulers.
    [ -e "$SCHEDLAB_CACHE/kernels/default" ] || is_plain "$version" || make_default "$release"
    # shellcheck disable=SC2034
    FETCHED_RELEASE=$release
}

no_such_kernel() {
    local series versions where="Debian's $KERNEL_SUITE and this machine's own sources have"
    series=$(series_of "${1%%[+-]*}")
    versions=$(printf '%s\n' "$2" | versions_of_series "$series")
    [ -z "$versions" ] || fail "fetch the kernel $1" "of $series, $where $versions" \
        "./schedlab kernel fetch with one of them, or fetch $series"
    fail "fetch the kernel $1" "$where the series $(printf '%s\n' "$2" | series_available)" \
        "./schedlab kernel fetch SERIES with one of them"
}

# The configuration, where the kernel's own package does not have it: from 7.2 on it stands in linux-base-RELEASE.
# Schedulers that ask for CONFIG_ options need it, nothing else. usage: fetch_configuration RELEASE SUITE
fetch_configuration() {
    local release=$1 suite=$2 work config
    private_apt "$suite" apt-cache show "linux-base-$release" >/dev/null 2>&1 || return 0
    work=$(mktemp -d "$(cache_folder kernels)/.fetch-XXXXXX")
    download_packages "$suite" "$work" "linux-base-$release"
    dpkg-deb -x "$work/linux-base-$release"_*.deb "$work/files"
    config=$(find "$work/files" -type f \( -path '*/boot/config-*' -o -path '*/modules/*/config' \) | head -n 1)
    [ -z "$config" ] || cp "$config" "$(cache_folder "kernels/$release")/config"
    rm -rf "$work"
}

# Takes the kernel (and its configuration where the package has it) out of a package; all or nothing.
# usage: unpack_kernel RELEASE PACKAGE SUITE
unpack_kernel() {
    local release=$1 package=$2 suite=$3 work target vmlinuz config
    work=$(mktemp -d "$(cache_folder kernels)/.fetch-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    download_packages "$suite" "$work" "$package"
    dpkg-deb -x "$work/$package"_*.deb "$work/files"
    vmlinuz=$(find "$work/files" -type f \( -name 'vmlinuz-*' -o -name vmlinuz \) | head -n 1)
    config=$(find "$work/files" -type f \( -path '*/boot/config-*' -o -path '*/modules/*/config' \) | head -n 1)
    [ -n "$vmlinuz" ] || fail "take the kernel out of $package" "no vmlinuz in the package" "./schedlab kernel fetch another version"
    if [ -n "$config" ] && ! is_plain "$release" && ! grep -q '^CONFIG_SCHED_CLASS_EXT=y' "$config"; then
        fail "take the kernel out of $package" "it is built without sched_ext (CONFIG_SCHED_CLASS_EXT is not set)" \
            "take another series: ./schedlab kernel list"
    fi
    target=$(cache_folder "kernels/$release")
    [ -z "$config" ] || cp "$config" "$target/config"
    cp "$vmlinuz" "$target/vmlinuz.part"
    chmod 0644 "$target/vmlinuz.part"
    mv "$target/vmlinuz.part" "$target/vmlinuz"
    rm -rf "$work"
    trap - EXIT
}

make_default() {
    ln -sfn "$1/vmlinuz" "$SCHEDLAB_CACHE/kernels/default"
    step "the default kernel is $1"
}
