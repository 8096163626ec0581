#!/usr/bin/python3
"""check.py DIR: whether Sekisho.admx and its ADML files hold together: structure, every reference both ways, registry keys, the same ids in every
language. An XML schema does not look at references, and Windows shows the mistakes only to the administrator who opens the editor."""
import glob
import os
import sys
import xml.etree.ElementTree as ET

NS = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
BOXES = {"decimal": {"decimalTextBox"}, "text": {"textBox"}, "list": {"listBox"}, "enum": {"dropdownList"}}
POLICY_CHILDREN = ["parentCategory", "supportedOn", "enabledValue", "disabledValue", "elements"]  # in the schema's order
POLICY_NEEDS = {"name", "class", "displayName", "explainText", "key"}
POLICY_MAY = POLICY_NEEDS | {"presentation", "valueName"}
ELEMENT_MAY = {"decimal": {"id", "valueName", "minValue", "maxValue", "required"}, "text": {"id", "valueName", "required", "maxLength"},
               "list": {"id", "key", "valuePrefix", "explicitValue", "additive"}, "enum": {"id", "valueName", "required"}}
problems = []


def say(text):
    problems.append(text)


def tag(e):
    return e.tag.replace(NS, "") if e.tag.startswith(NS) else "?" + e.tag


def check_policy(p, used, keys):
    name = p.get("name", "?")
    for a in POLICY_NEEDS - set(p.attrib):
        say("policy %s has no %s" % (name, a))
    for a in set(p.attrib) - POLICY_MAY:
        say("policy %s: unknown attribute %s" % (name, a))
    if p.get("class") not in ("User", "Machine", "Both"):
        say("policy %s: class %s" % (name, p.get("class")))
    order = [POLICY_CHILDREN.index(tag(c)) if tag(c) in POLICY_CHILDREN else -1 for c in p]
    if -1 in order or order != sorted(order):
        say("policy %s: children %s" % (name, [tag(c) for c in p]))
    used["supported"].add(p.find(NS + "supportedOn").get("ref"))
    used["category"].add(p.find(NS + "parentCategory").get("ref"))
    elements = p.find(NS + "elements")
    if elements is None and not p.get("valueName"):
        say("policy %s sets nothing" % name)
    boxes = {}
    for e in elements if elements is not None else []:
        for a in set(e.attrib) - ELEMENT_MAY.get(tag(e), set()):
            say("policy %s: %s may not have %s" % (name, tag(e), a))
        boxes[e.get("id")] = BOXES.get(tag(e), set())
        where = (e.get("key") or p.get("key"), e.get("valueName"))
        if not where[0].startswith("Software\\Policies\\Sekisho"):
            say("policy %s writes %s" % (name, where[0]))
        if where in keys:
            say("policy %s and %s write the same value" % (name, keys[where]))
        keys[where] = name
        if tag(e) == "enum":
            for item in e:
                used["string"].add(item.get("displayName"))
    for a in ("displayName", "explainText"):
        used["string"].add(p.get(a))
    return p.get("presentation"), boxes


def inner(reference, kind):
    start = "$(%s." % kind
    if not (reference or "").startswith(start) or not reference.endswith(")"):
        say("not a reference to a %s: %s" % (kind, reference))
        return reference
    return reference[len(start):-1]


def main(folder):
    root = ET.parse(os.path.join(folder, "Sekisho.admx")).getroot()
    if [tag(c) for c in root] != ["policyNamespaces", "resources", "supportedOn", "categories", "policies"]:
        say("Sekisho.admx: top level is %s" % [tag(c) for c in root])
    used = {"string": set(), "supported": set(), "category": set()}
    supported = {d.get("name") for d in root.iter(NS + "definition")}
    categories = {c.get("name"): c for c in root.iter(NS + "category")}
    for d in list(root.iter(NS + "definition")) + list(categories.values()):
        used["string"].add(d.get("displayName"))
    for c in categories.values():
        parent = c.find(NS + "parentCategory")
        if parent is not None:
            used["category"].add(parent.get("ref"))
    names, keys, presentations = set(), {}, {}
    for p in root.iter(NS + "policy"):
        if p.get("name") in names:
            say("two policies are called " + p.get("name"))
        names.add(p.get("name"))
        reference, boxes = check_policy(p, used, keys)
        presentations[inner(reference, "presentation")] = boxes
    if used["supported"] != supported:
        say("supportedOn: used %s, defined %s" % (used["supported"], supported))
    if used["category"] - set(categories):
        say("categories that do not exist: %s" % (used["category"] - set(categories)))
    strings = {inner(s, "string") for s in used["string"]}
    files = sorted(glob.glob(os.path.join(folder, "*", "Sekisho.adml")))
    if len(files) != 2:
        say("%d languages" % len(files))
    for path in files:
        r = ET.parse(path).getroot()
        have = [s.get("id") for s in r.iter(NS + "string")]
        if len(have) != len(set(have)):
            say(path + ": a string stands twice")
        if set(have) != strings:
            say("%s: missing %s, unused %s" % (path, sorted(strings - set(have))[:5], sorted(set(have) - strings)[:5]))
        if any(not (s.text or "").strip() for s in r.iter(NS + "string")):
            say(path + ": an empty string")
        shown = {p.get("id"): {b.get("refId"): tag(b) for b in p} for p in r.iter(NS + "presentation")}
        if set(shown) != set(presentations):
            say("%s: presentations differ: %s" % (path, sorted(set(shown) ^ set(presentations))[:5]))
        for id, boxes in presentations.items():
            for ref, kind in shown.get(id, {}).items():
                if ref not in boxes or kind not in boxes[ref]:
                    say("%s: presentation %s shows %s as %s" % (path, id, ref, kind))
            for ref in set(boxes) - set(shown.get(id, {})):
                say("%s: presentation %s does not show %s" % (path, id, ref))
    for p in problems[:20]:
        print(p)
    print("%d policies, %d strings, %d languages, %d problems" % (len(names), len(strings), len(files), len(problems)))
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
