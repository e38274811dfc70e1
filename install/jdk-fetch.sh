# A JDK 25 from Debian's next release, for a Debian that has none. It wants a newer C library than this Debian's, so the libraries it
# needs come with it, and its programs are told to use them. Nothing outside schedlab's cache changes.
# shellcheck shell=bash

# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"
# shellcheck source=install/private-apt.sh
. "$SCHEDLAB_HOME/install/private-apt.sh"
# shellcheck source=install/mirrors.sh
. "$SCHEDLAB_HOME/install/mirrors.sh"

JDK_SUITE=trixie
JDK_PACKAGES=(openjdk-25-jre-headless openjdk-25-jdk-headless)
# The C and C++ libraries, and what the drawing of text and pictures loads.
JDK_LIBRARIES=(libc6 libstdc++6 libgcc-s1 zlib1g libfreetype6 libpng16-16t64 libbrotli1 libbz2-1.0 libfontconfig1
    libexpat1 liblcms2-2 libjpeg62-turbo libharfbuzz0b libglib2.0-0t64 libpcre2-8-0 libgraphite2-3)

fetch_jdk() {
    local work target=$SCHEDLAB_CACHE/jdk-25 package
    need_packages "${JDK_TOOL_PACKAGES[@]}"
    refresh_private_apt "$JDK_SUITE"
    work=$(mktemp -d "$(cache_folder .)/.jdk-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    step "fetching OpenJDK 25 from Debian $JDK_SUITE (about 170 MB, once)"
    download_packages "$JDK_SUITE" "$work/packages" "${JDK_PACKAGES[@]}" "${JDK_LIBRARIES[@]}"
    for package in "$work"/packages/*.deb; do
        dpkg-deb -x "$package" "$work/files"
    done
    step "fitting OpenJDK 25 to this machine"
    assemble_jdk "$work/files" "$work/jdk"
    fit_programs "$work/jdk" "$target"
    rm -rf "$target"
    mv "$work/jdk" "$target"
    prove_jdk "$target"
    show_jdk_to_maven "$target"
    rm -rf "$work"
    trap - EXIT
}

# One self-contained folder: the JDK, its configuration in place of links to /etc, and the libraries in lib/debian.
assemble_jdk() {
    local files=$1 jdk=$2 link target
    mv "$files/usr/lib/jvm/java-25-openjdk-amd64" "$jdk"
    mkdir "$jdk/lib/debian"
    find "$files/usr/lib/x86_64-linux-gnu" -maxdepth 1 -name '*.so*' -exec cp -P -t "$jdk/lib/debian" {} +
    find "$jdk" -type l -lname '/etc/java-25-openjdk/*' | while read -r link; do
        target=$files$(readlink "$link")
        rm "$link"
        [ ! -e "$target" ] || cp "$target" "$link"
    done
    rm -f "$jdk/lib/src.zip" "$jdk/docs"
}

# Programs get the loader of the newer C library; programs and libraries look for libraries beside it first.
# usage: fit_programs FOLDER FOLDER-IT-WILL-BE-IN
fit_programs() {
    local jdk=$1 loader=$2/lib/debian/ld-linux-x86-64.so.2 file search
    while read -r file; do
        case $file in
        "$jdk"/bin/*) search="\$ORIGIN/../lib:\$ORIGIN/../lib/debian" ;;
        "$jdk"/lib/server/*) search="\$ORIGIN:\$ORIGIN/..:\$ORIGIN/../debian" ;;
        *) search="\$ORIGIN:\$ORIGIN/server:\$ORIGIN/debian" ;;
        esac
        patchelf --force-rpath --set-rpath "$search" "$file"
        case $file in
        *.so) ;;
        *) patchelf --set-interpreter "$loader" "$file" ;;
        esac
    done < <(find "$jdk/bin" "$jdk/lib" -path "$jdk/lib/debian" -prune -o -type f \
        \( -path '*/bin/*' -o -name '*.so' -o -name jspawnhelper -o -name jexec \) -print)
}

# A JDK that cannot start, compile, draw or start a process is no JDK: it does not stay.
prove_jdk() {
    local jdk=$1 picture
    picture=$(mktemp "$(cache_folder log)/jdk-XXXXXX.png")
    if ! "$jdk/bin/java" -Xshare:dump >"$SCHEDLAB_CACHE/log/jdk.log" 2>&1 ||
        ! "$jdk/bin/java" "$SCHEDLAB_HOME/install/ProveJdk.java" "$picture" >>"$SCHEDLAB_CACHE/log/jdk.log" 2>&1; then
        rm -rf "$jdk"
        tail -n 15 "$SCHEDLAB_CACHE/log/jdk.log" >&2
        fail "use Debian $JDK_SUITE's OpenJDK 25 on this machine" "the lines above" \
            "install a JDK 25 yourself and set JAVA_HOME to it"
    fi
    rm -f "$picture"
}

# One of the places where Maven's toolchain selection looks, so that plain `mvn verify` finds the JDK too.
show_jdk_to_maven() {
    mkdir -p "$HOME/.m2/jdks"
    ln -sfn "$1" "$HOME/.m2/jdks/schedlab-25"
}
