#!/usr/bin/env bash
# Speaks tests/fixtures/*.txt into the WAVs beside them: one line after the other, with a breath between.
# Only needed when a text changes. Needs festival with festvox-us-slt-hts, and sox; neither is needed for anything else.
. "$(dirname "$0")/common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for text in tests/fixtures/*.txt; do
  pieces=()
  number=0
  while IFS= read -r line; do
    number=$((number + 1))
    printf '%s\n' "$line" >"$work/line.txt"
    text2wave -eval '(voice_cmu_us_slt_arctic_hts)' -o "$work/line.wav" "$work/line.txt"
    # A second to think before the first line, six tenths before the others.
    lead=$([ "$number" = 1 ] && echo 1.0 || echo 0.6)
    sox "$work/line.wav" -r 16000 -b 16 "$work/$number.wav" tempo -s 0.9 pad "$lead"
    pieces+=("$work/$number.wav")
  done <"$text"
  # A room is never silent: noise at about -75 dBFS, the same in every run.
  sox "${pieces[@]}" "$work/spoken.wav" pad 0 0.5
  sox -R -n -r 16000 -b 16 -c 1 "$work/room.wav" synth "$(soxi -D "$work/spoken.wav")" whitenoise vol 0.0003
  sox -R -m -v 0.9 "$work/spoken.wav" -v 1 "$work/room.wav" -b 16 "${text%.txt}.wav"
  note "${text%.txt}.wav: $(soxi -D "${text%.txt}.wav") s"
done
