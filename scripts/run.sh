#!/usr/bin/env bash
# Sets up, builds and opens the app.
. "$(dirname "$0")/common.sh"

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  die "there is no display to open a window on; 'make demo' shows a report in the terminal"
fi
scripts/setup.sh run
scripts/build.sh
exec "$(program debug)"
