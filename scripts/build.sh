#!/usr/bin/env bash
# Builds the UI and the program with it inside; `build.sh --release` builds the one to measure and to ship.
. "$(dirname "$0")/common.sh"

say "Building"
npm --prefix ui run --silent build -- --logLevel warn
cargo build --locked "$@"
