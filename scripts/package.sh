#!/bin/sh
# Makes a Debian package, and a tarball with the same files and LICENSE for other systems, from a built binary; the same
# commit and binary give the same bytes. VERSION and SOURCE_DATE_EPOCH may be given.
# usage: scripts/package.sh [BINARY [DIRECTORY]]
set -eu
cd "$(dirname "$0")/.."
binary=${1:-.build/release/blockwatch}
directory=${2:-.build/package}
version=${VERSION:-$(sed -n 's/.*text = "\(.*\)"/\1/p' Sources/Records/Version.swift)}
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}"
export LC_ALL=C TZ=UTC
umask 022

source=$directory/source
root=$source/root
rm -rf "$source" "$directory"/blockwatch[-_]*
mkdir -p "$source" "$root"/usr/share/bash-completion/completions "$root"/usr/share/zsh/vendor-completions \
    "$root"/usr/share/fish/vendor_completions.d

install -D "$binary" "$root/usr/bin/blockwatch"
install -D -m 644 -t "$root/etc/blockwatch" etc/blockwatch.yaml
install -D -m 644 -t "$root/usr/share/blockwatch" etc/blockwatch.safetensors etc/templates.csv \
    etc/alert.schema.json
install -D -m 644 -t "$root/usr/lib/systemd/catalog" deploy/blockwatch.catalog
# A file that is sourced has no interpreter.
"$binary" --generate-completion-script bash | sed '1{/^#!/d}' >"$root/usr/share/bash-completion/completions/blockwatch"
"$binary" --generate-completion-script zsh >"$root/usr/share/zsh/vendor-completions/_blockwatch"
"$binary" --generate-completion-script fish >"$root/usr/share/fish/vendor_completions.d/blockwatch.fish"

cp -R deploy/debian "$source/debian"
cp deploy/blockwatch.service deploy/blockwatch.sysusers deploy/blockwatch.tmpfiles deploy/blockwatch.logrotate \
    "$source/debian"
cp -R README.md CHANGELOG.md docs "$source"
scripts/man.py "$binary" "$source/man"
echo 'man/*' >"$source/debian/blockwatch.manpages"
cp deploy/blockwatch.rules.yml deploy/blockwatch.dashboard.json "$source"
echo 'blockwatch.*' >"$source/debian/blockwatch.examples"
printf '%s\n' README.md docs/*.md third-party.txt >"$source/debian/blockwatch.docs"
# What is linked statically asks for its notices to come along: the packages' (their sources lie above the binary), the
# Swift runtime's and Foundation's, and those of what both have in them.
sources=$(cd "$(dirname "$binary")" && pwd)
until [ -d "$sources/checkouts" ]; do
    if [ "$sources" = / ]; then echo "$0: no checkouts above $binary: build it with swift build" >&2 && exit 66; fi
    sources=$(dirname "$sources")
done
command -v swift >/dev/null || { echo "$0: swift is not on PATH: its licence has to come along" >&2 && exit 66; }
toolchain=$(swift -print-target-info | sed -n 's,.*"runtimeResourcePath": "\(.*\)/lib/swift".*,\1,p')
{
    for notice in "$sources"/checkouts/*/LICENSE* "$sources"/checkouts/*/NOTICE*; do
        if [ -f "$notice" ]; then printf '== %s\n\n' "$(basename "$(dirname "$notice")")" && cat "$notice" && echo; fi
    done
    printf "== Swift's runtime and Foundation\n\n" && cat "$toolchain/share/swift/LICENSE.txt" && echo
    cat deploy/third-party.txt
} >"$source/third-party.txt"
cat >"$source/debian/changelog" <<EOF
blockwatch ($version-1) stable; urgency=medium

  * What is new in $version stands in changelog.gz (CHANGELOG.md).

 -- $(sed -n 's/^Maintainer: //p' deploy/debian/control)  $(date -R -d "@$SOURCE_DATE_EPOCH")
EOF

(cd "$source" && debian/rules binary)
architecture=$(dpkg --print-architecture)
# Debian has the licence elsewhere (debian/copyright); other systems have not.
install -m 644 LICENSE "$source/debian/blockwatch/usr/share/doc/blockwatch"
# Files alone, and none in /lib: a tarball must not make a directory of what is a link there.
(cd "$source/debian/blockwatch" && find . -path ./DEBIAN -prune -o ! -type d -print | sort) |
    tar -C "$source/debian/blockwatch" -c -z -f "$directory/blockwatch-$version-$architecture.tar.gz" -T - \
        --transform 's,^\./lib/,./usr/lib/,' --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH"
rm -rf "$source"
ls -l "$directory"
