#!/usr/bin/env bash
# What must never happen, asked for as often as there is time: `make torture` takes about an hour. `make test` asks the same
# tests less often.
. "$(dirname "$0")/common.sh"

scripts/setup.sh test
npm --prefix ui run --silent build -- --logLevel warn
cargo build --locked
broken=() summary=()

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
  [ "$status" = 0 ] || broken+=("$name")
  rm -f "$log"
}

export RETAKE_KILLS=${RETAKE_KILLS:-500} RETAKE_PAYLOADS=${RETAKE_PAYLOADS:-10000} PROPTEST_CASES=${PROPTEST_CASES:-4000}
export RETAKE_TAKES=${RETAKE_TAKES:-1000} RETAKE_TAKE_MINUTES=${RETAKE_TAKE_MINUTES:-120}
long=(--test-timeout=7200000)
torment "The journal: killed, damaged, full, locked, read-only" cargo test --locked -p journal --test faults
torment "The booth: torn files, dead and stolen microphones, odd formats, a take of $RETAKE_TAKE_MINUTES minutes" \
  cargo test --locked -p booth -- --nocapture
torment "The coach: whatever words come" cargo test --locked -p coach
torment "A take: killed $RETAKE_KILLS times, a full disk, a stolen microphone" \
  scripts/window-tests.sh "${long[@]}" faults.test.mjs killed.test.mjs microphones.test.mjs
torment "$RETAKE_TAKES takes in a row, a recording of $RETAKE_TAKE_MINUTES minutes" scripts/window-tests.sh "${long[@]}" long.test.mjs
torment "The window's commands: $RETAKE_PAYLOADS odd payloads each" scripts/window-tests.sh "${long[@]}" payloads.test.mjs

say "In $((SECONDS / 60)) min $((SECONDS % 60)) s"
for line in "${summary[@]}"; do note "$line"; done
[ ${#broken[@]} = 0 ]
