#!/usr/bin/env bash
# Brings a machine to where Retake builds (`setup.sh run`) or builds and is tested (`setup.sh test`).
# Idempotent: does what is missing, in order, and says nothing about the rest. Called by what builds the whole program.
. "$(dirname "$0")/common.sh"
purpose=${1:-run}

# --- the two tools that are yours to choose how to install ---------------------------------------
rust_wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml | head -n1)
command -v cargo >/dev/null || die "Rust $rust_wanted or newer is needed. Get it with rustup: https://rustup.rs"
rust_found=$(rustc --version | awk '{print $2}')
at_least "$rust_found" "$rust_wanted" ||
  die "Rust $rust_found is too old, $rust_wanted or newer is needed. With rustup: rustup update stable (https://rustup.rs)"

node_wanted=20.19.0
command -v node >/dev/null || die "Node $node_wanted or newer is needed, with npm: https://nodejs.org/en/download"
node_found=$(node --version | tr -d v)
at_least "$node_found" "$node_wanted" ||
  die "Node $node_found is too old, $node_wanted or newer is needed: https://nodejs.org/en/download"
command -v npm >/dev/null || die "npm is missing; it comes with Node: https://nodejs.org/en/download"

# --- system packages ------------------------------------------------------------------------------
to_build=(build-essential pkg-config unzip ca-certificates maven default-jre-headless
  libwebkit2gtk-4.1-dev libasound2-dev libayatana-appindicator3-dev librsvg2-dev espeak-ng)
to_test=(xvfb webkit2gtk-driver pulseaudio pulseaudio-utils libasound2-plugins dbus dbus-x11 locales
  xdotool python3-gi gir1.2-gtk-3.0 strace iproute2)

missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
  done
}

if command -v apt-get >/dev/null; then
  wanted=("${to_build[@]}")
  [ "$purpose" = test ] && wanted+=("${to_test[@]}")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    say "Installing ${#missing[@]} system packages"
    note "${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 "${missing[@]}" |
      awk '/^Setting up/ { if (++n % 50 == 0) print "   " n " set up" } END { print "   " n " set up" }' ||
      die "not all of them can be installed beside what is there; nothing was removed. A container or a virtual machine may help"
  fi
elif [ "$(uname -s)" = Linux ]; then
  note "No apt-get here; the packages Retake needs are, by their Debian names: ${to_build[*]}"
fi

# A locale with a decimal comma: under one, libvosk's JSON breaks if nothing is done about it.
if [ "$purpose" = test ] && command -v localedef >/dev/null && ! locale -a | grep -qi '^de_DE\.utf-\?8$'; then
  say "Making the locale de_DE.UTF-8"
  as_root localedef -i de_DE -f UTF-8 de_DE.UTF-8
fi

# --- the recogniser, its model, the UI's packages, the window's driver ---------------------------
scripts/speech.sh

stamp=ui/node_modules/.retake-lock
if ! cmp -s ui/package-lock.json "$stamp"; then
  say "Installing the UI's packages"
  (cd ui && npm ci --no-audit --no-fund)
  cp ui/package-lock.json "$stamp"
fi

if [ "$purpose" = test ]; then
  stamp=tests/window/node_modules/.retake-lock
  if ! cmp -s tests/window/package-lock.json "$stamp"; then
    say "Installing the window tests' packages"
    (cd tests/window && npm ci --no-audit --no-fund)
    cp tests/window/package-lock.json "$stamp"
  fi
  if [ ! -x .tools/bin/tauri-driver ]; then
    say "Building tauri-driver, which the window tests speak to (about two minutes)"
    cargo install tauri-driver --version '^2' --locked --root .tools
  fi
fi
