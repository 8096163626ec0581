"""What run_cases.py and run_manifest.py share: policies out of a profile and more options, one run of the program, JSON back."""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
EXIT = {"pass": 0, "confirm": 10, "justify": 15, "block": 20}
SECONDS = 60


class Broken(Exception):
    """The case cannot be judged: the program died, hung, or printed something that is no report."""


def find_profiles():
    """The folder of the profiles that ship, wherever in the tree it stands: the one that holds city-office.json."""
    for folder, inner, files in os.walk(TOP):
        inner[:] = [d for d in inner if d not in (".git", "build", "node_modules")]
        if "city-office.json" in files:
            return folder
    return None


def profile_options(name, profiles):
    if name in (None, "", "-", "default"):
        return {}
    if not profiles:
        raise Broken("no folder with city-office.json found; give it with --profiles")
    try:
        with open(os.path.join(profiles, name + ".json"), encoding="utf-8") as f:
            return json.load(f)
    except (OSError, ValueError) as e:
        raise Broken("profile %s: %s" % (name, e))


def merge_policy(base, more):
    """MORE laid over BASE. A policy in layers keeps them; plain options join the recommended layer then."""
    out = json.loads(json.dumps(base))
    layered = any(k in ("recommended", "user", "enforced") for k in list(out) + list(more))
    if not layered:
        out.update(more)
        return out
    if not any(k in ("recommended", "user", "enforced") for k in out):
        out = {"recommended": out} if out else {}
    if not any(k in ("recommended", "user", "enforced") for k in more):
        more = {"recommended": more}
    for layer, options in more.items():
        out.setdefault(layer, {}).update(options)
    return out


class Run:
    """One run of `sekisho check --json`."""

    def __init__(self, program, arguments, message=None, policy=None, text=None):
        command = [program, "check", "--json"] if text is None else [program, "check", "--lang", text]
        with tempfile.TemporaryDirectory(prefix="sekisho-case-") as folder:
            if policy is not None:
                path = os.path.join(folder, "policy.json")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(policy if isinstance(policy, str) else json.dumps(policy, ensure_ascii=False))
                command += ["--policy", path]
            command += arguments
            if message is not None:
                path = os.path.join(folder, "message.eml")
                with open(path, "wb") as f:
                    f.write(message)
                command.append(path)
            try:
                done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
            except subprocess.TimeoutExpired:
                raise Broken("no answer within %d s" % SECONDS)
        self.status = done.returncode
        self.errors = done.stderr.decode("utf-8", "replace").strip()
        self.out = done.stdout.decode("utf-8", "replace")
        if self.status not in EXIT.values():
            raise Broken("exit status %d: %s" % (self.status, self.errors[-400:]))
        if text is not None:
            return
        try:
            self.report = json.loads(self.out)
        except ValueError as e:
            raise Broken("stdout is no JSON (%s): %.200s" % (e, self.out))
        self.verdict = self.report.get("verdict")
        self.findings = self.report.get("findings", [])
        if EXIT.get(self.verdict) != self.status:
            raise Broken("verdict %s but exit status %d" % (self.verdict, self.status))

    def told(self):
        """The findings, one a line, for a person who looks for the reason of a failure."""
        return "".join("    %-22s %-8s %s%s\n" % (f.get("name"), f.get("action"), f.get("message"), "  [%s]" % f["evidence"] if f.get("evidence") else "")
                       for f in self.findings) or "    (no finding)\n"


def finish(passed, failed):
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)
