#!/bin/bash
# icu_data.sh IN OUT ITEMS: cuts ICU's data archive down to the items that the library names (core/src/text/icu_data_items.txt) and the few that
# ICU itself opens, as an assembler file.
set -euo pipefail
in=$1 out=$2 items=$3
PATH=$PATH:/usr/sbin
rm -rf "$out"
mkdir -p "$out"
{
  grep -v '^#' "$items" | grep . || true
  printf '%s\n' uemoji.icu ulayout.icu icuver.res icustd.res root.res pool.res brkitr/char.brk
} | sort -u >"$out/keep"
icupkg -tl -l "$in/icudt72l.dat" >"$out/all"
if missing=$(grep -vxF -f "$out/all" "$out/keep"); then
  echo "icu_data: not in ICU's archive: $missing" >&2
  exit 1
fi
grep -vxF -f "$out/keep" "$out/all" >"$out/remove.txt"
# Some tables that stay name one that does not (a converter's fallback, other dictionaries): that is meant.
icupkg -tl --ignore-deps -r "$out/remove.txt" "$in/icudt72l.dat" "$out/icudt72l.dat" >"$out/log" 2>&1
genccode -a gcc-mingw64 -e icudt72 -d "$out" "$out/icudt72l.dat" >/dev/null
ls -l "$out/icudt72l.dat" | awk '{print "windows-deps: ICU data " $5 " bytes"}'
