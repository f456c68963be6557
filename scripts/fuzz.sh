#!/usr/bin/env bash
# Fuzzes what is read from files, each kind for so many seconds: fuzz.sh [SECONDS] [KIND…]. What is found is kept in
# tests/fuzz/artifacts, what leads to new paths in tests/fuzz/corpus; each begins with tests/fuzz/seeds.
. "$(dirname "$0")/common.sh"
seconds=${1:-600}
shift || true
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(recording words document sounds heard weights)

scripts/setup.sh run
if [ ! -x .tools/bin/cargo-fuzz ]; then
  say "Building cargo-fuzz (about a minute)"
  cargo install cargo-fuzz --locked --root .tools
fi
export LD_LIBRARY_PATH=$ROOT/models/speech/lib RUSTC_BOOTSTRAP=1
for kind in "${kinds[@]}"; do
  say "$kind, $seconds s"
  mkdir -p "tests/fuzz/corpus/$kind"
  .tools/bin/cargo-fuzz build --fuzz-dir tests/fuzz --sanitizer none "$kind"
  log=$(mktemp) status=0
  .tools/bin/cargo-fuzz run --fuzz-dir tests/fuzz --sanitizer none "$kind" "tests/fuzz/corpus/$kind" "tests/fuzz/seeds/$kind" -- \
    -max_total_time="$seconds" -rss_limit_mb=4096 -print_final_stats=1 >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    tail -n 40 "$log"
    die "found something: tests/fuzz/artifacts/$kind"
  fi
  grep -E '^Done|peak_rss' "$log"
  rm -f "$log"
done
