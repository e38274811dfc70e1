# Which of the archive's kernels schedlab can use. Pure functions over package names, so that they can be tested without a network.
# shellcheck shell=bash

# shellcheck source=install/kernels.properties
. "$SCHEDLAB_HOME/install/kernels.properties"
# What the schedulers in guest/src/main/bpf call, of what a build may lack; none of them works without the first.
NEEDED_BY_ALL=scx_bpf_create_dsq
CALLED_BY_OURS="$NEEDED_BY_ALL bpf_iter_scx_dsq_new scx_bpf_dsq_nr_queued scx_bpf_error_bstr scx_bpf_exit_bstr scx_bpf_kick_cpu
scx_bpf_select_cpu_dfl scx_bpf_task_cgroup scx_bpf_test_and_clear_cpu_idle"

# From package names on standard input to "VERSION RELEASE PACKAGE" of the files that hold a kernel, oldest first.
# Up to 6.18 linux-image holds the kernel; from 6.19 on linux-binary does and linux-image is a meta package.
kernel_packages() {
    sed -n -E 's/^(linux-(image|binary)-(([0-9]+\.[0-9]+)\.[0-9]+([^ ]*)-(cloud|rt)-amd64))$/\4 \3 \1/p' |
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
    if newer_series "$OLDEST_PLAIN_SERIES" "$(series_of "$1")"; then
        printf '%s is older than %s, the oldest series that was tried\n' "$(series_of "$1")" "$OLDEST_PLAIN_SERIES"
    fi
}

# True of the versions that Debian builds without sched_ext: their own scheduler is all that they have.
is_plain() { newer_series "$OLDEST_SERIES" "$(series_of "$1")"; }

# True of releases with PREEMPT_RT. They are meant by their release alone: a series is never one.
is_real_time() { [[ $1 == *-rt-* ]]; }

# The functions that no program can call on a version, one a line: by what was read off a kernel in the cache, else by the list.
uncallable_functions() {
    local note
    for note in "${SCHEDLAB_CACHE:-}/kernels/$1"[+-]*/uncallable-functions; do
        # What a user added is another kernel than the archive's of that version.
        [ ! -e "$note" ] || [ -e "$(dirname "$note")/added" ] || { cat "$note" && return; }
    done
    sed -n "s/^${1//./\\.} //p" "$SCHEDLAB_HOME/install/uncallable-functions.txt" | tr ' ' '\n'
}

# Those of them that schedlab's own schedulers call.
lacked_by_ours() {
    local name
    for name in $(uncallable_functions "$1"); do
        [[ " ${CALLED_BY_OURS//[[:space:]]/ } " != *" $name "* ]] || printf '%s\n' "$name"
    done
}

# What is to be known of a version before one takes it; prints nothing when there is nothing.
kernel_note() {
    local lacked count
    if is_plain "$1"; then
        printf 'no sched_ext (Debian builds %s without CONFIG_SCHED_CLASS_EXT): its own scheduler only\n' "$(series_of "$1")"
        return
    fi
    lacked=$(lacked_by_ours "$1" | paste -s -d ' ')
    count=$(uncallable_functions "$1" | wc -l)
    if [[ " $lacked " == *" $NEEDED_BY_ALL "* ]]; then
        printf 'no scheduler of schedlab loads: it lacks %s\n' "$lacked"
    elif [ -n "$lacked" ]; then
        printf 'not every scheduler loads: it lacks %s\n' "$lacked"
    elif [ "$count" -gt 0 ]; then
        printf 'lacks %s functions of sched_ext, none of them called by the schedulers of schedlab\n' "$count"
    fi
}

# The usable ones among "VERSION RELEASE PACKAGE" lines.
usable_kernels() {
    local version rest
    while read -r version rest; do
        [ -n "$(refusal "$version")" ] || printf '%s %s\n' "$version" "$rest"
    done
}

# The kernel of a version or release; of a series, the one that lacks least of what schedlab's own schedulers call, the
# newest of these. usage: select_kernel WANTED < LINES
select_kernel() {
    local version release rest lacked least='' found=''
    while read -r version release rest; do
        if [ "$1" = "$release" ]; then
            found="$version $release $rest"
            break
        fi
        ! is_real_time "$release" || continue
        # 6.1.0 is the version of all of Debian's 6.1: the newest of them.
        [ "$1" != "$version" ] || found="$version $release $rest"
        [ "$1" = "$(series_of "$version")" ] || continue
        lacked=$(lacked_by_ours "$version" | paste -s -d ' ')
        # Without the function that all need, a kernel is the last choice.
        [[ " $lacked " != *" $NEEDED_BY_ALL "* ]] || lacked="$lacked $CALLED_BY_OURS"
        lacked=$(wc -w <<<"$lacked")
        if [ -z "$least" ] || [ "$lacked" -le "$least" ]; then
            least=$lacked
            found="$version $release $rest"
        fi
    done
    [ -z "$found" ] || printf '%s\n' "$found"
}

# The versions of a series among the lines, in one line.
versions_of_series() {
    local version rest
    while read -r version rest; do
        [ "$(series_of "$version")" != "$1" ] || printf '%s\n' "$version"
    done | paste -s -d ' '
}

# The series among the lines, in one line.
series_available() {
    cut -d ' ' -f 1 | cut -d . -f 1-2 | sort -u -V | paste -s -d ' '
}
