#!/usr/bin/env bash
# Licences and sources of all dependencies. Apart from `make test`, because building cargo-deny takes minutes.
. "$(dirname "$0")/common.sh"

if [ ! -x .tools/bin/cargo-deny ]; then
  say "Building cargo-deny (several minutes, once)"
  cargo install cargo-deny --locked --root .tools
fi
.tools/bin/cargo-deny check bans licenses sources
