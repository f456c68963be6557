# Shared by the scripts beside it: where the project is, how steps are told, what is needed.
# Sourced, never run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() { printf 'retake: %s\n' "$*" >&2; exit 1; }

# at_least FOUND WANTED: is version FOUND the same as WANTED or newer?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# as_root COMMAND…: runs it as root, through sudo where we are somebody else.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "this step needs root: install sudo, or run as root: $*"; fi
}

# program PROFILE: where cargo leaves the built program.
program() { printf '%s/%s/retake' "${CARGO_TARGET_DIR:-$ROOT/target}" "$1"; }
