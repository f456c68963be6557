#!/usr/bin/env bash
# Builds the .deb: the program, libvosk and the English model in a private folder, icons, desktop entry,
# what software centres read, and the licences of everything inside.
. "$(dirname "$0")/common.sh"

scripts/setup.sh run
scripts/licences.sh
say "Packaging"
npm --prefix ui run --silent build -- --logLevel warn
ui/node_modules/.bin/tauri build --bundles deb -- --locked
find "${CARGO_TARGET_DIR:-target}/release/bundle/deb" -name '*.deb' -exec ls -lh {} +
