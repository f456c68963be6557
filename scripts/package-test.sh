#!/usr/bin/env bash
# Installs the package where there is nothing but Debian and what the package asks for, and has an ordinary user, whose home
# is not in ASCII, record a take with it. Root alone can do this. The package is built first.
. "$(dirname "$0")/common.sh"
[ "$(id -u)" = 0 ] || die "this needs root: it installs the package in a root of its own"

if [ "${1:-}" != mounted ]; then
  scripts/setup.sh test
  wanted=(mmdebstrap appstream desktop-file-utils)
  dpkg-query -W "${wanted[@]}" >/dev/null 2>&1 || {
    say "Installing what makes a clean root"
    env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
  }
  scripts/package.sh
  # What is mounted below goes with the namespace.
  exec unshare --mount --fork scripts/package-test.sh mounted
fi

deb=$(find "${CARGO_TARGET_DIR:-$ROOT/target}/release/bundle/deb" -name '*.deb' -printf '%T@ %p\n' | sort -n | tail -n1 | cut -d' ' -f2-)
root=$(mktemp -d /var/tmp/retake-root-XXXXXX)
trap 'umount -R "$root"/* 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

say "What is in the package"
dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root"
for file in usr/bin/retake usr/lib/retake/libvosk.so usr/lib/retake/en-us/am/final.mdl usr/share/applications/Retake.desktop \
  usr/share/metainfo/org.retake.desktop.metainfo.xml usr/share/doc/retake/copyright usr/share/doc/retake/licences.html \
  usr/share/icons/hicolor/128x128/apps/retake.png; do
  [ -s "$root/$file" ] || die "the package has no /$file"
done
appstreamcli validate --no-net "$root/usr/share/metainfo/org.retake.desktop.metainfo.xml"
desktop-file-validate "$root/usr/share/applications/Retake.desktop"
readelf -d "$root/usr/bin/retake" | grep -q '\$ORIGIN/../lib/retake' || die "the program does not look into its private folder"
rm -rf "${root:?}"/usr

say "A clean Debian"
. /etc/os-release
mmdebstrap --quiet --variant=apt --include=ca-certificates "$VERSION_CODENAME" "$root"
# Asked through the same mirrors as here.
rm -rf "$root"/etc/apt/sources.list*
cp -r /etc/apt/. "$root/etc/apt/"
cp "$deb" "$root/retake.deb"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
chroot "$root" apt-get update -qq
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /retake.deb >/dev/null
chroot "$root" useradd --create-home --home-dir '/home/Jürgen Żółć' --uid 4242 founder
mount --bind /tmp "$root/tmp"

say "A stranger's first take"
node tests/window/installed.mjs "$root"

say "Taken off again"
# What is the user's: every file of theirs but the program's own.
theirs() { (cd "$root/home" && find . -type f \( -name journal.db -o -path '*/recordings/*.wav' \) -exec sha256sum {} + | sort); }
before=$(theirs)
grep -q journal.db <<<"$before" && grep -q '\.wav$' <<<"$before" || die "there is no journal or no recording to be kept"
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq retake >/dev/null
[ ! -e "$root/usr/bin/retake" ] && [ ! -e "$root/usr/lib/retake" ] || die "something of the program stays"
[ "$(theirs)" = "$before" ] || die "the journal or a recording went with the program, or changed"
note "the journal and the recordings stay"
