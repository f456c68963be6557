#!/usr/bin/env bash
# Sets up, then runs every test and lint. A failing step does not stop the others; totals and the verdict at the end.
. "$(dirname "$0")/common.sh"

scripts/setup.sh test
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 broken=()

# step NAME COMMAND…: runs it and adds up the tests it reports.
step() {
  local name=$1 began=$SECONDS status=0
  shift
  say "$name"
  "$@" 2>&1 | tee "$log" || status=$?
  count "$log"
  if [ "$status" != 0 ]; then broken+=("$name"); fi
  note "$name: $([ "$status" = 0 ] && echo fine || echo FAILED), $((SECONDS - began)) s"
}

# Closing lines of cargo test, vitest and node's runner, without their colours.
count() {
  local plain
  plain=$(sed 's/\x1b\[[0-9;]*m//g' "$1")
  add() { sed -nE "$1" <<<"$plain" | awk '{ n += $1 } END { print n + 0 }'; }
  passed=$((passed + $(add 's/^test result: .* ([0-9]+) passed.*/\1/p; s/^ *Tests .*[^0-9]([0-9]+) passed.*/\1/p; s/^ℹ pass ([0-9]+)$/\1/p')))
  failed=$((failed + $(add 's/^test result: .* ([0-9]+) failed.*/\1/p; s/^ *Tests .*[^0-9]([0-9]+) failed.*/\1/p; s/^ℹ fail ([0-9]+)$/\1/p')))
  # A test that finds it cannot run says so in a line of its own, and passes.
  skipped=$((skipped + $(grep -c '^skipped: ' <<<"$plain") + $(add 's/^test result: .* ([0-9]+) ignored.*/\1/p; s/^ *Tests .*[^0-9]([0-9]+) skipped.*/\1/p; s/^ℹ skipped ([0-9]+)$/\1/p')))
}

export RUSTDOCFLAGS="-D warnings"
step "UI: build" npm --prefix ui run --silent build -- --logLevel warn
step "UI: formatting" npm --prefix ui run --silent format
step "UI: types" npm --prefix ui run --silent check
step "UI: unit tests" npm --prefix ui run --silent test
step "Rust: formatting" cargo fmt --all --check
step "Rust: lints" cargo clippy --locked --workspace --all-targets -- -D warnings
step "Rust: documentation" cargo doc --locked --workspace --no-deps --document-private-items --quiet
step "Rust: tests, and the bindings" cargo test --locked --workspace
step "The program" cargo build --locked
step "The window, with no network" scripts/window-tests.sh
step "Bytes that nobody meant, for two minutes" scripts/fuzz.sh 20

say "In $((SECONDS / 60)) min $((SECONDS % 60)) s"
for name in "${broken[@]}"; do note "failed: $name"; done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ ${#broken[@]} = 0 ] && [ "$failed" = 0 ]
