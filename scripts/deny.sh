#!/usr/bin/env bash
# Licences, sources and versions of all dependencies, and whether each is used. Apart from `make test`, because building the
# tools takes minutes.
. "$(dirname "$0")/common.sh"

for tool in cargo-deny cargo-machete; do
  [ -x ".tools/bin/$tool" ] && continue
  say "Building $tool (minutes, once)"
  cargo install "$tool" --locked --root .tools
done
.tools/bin/cargo-deny check bans licenses sources
.tools/bin/cargo-machete .
scripts/setup.sh run
cd ui
npx --yes knip@6.44.2 --include files,dependencies,unlisted,unresolved,exports,duplicates
