#!/usr/bin/env bash
# Analyses a spoken example: the whole way from sound to report, in the terminal.
. "$(dirname "$0")/common.sh"

scripts/setup.sh run
scripts/build.sh
say "retake analyze tests/fixtures/spoken-answer.wav"
exec "$(program debug)" analyze tests/fixtures/spoken-answer.wav
