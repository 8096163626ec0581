#!/usr/bin/python3
"""What gets installed fits together: package_tests.py SOURCE BUILD. The manifest names the checker that is installed, the policy snippet names the
add-on that is installed, under another prefix too, and the .xpi holds every file of the add-on."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

source, build = sys.argv[1:3]
with tempfile.TemporaryDirectory(prefix="sekisho-package-") as root:
    subprocess.run(["cmake", "--install", build, "--component", "thunderbird"], check=True, env={**os.environ, "DESTDIR": root}, stdout=subprocess.DEVNULL)
    files = {os.path.join(base, name)[len(root) :] for base, _, names in os.walk(root) for name in names}
    print(*sorted(files), sep="\n")

    def load(ending):
        with open(root + next(f for f in files if f.endswith(ending)), encoding="utf-8") as stream:
            return json.load(stream)

    manifest = load("/native-messaging-hosts/sekisho.json")
    with open(os.path.join(source, "thunderbird-ext", "manifest.json"), encoding="utf-8") as stream:
        extension_id = json.load(stream)["browser_specific_settings"]["gecko"]["id"]
    assert manifest["path"] in files and os.access(root + manifest["path"], os.X_OK), manifest["path"]
    assert manifest["allowed_extensions"] == [extension_id] and manifest["name"] == "sekisho" and manifest["type"] == "stdio", manifest
    version = subprocess.run([root + manifest["path"], "--version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("sekisho-host "), version
    settings = load("/thunderbird-policies.json")["policies"]["ExtensionSettings"][extension_id]
    assert settings["install_url"].removeprefix("file://") in files, settings
    with zipfile.ZipFile(root + settings["install_url"].removeprefix("file://")) as xpi:
        packed = set(xpi.namelist())
    folder = os.path.join(source, "thunderbird-ext")
    wanted = {
        os.path.relpath(os.path.join(base, name), folder)
        for base, _, names in os.walk(folder)
        for name in names
        if name.endswith((".js", ".html", ".css", ".json", ".svg")) and "install" not in os.path.relpath(base, folder).split(os.sep)
    }
    assert packed == wanted, packed ^ wanted
    texts = []
    for lang in ("en", "ja"):
        with open(os.path.join(folder, "_locales", lang, "messages.json"), encoding="utf-8") as stream:
            texts.append(set(json.load(stream)))
    assert texts[0] == texts[1], texts[0] ^ texts[1]
    # A house begins with a copy of a profile: each is there, with its comments, and is a policy as it stands.
    subprocess.run(["cmake", "--install", build, "--component", "program"], check=True, env={**os.environ, "DESTDIR": root}, stdout=subprocess.DEVNULL)
    program = next(os.path.join(base, name) for base, _, names in os.walk(root) for name in names if name == "sekisho")
    profiles = next(os.path.join(base, "profiles") for base, folders, _ in os.walk(root) if "profiles" in folders)
    assert {n.rsplit(".", 1)[0] for n in os.listdir(profiles) if n.endswith(".json")} == {n.rsplit(".", 1)[0] for n in os.listdir(profiles) if n.endswith(".md")}
    for name in (n for n in os.listdir(profiles) if n.endswith(".json")):
        assert subprocess.run([program, "policy", "lint", os.path.join(profiles, name)], stdout=subprocess.DEVNULL).returncode == 0, name
    assert "city-office.json" in os.listdir(profiles), os.listdir(profiles)
    # The Debian packages keep nobody out, whatever the umask of who packs them.
    if shutil.which("cpack") and shutil.which("dpkg-deb"):
        packed = os.path.join(root, "packed")
        pack = ["cpack", "-G", "DEB", "-D", "CPACK_DEBIAN_PACKAGE_SHLIBDEPS=OFF", "-B", packed, "--config", os.path.join(build, "CPackConfig.cmake")]
        subprocess.run(pack, check=True, umask=0o077, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for package in (n for n in os.listdir(packed) if n.endswith(".deb")):
            for line in subprocess.run(["dpkg-deb", "-c", os.path.join(packed, package)], capture_output=True, text=True, check=True).stdout.splitlines():
                assert line[7:10] == "r-x" or line[0] == "-" and line[7] == "r", (package, line)
        assert {n.split("_")[0] for n in os.listdir(packed) if n.endswith(".deb")} == {"sekisho", "sekisho-thunderbird"}, os.listdir(packed)
    # The prefix that is chosen at installation holds, not the one that the build was configured with.
    elsewhere = os.path.join(root, "elsewhere")
    subprocess.run(["cmake", "--install", build, "--prefix", elsewhere, "--component", "thunderbird"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(elsewhere, "lib/mozilla/native-messaging-hosts/sekisho.json"), encoding="utf-8") as stream:
        path = json.load(stream)["path"]
    assert path.startswith(elsewhere) and os.access(path, os.X_OK), path
    policies = next(os.path.join(base, name) for base, _, names in os.walk(elsewhere) for name in names if name == "thunderbird-policies.json")
    with open(policies, encoding="utf-8") as stream:
        url = json.load(stream)["policies"]["ExtensionSettings"][extension_id]["install_url"]
    assert url.startswith("file://" + elsewhere) and os.path.exists(url.removeprefix("file://")), url
