#!/usr/bin/env bash
# Fits how filled pauses sound. Needs recordings with marked ones: a folder with wav/ (16 kHz mono), fillers.json
# ({"fillers":{id:[{"start","end"}]},"dont_care":{id:[[from,to]]},"fluent":[id]}), and espeak-ng, flite and sox.
# It mixes them into the fluent recordings, breaths too, and draws short words out, which are none.
# `fillers.sh FOLDER` writes models/fillers/weights.txt and prints scores with each speaker left out.
. "$(dirname "$0")/common.sh"

speech=${1:?fillers.sh FOLDER}
for need in espeak-ng flite sox; do command -v "$need" >/dev/null || die "$need is needed to say filled pauses"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/said" "$work/mixed"

say "Saying filled pauses in many voices"
# Only the sound itself: what is silent at its ends is cut away.
trimmed() { sox -q "$1" -r 16000 -c 1 -b 16 "$2" silence 1 0.01 1% reverse silence 1 0.01 1% reverse; }
for voice in en-us en-us+f1 en-us+f2 en-us+f3 en-us+f4 en-us+m1 en-us+m3 en-us+m5 en-us+m7 en-gb en-gb+f5 en-gb-scotland; do
  for sound in "[[V:]]" "[[V:m]]" "[[3:]]" "[[@:]]" "[[@:m]]" "[[m:]]"; do
    for speed in 90 160; do
      file=$work/said/espeak-$voice-$(printf %s "$sound$speed" | cksum | cut -d' ' -f1)
      espeak-ng -v "$voice" -s "$speed" -w "$file.raw.wav" "$sound" 2>/dev/null
      trimmed "$file.raw.wav" "$file.wav"
      rm "$file.raw.wav"
    done
  done
done
for voice in slt rms awb kal16; do
  for sound in um uh er; do
    for stretch in 1.3 2.2 3; do
      file=$work/said/flite-$voice-$sound-$stretch
      flite -voice "$voice" --setf duration_stretch="$stretch" -t "$sound" -o "$file.raw.wav"
      trimmed "$file.raw.wav" "$file.wav"
      rm "$file.raw.wav"
    done
  done
done
# A few come out empty, or as a whole word.
for file in "$work"/said/*.wav; do
  sox --i -D "$file" | awk '{ exit !($1 < 0.12 || $1 > 1.2) }' && rm "$file"
done
note "$(find "$work/said" -name '*.wav' | wc -l) of them"

say "Listening to the recordings, then to mixtures"
cargo build --locked --quiet --release -p booth --example sounds
cargo build --locked --quiet --release -p trainer
target=${CARGO_TARGET_DIR:-target}/release
"$target/examples/sounds" models/speech/en-us "$speech"/wav/*.wav >"$work/heard.jsonl" 2>/dev/null
"$target/trainer" mix "$speech" "$work/said" "$work/heard.jsonl" "$work/mixed"
"$target/examples/sounds" models/speech/en-us "$work"/mixed/*.wav >"$work/mixed.jsonl" 2>/dev/null

say "Fitting"
"$target/trainer" fillers "$speech" "$work/heard.jsonl" "$work/mixed.jsonl" "$work/mixed/marks.json" models/fillers/weights.txt
