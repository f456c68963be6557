#!/usr/bin/env bash
# Fuzzes what is read from files and from the recogniser, each kind for so many seconds: fuzz.sh [SECONDS] [KIND…]. Each
# begins with tests/fuzz/seeds and with what earlier runs have left in tests/fuzz/kept; what is found is in
# tests/fuzz/artifacts. `fuzz.sh keep [KIND…]` packs what leads to paths of its own for the next run.
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
# What is read is written first: into memory, where there is such a place.
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
corpus=tests/fuzz/corpus kept=tests/fuzz/kept
fuzz() { .tools/bin/cargo-fuzz "$1" --fuzz-dir tests/fuzz --sanitizer none "${@:2}"; }

if [ "$seconds" = keep ]; then
  mkdir -p "$kept"
  for kind in "${kinds[@]}"; do
    log=$(mktemp)
    fuzz cmin "$kind" "$corpus/$kind" >"$log" 2>&1 || { tail -n 20 "$log"; die "$kind cannot be packed"; }
    rm -f "$log"
    # The same files give the same bytes. What is large is in the seeds.
    find "$corpus/$kind" -type f -size -5 -printf '%f\n' | LC_ALL=C sort |
      tar -C "$corpus/$kind" --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - -T - | gzip -9n >"$kept/$kind.tar.gz"
    note "$kind: $(tar -tf "$kept/$kind.tar.gz" | wc -l) kept, $(($(wc -c <"$kept/$kind.tar.gz") / 1000)) kB"
  done
  exit
fi

for kind in "${kinds[@]}"; do
  say "$kind, $seconds s"
  mkdir -p "$corpus/$kind"
  [ ! -f "$kept/$kind.tar.gz" ] || tar -C "$corpus/$kind" -xzf "$kept/$kind.tar.gz"
  fuzz build "$kind"
  log=$(mktemp) status=0
  fuzz run "$kind" "$corpus/$kind" "tests/fuzz/seeds/$kind" -- \
    -max_total_time="$seconds" -rss_limit_mb=4096 -print_final_stats=1 >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    tail -n 40 "$log"
    die "found something: tests/fuzz/artifacts/$kind"
  fi
  grep -E '^Done|peak_rss' "$log"
  rm -f "$log"
done
