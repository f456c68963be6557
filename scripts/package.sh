#!/usr/bin/env bash
# Builds the .deb: the program, libvosk and the English model in a private folder, icons, desktop entry,
# what software centres read, and the licences of everything inside.
. "$(dirname "$0")/common.sh"

scripts/setup.sh run
scripts/licences.sh
say "Packaging"
npm --prefix ui run --silent build -- --logLevel warn
ui/node_modules/.bin/tauri build --bundles deb -- --locked
# The package says which libc6 it needs; a newer one on the machine that builds could be needed by what is built.
declared=$(sed -n 's/.*libc6 (>= \([0-9.]*\)).*/\1/p' tauri.conf.json)
needed=$(objdump -T "$(program release)" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n1)
at_least "$declared" "${needed#GLIBC_}" || die "what was built needs libc6 ${needed#GLIBC_}; tauri.conf.json asks for $declared"
find "${CARGO_TARGET_DIR:-target}/release/bundle/deb" -name '*.deb' -exec ls -lh {} +
