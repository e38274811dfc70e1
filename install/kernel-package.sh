# Somebody's own kernel: taking it out of a package, and putting it into the cache.
# shellcheck shell=bash

# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"

# What kernel check and kernel add take.
KERNEL_FILES="a .deb, an .rpm, a .pkg.tar.zst, a vmlinuz, bzImage or vmlinux"

# Finds the kernel in a file, and its configuration where a package has one: sets KERNEL_IMAGE and KERNEL_CONFIG (perhaps
# empty). Packages are unpacked into a folder. usage: open_kernel_file FILE FOLDER
open_kernel_file() {
    [ -e "$1" ] || fail "read the kernel $1" "there is no such file" "give $KERNEL_FILES"
    if [ ! -f "$1" ] || [ ! -r "$1" ]; then
        fail "read the kernel $1" "it is not a file that this user can read" "give $KERNEL_FILES"
    fi
    KERNEL_CONFIG=
    case $1 in
    *.deb | *.rpm | *.pkg.tar.zst) ;;
    *)
        KERNEL_IMAGE=$1
        return
        ;;
    esac
    check_package_architecture "$1"
    unpack_package "$1" "$2"
    KERNEL_IMAGE=$(find "$2" -type f \( -path '*/boot/vmlinuz*' -o -path '*/modules/*/vmlinuz' -o -path '*/boot/vmlinux-*' \) | sort | head -n 1)
    [ -n "$KERNEL_IMAGE" ] || no_kernel_in "$1" "$2"
    # shellcheck disable=SC2034
    KERNEL_CONFIG=$(find "$2" -type f \( -path '*/boot/config-*' -o -path '*/modules/*/config' \) | sort | head -n 1)
}

# Debian's packages name their architecture; of the others the kernel itself tells. usage: check_package_architecture FILE
check_package_architecture() {
    local architecture
    case $1 in
    *.deb) ;;
    *) return 0 ;;
    esac
    command -v dpkg-deb >/dev/null || fail "unpack $1" "no dpkg-deb on this system" "give the vmlinuz in it"
    architecture=$(dpkg-deb -f "$1" Architecture 2>/dev/null) ||
        fail "unpack $1" "it is not a package of Debian's, or is cut off" "get the file anew"
    [ "$architecture" = amd64 ] || fail "take the kernel out of $1" "it is for $architecture, and the machines are amd64" \
        "give a kernel that is built for amd64"
}

# usage: unpack_package FILE FOLDER
unpack_package() {
    mkdir -p "$2"
    case $1 in
    *.deb) unpacked "$1" "$2" dpkg-deb -x "$1" "$2" ;;
    *.rpm)
        # Debian's rpm2cpio comes with all of rpm; bsdtar reads these packages by itself.
        command -v bsdtar >/dev/null || need_packages libarchive-tools
        unpacked "$1" "$2" bsdtar -x -f "$1" -C "$2" --no-same-owner
        ;;
    *.pkg.tar.zst)
        command -v zstd >/dev/null || need_packages zstd
        unpacked "$1" "$2" tar --zstd -x -f "$1" -C "$2" --no-same-owner
        ;;
    esac
}

# usage: unpacked FILE FOLDER COMMAND...
unpacked() {
    local file=$1 folder=$2
    shift 2
    "$@" >&2 </dev/null || fail "unpack $file" "the line above; $(free_in "$folder")" "get the file anew, or make room"
}

# usage: no_kernel_in FILE FOLDER
no_kernel_in() {
    local remedy="give the package that holds boot/vmlinuz-RELEASE or lib/modules/RELEASE/vmlinuz" name
    name=$(basename "$1")
    case $name in
    linux-image-[0-9]*) remedy="from 6.19 on Debian's kernel is in linux-binary-${name#linux-image-}" ;;
    kernel-[0-9]*.rpm) remedy="Fedora's kernel is in kernel-core-${name#kernel-}" ;;
    esac
    fail "take the kernel out of $1" "no vmlinuz among its $(find "$2" -type f | wc -l) files" "$remedy"
}

# Puts a kernel into the cache under its release. usage: place_kernel RELEASE IMAGE CONFIG ORIGIN
place_kernel() {
    local release=$1 image=$2 config=$3 origin=$4 folder=$SCHEDLAB_CACHE/kernels/$1
    [[ $release =~ ^[0-9]+\.[0-9]+[0-9A-Za-z.+_~-]*$ ]] ||
        fail "add the kernel '$release'" "its release cannot name a folder" "set another CONFIG_LOCALVERSION and build it again"
    if [ -s "$folder/vmlinuz" ] && cmp -s "$image" "$folder/vmlinuz"; then
        step "this kernel is here already: $release"
        return
    fi
    if [ -s "$folder/vmlinuz" ] && [ ! -e "$folder/added" ]; then
        fail "add the kernel $release" "./schedlab kernel fetch brought another kernel of this name" \
            "build it with a CONFIG_LOCALVERSION of your own"
    fi
    [ ! -s "$folder/vmlinuz" ] || step "the earlier kernel $release gives way to this one"
    cache_folder "kernels/$release" >/dev/null
    write_kernel_file "$image" "$folder/vmlinuz.part"
    rm -f "$folder/config" "$folder/uncallable-functions"
    is_debians "$release" || printf '%s\n' "$origin" >"$folder/added"
    [ -z "$config" ] || write_kernel_file "$config" "$folder/config"
    mv "$folder/vmlinuz.part" "$folder/vmlinuz"
}

# True of the releases that kernel fetch fetches too: one of these counts as fetched wherever it came from, so that a machine
# without a network does with a .deb.
is_debians() { [[ $1 =~ ^[0-9.]+(\+deb[0-9]+.*|-[0-9]+(-cloud|-rt)?)-amd64$ ]]; }

# Copies a file whole or not at all. usage: write_kernel_file FROM TO
write_kernel_file() {
    cp "$1" "$2" 2>&1 && chmod 0644 "$2" && return
    rm -f "$2"
    rmdir "$(dirname "$2")" 2>/dev/null || true
    fail "write $2" "the line above; $1 takes $(($(stat -c %s "$1") / 1048576 + 1)) MiB, $(free_in "$SCHEDLAB_CACHE")" \
        "make room (./schedlab cache clear), or set SCHEDLAB_CACHE to a folder with room"
}

free_in() { printf '%s MiB are free in %s' "$(df -Pm "$1" | awk 'NR == 2 { print $4 }')" "$1"; }
