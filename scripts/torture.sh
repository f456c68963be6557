#!/usr/bin/env bash
# What must never happen, in one run: `make torture` takes more than an hour. Kills, payloads, made-up words and takes in a row
# come far more often than in `make test`; what is one fault and no dice (a full disk, a decimal comma) comes once in both.
. "$(dirname "$0")/common.sh"

scripts/setup.sh test
npm --prefix ui run --silent build -- --logLevel warn
cargo build --locked
broken=() summary=() passed=0 failed=0

# torment NAME COMMAND…: runs it, and keeps what it counted.
torment() {
  local name=$1 log status=0
  shift
  log=$(mktemp)
  say "$name"
  "$@" 2>&1 | tee "$log" || status=$?
  summary+=("$name: $([ "$status" = 0 ] && echo survived || echo LOST)")
  while IFS= read -r line; do summary+=("  $line"); done < <(
    sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ {3}([0-9]+ |seed)|^test result: .* [1-9][0-9]* passed|^ℹ (pass|fail) |^ℹ skipped [1-9]|^skipped: ' || true
  )
  # The closing lines of cargo test and of node's runner.
  closing() { sed -E 's/\x1b\[[0-9;]*m//g' "$log" | sed -nE "s/^test result: .* ([0-9]+) $1ed.*/\1/p; s/^ℹ $1 ([0-9]+)$/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }
  passed=$((passed + $(closing pass))) failed=$((failed + $(closing fail)))
  [ "$status" = 0 ] || broken+=("$name")
  rm -f "$log"
}

export RETAKE_KILLS=${RETAKE_KILLS:-500} RETAKE_PAYLOADS=${RETAKE_PAYLOADS:-10000} PROPTEST_CASES=${PROPTEST_CASES:-4000}
export RETAKE_TAKES=${RETAKE_TAKES:-1000} RETAKE_TAKE_MINUTES=${RETAKE_TAKE_MINUTES:-120}
long=(--test-timeout=7200000)
torment "The journal: killed, damaged, full, locked, read-only, newer" cargo test --locked -p journal -- --nocapture
torment "The booth: torn files, dead and stolen microphones, odd formats, a take of $RETAKE_TAKE_MINUTES minutes" \
  cargo test --locked -p booth -- --nocapture
torment "The coach: whatever words come" cargo test --locked -p coach
torment "The command line: bad input, cut-off models, silence and noise, damaged journals and their copies" \
  cargo test --locked --test app
torment "A take: killed $RETAKE_KILLS times, a full disk, a stolen microphone, no network, a damaged journal" \
  scripts/window-tests.sh "${long[@]}" faults.test.mjs killed.test.mjs microphones.test.mjs offline.test.mjs journal.test.mjs
torment "$RETAKE_TAKES takes in a row, a recording of $RETAKE_TAKE_MINUTES minutes" scripts/window-tests.sh "${long[@]}" long.test.mjs
torment "The window's commands: $RETAKE_PAYLOADS odd payloads each" scripts/window-tests.sh "${long[@]}" payloads.test.mjs

say "In $((SECONDS / 60)) min $((SECONDS % 60)) s"
for line in "${summary[@]}"; do note "$line"; done
note "$((passed + failed)) tests tried, $passed survived, $failed lost"
[ ${#broken[@]} = 0 ] && [ "$failed" = 0 ]
