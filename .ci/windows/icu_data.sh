#!/bin/bash
# icu_data.sh IN OUT: cuts ICU's data archive down to what the checker uses (normalisation, IDNA, look-alikes, word and
# character breaks with the Japanese-Chinese dictionary, converters for Japanese, Korean, Chinese and Latin) as an assembler file.
set -euo pipefail
in=$1 out=$2
PATH=$PATH:/usr/sbin
rm -rf "$out"
mkdir -p "$out"
cat >"$out/keep" <<'EOF'
nfkc\.nrm
nfkc_cf\.nrm
uts46\.nrm
confusables\.cfu
uemoji\.icu
ulayout\.icu
cnvalias\.icu
icuver\.res
icustd\.res
root\.res
pool\.res
brkitr/(root|ja|res_index)\.res
brkitr/(word|char|line|line_cj|sent|title)\.brk
brkitr/cjdict\.dict
(euc-jp-2007|jisx-212|gb18030|gsm-03\.38-2009)\.cnv
(windows-(874|936|949|950)-2000|icu-internal-25546)\.cnv
ibm-(942_P12A|943_P1..|33722_P120|33722_P12A_P12A-2009_U2|5478_P100|949_P11A|970_P110.*|1363_P11B|1373_P100|1375_P100|1383_P110|1386_P100|950_P110)(-.*)?\.cnv
ibm-(437|720|737|775|850|852|855|857|858|860|861|862|863|865|866|869|874|878|1051|1162|1168|813|912|913|914|915|916|920|921|922|923|9005|8482|1089)_.*\.cnv
ibm-(125[0-8]|534[6-9]|535[0-4]|9447|9448|9449)_.*\.cnv
iso-8859_(10-1998|11-2001|14-1998)\.cnv
macos-.*\.cnv
EOF
icupkg -tl -l "$in/icudt72l.dat" >"$out/all"
grep -vxE -f "$out/keep" "$out/all" >"$out/remove.txt"
# Some tables that stay name one that does not (a converter's fallback, other dictionaries): that is meant.
icupkg -tl --ignore-deps -r "$out/remove.txt" "$in/icudt72l.dat" "$out/icudt72l.dat" >"$out/log" 2>&1 
genccode -a gcc-mingw64 -e icudt72 -d "$out" "$out/icudt72l.dat" >/dev/null
ls -l "$out/icudt72l.dat" | awk '{print "windows-deps: ICU data " $5 " bytes"}'
