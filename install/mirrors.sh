# Which Debian mirrors this machine uses, as apt itself reads its configuration: deb822 and one-line files, mirror lists, options.
# shellcheck shell=bash

# Prints the archive addresses of apt's configured sources that carry a Debian release, one a line, each once.
# Arguments are handed to apt-get.
debian_mirrors() {
    apt-get "$@" update --print-uris 2>/dev/null | archives_of_releases
}

# From the lines of `apt-get update --print-uris` to the archives that hold a Debian release of that name.
archives_of_releases() {
    sed -n "s|^'\(.*\)/dists/\([^/']*\)/InRelease' .*|\1 \2|p" |
        grep -E ' (bookworm|trixie|stable|oldstable|testing)(-updates|-backports)?$' |
        grep -v -E '^cdrom:' |
        cut -d ' ' -f 1 |
        awk '!seen[$0]++'
}
