"""The other Thunderbird that Debian offers (security and release suites differ), unpacked into a cache folder and not installed."""
import os
import re
import shutil
import subprocess


def other_thunderbird(installed):
    """(major version, folder of the installation), or None when apt knows only the installed one or cannot fetch."""
    listing = subprocess.run(["apt-cache", "madison", "thunderbird"], capture_output=True, text=True).stdout
    versions = [line.split("|")[1].strip() for line in listing.splitlines() if "|" in line and "Sources" not in line]
    for version in versions:
        major = re.sub(r"^\d+:", "", version).split(".")[0]
        if major == installed.split(".")[0]:
            continue
        cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "sekisho", "thunderbird-" + major)
        folder = os.path.join(cache, "root", "usr", "lib", "thunderbird")
        if not os.path.exists(os.path.join(folder, "thunderbird-bin")):
            shutil.rmtree(cache, ignore_errors=True)
            os.makedirs(cache)
            fetched = subprocess.run(["apt-get", "download", "thunderbird=" + version], cwd=cache, capture_output=True)
            packages = [n for n in os.listdir(cache) if n.endswith(".deb")]
            if fetched.returncode or not packages:
                return None
            subprocess.run(["dpkg", "-x", packages[0], "root"], cwd=cache, check=True)
            os.unlink(os.path.join(cache, packages[0]))
        return major, folder
    return None
