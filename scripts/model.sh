#!/usr/bin/env bash
# Fits what the coach has learnt from our stories, and says how well it does on stories left out. With 'check' it fits
# everything anew and compares it, byte for byte, with what is there.
. "$(dirname "$0")/common.sh"

trainer() { cargo run --locked --quiet -p trainer -- "$@"; }

fit() { # fit FOLDER: every model's weights into a folder of its name; prints how they do on stories left out
  trainer restarts models/arc/stories "$1/restarts/weights.bin"
  trainer arc models/arc/stories "$1/arc/weights.bin"
  trainer weakest models/arc/stories "$1/arc/weakest.txt"
  trainer cross models/arc/stories "$1/traps/weights.txt"
}

if [ "${1:-}" = check ]; then
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  mkdir "$fresh/restarts" "$fresh/arc" "$fresh/traps"
  fit "$fresh"
  for weights in restarts/weights.bin arc/weights.bin arc/weakest.txt traps/weights.txt; do
    cmp "$fresh/$weights" "models/$weights" || die "$weights is not what 'make model' gives"
  done
  say "The weights are what the stories give"
else
  say "Fitting, and scores on stories left out"
  fit models
fi
