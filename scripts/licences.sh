#!/usr/bin/env bash
# Gathers the licences of everything inside into target/licences.html, which is shipped. Called by package.sh.
. "$(dirname "$0")/common.sh"

if [ ! -x .tools/bin/cargo-about ]; then
  say "Building cargo-about, which gathers the licences (about four minutes)"
  cargo install cargo-about --version '^0.8' --locked --root .tools
fi
say "Licences"
mkdir -p target
about=$(mktemp)
trap 'rm -f "$about"' EXIT
.tools/bin/cargo-about generate --locked --config src-tauri/about.toml --format json --output-file "$about"
node scripts/licences.mjs "$about" target/licences.html
