# apt beside the system's own: another Debian suite, its lists and downloads in schedlab's cache, nothing installed.
# Signatures are checked with Debian's archive keyring; the machine's other apt settings (proxies, certificates) stay in force.
# shellcheck shell=bash

DEBIAN_KEYRINGS=(/usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp)

MACHINE_SUITE=machine

debian_keyring() {
    local keyring
    for keyring in "${DEBIAN_KEYRINGS[@]}"; do
        [ ! -r "$keyring" ] || { printf '%s\n' "$keyring" && return; }
    done
    return 1
}

# usage: private_apt SUITE apt-get|apt-cache ARGUMENT...
private_apt() {
    local suite=$1 tool=$2
    shift 2
    "$tool" -c "$(cache_folder "apt/$suite")/apt.conf" "$@"
}

# What keeps an apt to a folder of its own. usage: apt_of_its_own FOLDER
apt_of_its_own() {
    cat <<END
Dir::State "$1";
Dir::State::Lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1";
Dir::Cache::archives "$1/archives";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
Acquire::Retries "3";
END
}

# Writes the configuration of one suite for one mirror. usage: write_private_apt SUITE MIRROR
write_private_apt() {
    local suite=$1 mirror=$2 folder
    folder=$(cache_folder "apt/$suite")
    mkdir -p "$folder/lists/partial" "$folder/archives/partial"
    : >"$folder/status"
    cat >"$folder/debian.sources" <<END
Types: deb
URIs: $mirror
Suites: $suite
Components: main
Signed-By: $(debian_keyring)
END
    cat >"$folder/apt.conf" <<END
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::sourcelist "$folder/debian.sources";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
$(apt_of_its_own "$folder")
END
}

# The suite of this name is every source that the machine's own package configuration names, snapshots too, read into lists
# of schedlab's. usage: write_machine_apt
write_machine_apt() {
    local folder
    folder=$(cache_folder "apt/$MACHINE_SUITE")
    mkdir -p "$folder/lists/partial" "$folder/archives/partial"
    : >"$folder/status"
    cat >"$folder/apt.conf" <<END
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
$(apt_of_its_own "$folder")
END
}

# Makes the lists of the machine's own sources fresh. What one of them does not give is left out, and said.
refresh_machine_apt() {
    local folder log
    folder=$(cache_folder "apt/$MACHINE_SUITE")
    [ -z "$(find "$folder/fresh" -mmin -1440 2>/dev/null)" ] || return 0
    log=$(cache_folder log)/apt-$MACHINE_SUITE.log
    step "reading the package lists of this machine's own sources"
    write_machine_apt
    private_apt "$MACHINE_SUITE" apt-get -q -o APT::Update::Error-Mode=any update >"$log" 2>&1 </dev/null ||
        step "not all of this machine's sources could be read (log: $log); kernels of the others are found"
    touch "$folder/fresh"
}

# Makes the package lists of a suite fresh (at most a day old), from the first of the machine's mirrors that has the suite.
# usage: refresh_private_apt SUITE
refresh_private_apt() {
    local suite=$1 folder mirrors log
    folder=$(cache_folder "apt/$suite")
    if [ -n "$(find "$folder/fresh" -mmin -1440 2>/dev/null)" ]; then
        return
    fi
    debian_keyring >/dev/null || fail "read Debian's $suite packages" "Debian's archive keys are not here" \
        "apt-get install debian-archive-keyring"
    log=$(cache_folder log)/apt-$suite.log
    step "reading the package lists of Debian $suite"
    mapfile -t mirrors < <(debian_mirrors)
    [ ${#mirrors[@]} -gt 0 ] || fail "find a Debian mirror in this machine's apt configuration" "no source of a Debian release" \
        "add one to /etc/apt/sources.list or /etc/apt/sources.list.d"
    if read_lists "$suite" "$log" "${mirrors[@]}"; then
        touch "$folder/fresh"
        return
    fi
    tail -n 8 "$log" >&2
    fail "read the packages of Debian $suite" "none of this machine's mirrors gave them: ${mirrors[*]} (log: $log)" \
        "$(lists_remedy "$log")"
}

# Reads a suite's lists from the first mirror that gives them. usage: read_lists SUITE LOG MIRROR...
read_lists() {
    local suite=$1 log=$2 mirror
    shift 2
    : >"$log"
    for mirror in "$@"; do
        write_private_apt "$suite" "$mirror"
        if private_apt "$suite" apt-get -q -o APT::Update::Error-Mode=any update >>"$log" 2>&1 </dev/null; then
            return
        fi
    done
    return 1
}

# What to do about lists that could not be read.
lists_remedy() {
    if grep -q NO_PUBKEY "$1"; then
        printf 'Debian has newer keys: apt-get update && apt-get install --only-upgrade debian-archive-keyring\n'
    else
        printf 'check the network and the apt configuration\n'
    fi
}

# Downloads packages of a suite into a folder. usage: download_packages SUITE FOLDER PACKAGE...
download_packages() {
    local suite=$1 folder=$2
    shift 2
    mkdir -p "$folder"
    (cd "$folder" && quietly "download-$suite.log" "check the network, then run the same command again" \
        private_apt "$suite" apt-get -q download "$@")
}
