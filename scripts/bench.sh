#!/usr/bin/env bash
# Measures: the coach alone, the journal with 10,000 takes, the window over them, then the booth against plain libvosk.
# `bench.sh 2` listens for 2 minutes under load instead of 10.
. "$(dirname "$0")/common.sh"

scripts/setup.sh test
scripts/build.sh --release
cargo build --locked --release -p booth --example plain
if [ ! -x .tools/vosk/bin/vosk-transcriber ]; then
  say "Installing Vosk's own transcriber, to compare with"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv ffmpeg >/dev/null
  python3 -m venv .tools/vosk
  .tools/vosk/bin/pip install --quiet vosk==0.3.45
fi
export VOSK_TRANSCRIBER=$ROOT/.tools/vosk/bin/vosk-transcriber
say "Coach"
cargo bench --locked -p coach --bench judge -- --quiet
say "Journal"
cargo bench --locked -p journal --bench journal
say "Window"
node scripts/bench-window.mjs "$(program release)"
say "Booth"
node scripts/bench-booth.mjs "$(program release)" "$(dirname "$(program release)")/examples/plain" "${1:-10}"
