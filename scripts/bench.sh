#!/usr/bin/env bash
# Measures the coach alone, the journal with 10,000 takes, the window over them, then the booth against plain libvosk and
# against Vosk's own transcriber. Prints one table. `bench.sh 2` listens for 2 minutes under load instead of 10.
. "$(dirname "$0")/common.sh"
minutes=${1:-10}

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
log=$(mktemp)
trap 'rm -f "$log"' EXIT
broken=()

# part NAME COMMAND…: runs it; its rows are the lines that begin with a bar.
part() {
  local name=$1
  shift
  say "$name"
  "$@" 2>&1 | tee -a "$log" || broken+=("$name")
}

# Criterion says "NAME  time: [low middle high]", the name on a line of its own where it is long.
coach() {
  cargo bench --locked -p coach --bench judge -- --quiet | awk '
    /^\|/ { print; next }
    /time:/ {
      if ($0 !~ /^ /) { name = $0; sub(/ *time:.*/, "", name) }
      sub(/.*\[/, ""); split($0, took, " ")
      print "| coach: " name " | | " took[3] " " took[4] " | |"; next
    }
    NF { name = $0 }'
}

retake=$(program release)
part Coach coach
part Journal cargo bench --locked -p journal --bench journal
part Window node scripts/bench-window.mjs "$retake"
part Booth node scripts/bench-booth.mjs "$retake" "$(dirname "$retake")/examples/plain" "$minutes"

say "In $((SECONDS / 60)) min $((SECONDS % 60)) s"
version() { "$@" 2>/dev/null | head -n 1 || true; }
system=$(. /etc/os-release 2>/dev/null && printf %s "$PRETTY_NAME" || uname -s)
model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
printf '%s\n' \
  "make bench, of $(version "$retake" --version), $(git rev-parse --short HEAD)$([ -z "$(git status --porcelain)" ] || printf ' and changes')" \
  "$(nproc) × $model, $(free -g | awk '/^Mem/ { print $2 }') GB; $system, Linux $(uname -r), $(uname -m)" \
  "$(version rustc --version); libvosk $(sed -n 's/.*com.alphacephei:vosk:\([0-9.]*\)$/\1/p' models/speech/manifest.tsv); WebKitGTK $(version pkg-config --modversion webkit2gtk-4.1); Node $(version node --version); vosk-transcriber $(.tools/vosk/bin/pip show vosk 2>/dev/null | sed -n 's/^Version: //p')" ""
{ printf '| | instead | Retake | goal |\n| --- | --- | --- | --- |\n'; grep '^| ' "$log"; } | column -t -s '|' -o '|'
for name in "${broken[@]}"; do note "missed a goal, or failed: $name"; done
[ ${#broken[@]} = 0 ]
