#!/usr/bin/env bash
# Runs the window's tests, all of them where there is no network but the loopback that drives the window.
# `window-tests.sh FILE…` runs these. Called by test.sh.
. "$(dirname "$0")/common.sh"
cd tests/window

alone=(unshare --net --mount)
[ "$(id -u)" = 0 ] || alone=(unshare --map-root-user --net --mount)
if "${alone[@]}" true 2>/dev/null; then
  exec "${alone[@]}" sh -c 'ip link set lo up && exec npm run --silent test -- "$@"' sh "$@"
fi
echo "skipped: the window without a network: this machine gives nobody a network of their own"
exec npm run --silent test -- "$@"
