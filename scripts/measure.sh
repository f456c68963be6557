#!/usr/bin/env bash
# How well filled pauses and restarts are heard, on recordings and talk that are no part of the project. `measure.sh FOLDER`
# looks for FOLDER/speech and FOLDER/disfluency; in each a score.py writes what is to be judged and scores what came of it.
. "$(dirname "$0")/common.sh"

folder=$(cd "${1:?measure.sh FOLDER}" && pwd)
scripts/build.sh --release
retake=$(program release)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# score NAME OPTION…: has everything there judged and scored.
score() {
  local name=$1 script=$folder/$1/score.py
  shift
  if [ ! -f "$script" ]; then
    echo "skipped: $name: there is none in $folder"
    return
  fi
  say "$name"
  python3 "$script" --inputs "$work/$name.in" "$@"
  "$retake" batch "$work/$name.in" >"$work/$name.out"
  python3 "$script" "$work/$name.out" "$@"
}

score speech
if [ -s "$work/speech.out" ]; then
  note "Words counted with those that were struck for a filled pause:"
  python3 "$folder/speech/score.py" "$work/speech.out" --all-words | grep 'word error'
fi
score disfluency --as-heard
