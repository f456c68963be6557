#!/usr/bin/env bash
# The recogniser and the English model: fetched by the Maven client, checked, unpacked into models/.
# models/speech/manifest.tsv says what, from where, and with which SHA-256. Called by setup.sh.
. "$(dirname "$0")/common.sh"
manifest=models/speech/manifest.tsv
downloads=models/speech/downloads

# Linux and Git Bash have the one, macOS the other.
if command -v sha256sum >/dev/null; then summer=(sha256sum); else summer=(shasum -a 256); fi
sha() { "${summer[@]}" "$1" 2>/dev/null | cut -d' ' -f1; }

# The library is built per system; the names are those of `uname`, Git Bash's brought into line.
platform="$(uname -s)-$(uname -m)"
case $platform in MINGW*-x86_64 | MSYS*-x86_64) platform=Windows-x86_64 ;; esac
grep -q "$(printf '\t')$platform$(printf '\t')" "$manifest" ||
  die "libvosk is not published for $platform; $manifest lists the systems it is there for"

# expected: "SHA-256 <tab> path below models/" of every file this system should have.
expected() {
  awk -F'\t' -v platform="$platform" '
    $1 == "file" { print $2 "\t" $3 }
    $1 == "library" && $3 == platform { sub(".*/", "", $4); print $2 "\tspeech/lib/" $4 }' "$manifest"
}

unpacked_is_whole() {
  local sum path
  while IFS=$'\t' read -r sum path; do
    [ "$(sha "models/$path")" = "$sum" ] && continue
    [ ! -e "models/$path" ] || note "models/$path is not what it should be"
    return 1
  done < <(expected)
  [ -s models/speech/en-us/retake-contents.tsv ]
}

# fetch SUM NAME COORDINATES: a whole download is kept, a broken one is fetched again, once.
fetch() {
  local sum=$1 name=$2 coordinates=$3 try
  for try in 1 2; do
    [ "$(sha "$downloads/$name")" = "$sum" ] && return 0
    [ ! -e "$downloads/$name" ] || note "$name is broken or incomplete, fetching it again"
    rm -f "$downloads/$name"
    # Maven keeps its own copy and would hand a broken one out again.
    [ "$try" = 1 ] || rm -rf "$downloads/repository"
    note "fetching $name"
    mvn -q -B dependency:copy -Dartifact="$coordinates" -DoutputDirectory="$ROOT/$downloads" \
      -Dmaven.repo.local="$ROOT/$downloads/repository" -Dmdep.overWriteReleases=true ||
      note "the Maven client failed (its message is above)"
  done
  [ "$(sha "$downloads/$name")" = "$sum" ] ||
    die "$name could not be fetched whole. Check the connection (Maven: ~/.m2/settings.xml for a proxy or mirror) and run this again."
}

unpacked_is_whole && exit 0

say "Fetching the speech recogniser and its English model (67 MB, once)"
mkdir -p "$downloads"
while IFS=$'\t' read -r kind sum name coordinates; do
  [ "$kind" != artifact ] || fetch "$sum" "$name" "$coordinates"
done <"$manifest"

note "unpacking"
staged=$(mktemp -d models/speech/unpacking.XXXXXX)
trap 'rm -rf "$staged"' EXIT
libraries=()
while IFS= read -r library; do libraries+=("$library"); done < <(awk -F'\t' -v platform="$platform" '$1 == "library" && $3 == platform { print $4 }' "$manifest")
unzip -q -j "$downloads/vosk-0.3.45.jar" "${libraries[@]}" -d "$staged/lib"
unzip -q "$downloads/vosk-model-en-0.3.45.aar" 'assets/model-en-us/*' -d "$staged/model"
# Without this the same recording gives other words from run to run.
printf '%s\n' '--dither=0' >>"$staged/model/assets/model-en-us/conf/mfcc.conf"
# How long each file is, so that the program can name one that was cut off since.
(cd "$staged/model/assets/model-en-us" && find ./* -type f -exec wc -c {} + |
  awk '$2 != "total" { sub("^./", "", $2); print $1 "\t" $2 }') >"$staged/contents.tsv"
mv "$staged/contents.tsv" "$staged/model/assets/model-en-us/retake-contents.tsv"
rm -rf models/speech/lib models/speech/en-us
mv "$staged/lib" models/speech/lib
mv "$staged/model/assets/model-en-us" models/speech/en-us
unpacked_is_whole || die "the unpacked model differs from $manifest; remove models/speech/downloads and run this again"
rm -rf "$downloads/repository"
