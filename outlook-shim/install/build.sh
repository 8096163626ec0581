#!/bin/bash
# build.sh STAGE VERSION OUT.msi: puts the built files together in STAGE and makes the package. Wants build/mingw64, build/outlook64 and build/outlook32.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
stage=$1 version=$2 out=$3
strip=x86_64-w64-mingw32-strip
host=$(sed -nE 's/^(export )?const HOST = "([^"]+)".*/\2/p' "$top/thunderbird-ext/core.js")
id=$(/usr/bin/python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["browser_specific_settings"]["gecko"]["id"])' "$top/thunderbird-ext/manifest.json")
rm -rf "$stage"
mkdir -p "$stage/x64" "$stage/x86"
$strip -o "$stage/sekisho-host.exe" "$top/build/mingw64/bindings/host/sekisho-host.exe"
$strip -o "$stage/sekisho.exe" "$top/build/mingw64/bindings/sekisho.exe"
cp "$top/build/outlook64/sekisho-outlook.dll" "$stage/x64/"
cp "$top/build/outlook32/sekisho-outlook.dll" "$stage/x86/"
"$top/outlook-shim/admx/generate.py" "$stage/admx" >/dev/null
# On Windows a host's path may stand relative to its manifest.
printf '{\n  "name": "%s",\n  "description": "Sekisho checker",\n  "path": "sekisho-host.exe",\n  "type": "stdio",\n  "allowed_extensions": ["%s"]\n}\n' \
  "$host" "$id" >"$stage/thunderbird-host.json"
(cd "$top/thunderbird-ext" && /usr/bin/python3 -m zipfile -c "$stage/sekisho.xpi" *)
cp "$top/outlook-shim/install/sekisho.wxs" "$stage/"
# wixl wants relative paths.
(cd "$stage" && wixl -a x64 -D Version="$version" -D Source=. -D HostName="$host" -o package.msi sekisho.wxs)
mv "$stage/package.msi" "$out"
