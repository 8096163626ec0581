#!/usr/bin/python3
"""Installs the build into a fresh folder and builds the consumer project against it twice, by find_package and by pkg-config, and runs both:
consumer.py BUILD_DIR CONSUMER_DIR SCRATCH_DIR"""

import os
import shutil
import subprocess
import sys


def run(*command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        sys.exit("%s\nfailed with %d:\n%s" % (" ".join(command), done.returncode, done.stdout))
    return done.stdout


def main():
    build, consumer, scratch = sys.argv[1:]
    shutil.rmtree(scratch, ignore_errors=True)
    prefix = os.path.join(scratch, "installed")
    for component in ("library", "development"):
        run("cmake", "--install", build, "--prefix", prefix, "--component", component)
    if "SEKISHO_SANITIZE:STRING=\n" not in open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8").read():
        print("a library with sanitizers is only installed, not linked")
        return
    libraries = [root for root, folders, files in os.walk(prefix) if any(f.startswith("libsekisho.so") for f in files)]
    environment = dict(os.environ, LD_LIBRARY_PATH=libraries[0], PKG_CONFIG_PATH=os.path.join(libraries[0], "pkgconfig"))
    packaged = os.path.join(scratch, "by-cmake")
    run("cmake", "-S", consumer, "-B", packaged, "-DCMAKE_PREFIX_PATH=" + prefix)
    run("cmake", "--build", packaged)
    print(run(os.path.join(packaged, "consumer"), env=environment), end="")
    flags = run("pkg-config", "--cflags", "--libs", "sekisho", env=environment).split()
    program = os.path.join(scratch, "by-pkg-config")
    run("cc", os.path.join(consumer, "consumer.c"), "-o", program, *flags)
    print(run(program, env=environment), end="")


if __name__ == "__main__":
    main()
