#!/usr/bin/env bash
# Measures and prints one table: the coach alone, and the whole way from a recording to its report.
. "$(dirname "$0")/common.sh"

scripts/setup.sh run
scripts/build.sh --release
say "Coach"
cargo bench --locked -p coach --bench judge -- --quiet
say "From a recording to its report"
scripts/bench-analyze.py "$(program release)" tests/fixtures/spoken-answer.wav
