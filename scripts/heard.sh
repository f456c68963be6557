#!/usr/bin/env bash
# Sends some of our stories through speech and back: said by synthetic voices, heard by the recogniser, labelled as the
# words they came from. Needs flite, espeak-ng and sox. Writes models/arc/heard.jsonl, which the labeller learns from too.
. "$(dirname "$0")/common.sh"

for need in flite espeak-ng sox; do command -v "$need" >/dev/null || die "$need is needed to say the stories"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --locked --quiet
cargo build --locked --quiet -p trainer
target=${CARGO_TARGET_DIR:-target}/debug

say "Saying every twelfth story, each in another voice"
"$target/trainer" say models/arc/stories 12 >"$work/texts.tsv"
voices=(slt rms awb kal16 en-us en-gb en-us+f3 en-us+m3 en-gb-scotland)
n=0
while IFS=$'\t' read -r id text; do
  voice=${voices[$((n % ${#voices[@]}))]}
  n=$((n + 1))
  case $voice in
    en-*) espeak-ng -v "$voice" -s 150 -w "$work/$id.raw.wav" "$text" 2>/dev/null ;;
    *) flite -voice "$voice" -t "$text" -o "$work/$id.raw.wav" ;;
  esac
  sox -q -v 0.8 "$work/$id.raw.wav" -r 16000 -c 1 -b 16 "$work/$id.wav"
  rm "$work/$id.raw.wav"
  printf '{"id":"%s","wav":"%s"}\n' "$id" "$work/$id.wav" >>"$work/inputs.jsonl"
done <"$work/texts.tsv"

say "Listening to $n of them"
RETAKE_DATA=$work/data "$target/retake" batch "$work/inputs.jsonl" >"$work/reports.jsonl"
"$target/trainer" heard models/arc/stories "$work/reports.jsonl" models/arc/heard.jsonl
