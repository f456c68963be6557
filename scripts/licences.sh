#!/usr/bin/env bash
# Gathers the licences of everything inside into target/licences.html, which is shipped. Called by package.sh.
. "$(dirname "$0")/common.sh"

if [ ! -x .tools/bin/cargo-about ]; then
  say "Building cargo-about, which gathers the licences (about four minutes)"
  cargo install cargo-about --version '^0.8' --locked --root .tools
fi
say "Licences"
mkdir -p target
about=$(mktemp) complaints=$(mktemp)
trap 'rm -f "$about" "$complaints"' EXIT
# It complains of every old name of a licence that some crate's files still use.
.tools/bin/cargo-about generate --locked --config src-tauri/about.toml --format json --output-file "$about" \
  2>"$complaints" || { cat "$complaints" >&2; die "the licences could not be gathered"; }
node scripts/licences.mjs "$about" target/licences.html
