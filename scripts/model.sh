#!/usr/bin/env bash
# Fits what the coach has learnt from our stories, and says how well it does on stories left out. With 'check' it fits
# everything anew and compares it, byte for byte, with what is there.
. "$(dirname "$0")/common.sh"

trainer() { cargo run --locked --quiet -p trainer -- "$@"; }

if [ "${1:-}" = check ]; then
  fresh=$(mktemp)
  trap 'rm -f "$fresh"' EXIT
  trainer restarts models/arc/stories "$fresh"
  cmp "$fresh" models/restarts/weights.bin || die "the restarts' weights are not what 'make model' gives"
  say "The weights are what the stories give"
else
  say "Restarts"
  trainer restarts models/arc/stories models/restarts/weights.bin
  trainer cross models/arc/stories
fi
