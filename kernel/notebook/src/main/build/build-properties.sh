# Writes which build this is: build-properties.sh VERSION FOLDER. A file that says the same is left as it is.
set -eu

here=$(dirname "$0")
commit=$(git -C "$here" rev-parse --short=10 HEAD 2>/dev/null || true)
if [ -n "$commit" ] && [ -n "$(git -C "$here" status --porcelain --untracked-files=no 2>/dev/null)" ]; then
    commit=$commit.changed
fi
text=$(printf 'version=%s\ncommit=%s' "$1" "$commit")
file=$2/build.properties
mkdir -p "$2"
[ -r "$file" ] && [ "$(cat "$file")" = "$text" ] || printf '%s\n' "$text" >"$file"
