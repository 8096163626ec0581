#!/bin/bash
# The README's first command: installs what it needs (Debian 12), builds the checker, and shows the dialog in a real Thunderbird (see demo.py).
set -eu
cd "$(dirname "$0")/../.."
.ci/install build thunderbird
cmake --preset release >/dev/null
ninja -C build/release sekisho-host >/dev/null
exec /usr/bin/python3 tests/thunderbird/demo.py "$@"
