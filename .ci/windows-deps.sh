#!/bin/bash
# Builds the static libraries that the Windows checker links (ICU, libxml2, zlib, libpsl, Jansson, mbedTLS,
# liblzma, bzip2, libarchive, Google Test) from Debian's source packages with mingw-w64, and Jansson once more for 32 bits.
# Where the packages come from is read from the machine's own apt sources; the result is cached and can be deleted at any time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sekisho
prefix=${SEKISHO_WINDOWS_DEPS:-$cache/windows-x86_64}
prefix32=${prefix%-x86_64}-i686
jobs=${SEKISHO_JOBS:-2}
sources=(icu libxml2 zlib libpsl jansson mbedtls xz-utils bzip2 libarchive)

# The stamp names everything that decides what is built; the same stamp means nothing is to be done.
. /etc/os-release
items=$here/../core/src/text/icu_data_items.txt
stamp=$(cat "$items" "$here/windows-deps.sh" "$here"/windows/* "$here/../outlook-shim/cmake/mingw64.cmake" | sha256sum | cut -c1-16)
if [ "$(cat "$prefix/stamp" 2>/dev/null)" = "$stamp" ]; then
  echo "windows-deps: $prefix is up to date"
  exit 0
fi
mkdir -p "$cache"
exec 9>"$cache/windows-deps.lock"
flock 9
if [ "$(cat "$prefix/stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

work=$cache/windows-work
src=$cache/windows-src
mkdir -p "$work" "$src"

# --- Debian's sources, without touching the machine's apt configuration ---
fetch() {
  local apt=$work/apt missing=() p
  for p in "${sources[@]}"; do
    ls "$src/$p"_*.dsc >/dev/null 2>&1 || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  rm -rf "$apt"
  mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/archives/partial"
  /usr/bin/python3 "$here/windows/apt_sources.py" "$VERSION_CODENAME" >"$apt/parts/s.sources"
  cat >"$apt/conf" <<EOF
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$apt/parts";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt";
APT::Sandbox::User "$(id -un)";
EOF
  APT_CONFIG=$apt/conf apt-get -q update
  (cd "$src" && APT_CONFIG=$apt/conf apt-get -q source --download-only "${missing[@]}")
}

unpack() { # unpack NAME: the patched source tree in $work/NAME
  rm -rf "${work:?}/$1"
  dpkg-source --no-check -x "$(ls "$src/$1"_*.dsc | tail -1)" "$work/$1" >/dev/null
}

# What our own programs link is not there yet, and a check that links it would answer No to everything.
system=("-DCMAKE_C_STANDARD_LIBRARIES=-lws2_32 -lbcrypt -ladvapi32 -luser32 -lkernel32" "-DCMAKE_CXX_STANDARD_LIBRARIES=-lws2_32 -lbcrypt -ladvapi32 -luser32 -lkernel32")
configure() { # configure DIR BUILD PREFIX [options]: one of the upstream CMake builds, installed into PREFIX
  local dir=$1 build=$2 to=$3
  shift 3
  rm -rf "$build"
  cmake -S "$dir" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$to" \
    -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF "${system[@]}" "$@" >"$build.log" 2>&1 &&
    nice ninja -C "$build" -j"$jobs" install >>"$build.log" 2>&1 || { tail -30 "$build.log"; return 1; }
  echo "windows-deps: $(basename "$build") done"
}

fetch
export SEKISHO_WINDOWS_DEPS=$prefix
x64=(-DCMAKE_TOOLCHAIN_FILE="$here/../outlook-shim/cmake/mingw64.cmake")
x86=(-DCMAKE_SYSTEM_NAME=Windows -DCMAKE_C_COMPILER=i686-w64-mingw32-gcc-posix -DCMAKE_RC_COMPILER=i686-w64-mingw32-windres)
rm -rf "$prefix" "$prefix32"
mkdir -p "$prefix/include" "$prefix/lib/pkgconfig"

for p in zlib bzip2 libpsl icu; do unpack $p; done
"$here/windows/icu_data.sh" "$work/icu/source/data/in" "$work/icudata" "$items"
configure "$here/windows" "$work/build-small" "$prefix" "${x64[@]}" -DSOURCES="$work" -DICU_DATA_S="$work/icudata/icudt72l_dat.S"
unpack xz-utils
configure "$work/xz-utils" "$work/build-xz" "$prefix" "${x64[@]}" -DENABLE_NLS=OFF -DCREATE_XZ_SYMLINKS=OFF -DBUILD_TESTING=OFF
unpack libxml2
configure "$work/libxml2" "$work/build-libxml2" "$prefix" "${x64[@]}" \
  $(printf -- '-DLIBXML2_WITH_%s=OFF ' C14N CATALOG DEBUG DOCB FTP HTTP ICONV ICU LEGACY LZMA MEM_DEBUG MODULES OUTPUT PATTERN PROGRAMS \
    PYTHON REGEXPS RUN_DEBUG SAX1 SCHEMAS SCHEMATRON TESTS VALID WRITER XINCLUDE XPATH XPTR ZLIB) \
  $(printf -- '-DLIBXML2_WITH_%s=ON ' HTML ISO8859X PUSH READER THREADS TREE)
unpack jansson
jansson=(-DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF)
configure "$work/jansson" "$work/build-jansson" "$prefix" "${x64[@]}" "${jansson[@]}"
configure "$work/jansson" "$work/build-jansson32" "$prefix32" "${x86[@]}" "${jansson[@]}"
# Jansson's own helpers are visible in an archive; their names must not meet ours.
x86_64-w64-mingw32-objcopy $(printf -- '--redefine-sym utf8_%s=jansson_utf8_%s ' check_first check_first check_full check_full \
  check_string check_string encode encode iterate iterate) "$prefix/lib/libjansson.a"
unpack mbedtls
configure "$work/mbedtls" "$work/build-mbedtls" "$prefix" "${x64[@]}" -DENABLE_PROGRAMS=OFF -DENABLE_TESTING=OFF -DMBEDTLS_FATAL_WARNINGS=OFF \
  -DPython3_EXECUTABLE=/usr/bin/python3
unpack libarchive
configure "$work/libarchive" "$work/build-libarchive" "$prefix" "${x64[@]}" -DENABLE_WERROR=OFF -DENABLE_TEST=OFF -DENABLE_INSTALL=ON \
  $(printf -- '-DENABLE_%s=OFF ' MBEDTLS NETTLE OPENSSL LIBB2 LZ4 LZO ZSTD LIBXML2 EXPAT PCREPOSIX LIBGCC CNG TAR CPIO CAT XATTR ACL ICONV) \
  -DPOSIX_REGEX_LIB=NONE -DENABLE_ZLIB=ON -DENABLE_BZip2=ON -DENABLE_LZMA=ON -DCMAKE_C_FLAGS="-DLZMA_API_STATIC"
# libarchive builds its DLL whatever it is told, and the linker would take that one.
rm -f "$prefix/lib/libarchive.dll.a" "$prefix/bin/libarchive.dll"
mv "$prefix/lib/libarchive_static.a" "$prefix/lib/libarchive.a"
# Google Test comes as source with Debian's libgtest-dev.
if [ -d /usr/src/googletest ]; then
  configure /usr/src/googletest "$work/build-googletest" "$prefix" "${x64[@]}" -DBUILD_GMOCK=OFF
fi
echo "$stamp" >"$prefix/stamp"
rm -rf "$work"
echo "windows-deps: built into $prefix"
