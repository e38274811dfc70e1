# Which of the archive's kernels schedlab can use. Pure functions over package names, so that they can be tested without a network.
# shellcheck shell=bash

# shellcheck source=install/kernels.properties
. "$SCHEDLAB_HOME/install/kernels.properties"
# 7.1.3 has the BTF of its neighbours; the fault came with 7.1.7 and was gone in 7.2.
BROKEN_RELEASES=' 7.1.7 7.1.8 7.1.13 '
BROKEN_REASON='no scheduler loads on it: its BTF gives scheduler functions an argument that libbpf rejects'

# From package names on standard input to "VERSION RELEASE PACKAGE" of the files that hold a kernel, oldest first.
# Up to 6.18 linux-image holds the kernel; from 6.19 on linux-binary does and linux-image is a meta package.
kernel_packages() {
    sed -n -E 's/^(linux-(image|binary)-(([0-9]+\.[0-9]+)\.[0-9]+([^ ]*)-cloud-amd64))$/\4 \3 \1/p' |
        while read -r series release package; do
            case $package in
            linux-image-*) ! newer_series "$series" 6.18 || continue ;;
            esac
            printf '%s %s %s\n' "${release%%[+-]*}" "$release" "$package"
        done | sort -V
}

# True when series A is newer than series B.
newer_series() {
    [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]
}

# The series of a version: 6.18 of 6.18.15.
series_of() { printf '%s\n' "$1" | cut -d . -f 1-2; }

# Why a version cannot be used; prints nothing when it can.
refusal() {
    if newer_series "$OLDEST_SERIES" "$(series_of "$1")"; then
        printf 'Debian builds %s without sched_ext (CONFIG_SCHED_CLASS_EXT is not set)\n' "$(series_of "$1")"
    elif [[ $BROKEN_RELEASES == *" $1 "* ]]; then
        printf '%s\n' "$BROKEN_REASON"
    fi
}

# The usable ones among "VERSION RELEASE PACKAGE" lines.
usable_kernels() {
    local version rest
    while read -r version rest; do
        [ -n "$(refusal "$version")" ] || printf '%s %s\n' "$version" "$rest"
    done
}

# The newest kernel of a series, or the one of a version or release. usage: select_kernel WANTED < LINES
select_kernel() {
    awk -v wanted="$1" '
        { split($1, part, "."); series = part[1] "." part[2] }
        wanted == series || wanted == $1 || wanted == $2 { found = $0 }
        END { if (found != "") print found }'
}

# The series among the lines, in one line.
series_available() {
    cut -d ' ' -f 1 | cut -d . -f 1-2 | sort -u -V | paste -s -d ' '
}
