#!/usr/bin/python3
"""generate.py OUT: writes Sekisho.admx and its ADML files (en-US, ja-JP) from core/options.def, core/findings.def and core/messages/ja.def.

Every option stands twice: as a policy that locks it (Software\\Policies\\Sekisho) and as one that recommends it (...\\Recommended)."""
import os
import re
import sys
from xml.sax.saxutils import escape, quoteattr

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core")
KEY = "Software\\Policies\\Sekisho"
STRING = r'"((?:[^"\\]|\\.)*)"'

TEXTS = {
    "en-US": {
        "name": "Sekisho", "description": "Policies of Sekisho, which checks mail before it is sent",
        "supported": "Sekisho 0.1 or newer", "locked": "Sekisho", "recommended": "Sekisho: defaults that users may change",
        "findings": "What each finding does", "rules": "The house's own rules",
        "finding_help": "What happens when this is found: ignore; note (shown only when something else asks); confirm (a tick); justify (a reason); "
                        "block (the mail cannot be sent). Default: {default}.\n\nThe sentence: {sentence}",
        "default": "Default: {default}.", "none": "empty",
        "rule_help": "Each line is one field of a rule: the name is RULE.FIELD (for a list RULE.FIELD.1, RULE.FIELD.2, ...), the value is what it holds. "
                     "Fields: {fields}.\n\nExample: project-x.keywords.1 = Project X; project-x.action = justify",
        "rule_label": "Fields of rules",
    },
    "ja-JP": {
        "name": "Sekisho", "description": "送信前にメールを確認する Sekisho のポリシー",
        "supported": "Sekisho 0.1 以降", "locked": "Sekisho", "recommended": "Sekisho：利用者が変更できる既定値",
        "findings": "見つかったときの動作", "rules": "組織独自のルール",
        "finding_help": "見つかったときの動作: ignore（何もしない）、note（ほかに確認があるときだけ表示）、confirm（チェックを求める）、justify（理由の入力を求める）、"
                        "block（送信できない）。既定: {default}\n\n表示する文: {sentence}",
        "default": "既定: {default}", "none": "空",
        "rule_help": "1行がルールの1項目です。名前は「ルール名.項目」（リストは「ルール名.項目.1」「ルール名.項目.2」…）、値はその内容です。"
                     "項目: {fields}\n\n例: project-x.keywords.1 = プロジェクトX、project-x.action = justify",
        "rule_label": "ルールの項目",
    },
}


def unquote(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text)


def rows(path, macro, pattern):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        text = re.sub(r"^/\*.*?\*/", "", f.read(), flags=re.S | re.M)
    text = re.sub(r'"\s*\n\s*"', "", text)  # one sentence over several lines
    found = re.findall(r"^%s\(\s*%s\s*\)" % (macro, pattern), text, flags=re.M)
    wanted = len(re.findall(r"^%s\(" % macro, text, flags=re.M))
    if len(found) != wanted:
        sys.exit("%s: %d rows of %s, %d understood" % (path, wanted, macro, len(found)))
    return [tuple(unquote(x) for x in row) for row in found]


def tables():
    enums = {}
    for name, values in rows("options.def", "OPTION_ENUM", r"(\w+)\s*,\s*" + STRING):
        enums["ENUM_" + name] = values.split("|")
    row = r"(\w+)\s*,\s*" + STRING + r"\s*,\s*(\w+)\s*,\s*" + STRING + r"\s*,\s*" + STRING
    options = rows("options.def", "OPTION", row)
    fields = rows("options.def", "RULE_FIELD", row)
    findings = rows("findings.def", "FINDING", r"(\d+)\s*,\s*(\w+)\s*,\s*" + STRING + r"\s*,\s*(\d+)\s*,\s*(\w+)\s*,\s*(\d+)\s*,\s*" + STRING)
    japanese = {}
    for macro in ("HELP", "SENTENCE"):
        japanese[macro] = dict(rows("messages/ja.def", macro, r"(\w+)\s*,\s*" + STRING))
    return enums, options, fields, findings, japanese


class Writer:
    def __init__(self):
        self.policies = []
        self.strings = {"en-US": {}, "ja-JP": {}}
        self.presentations = []

    def text(self, id, english, japanese):
        self.strings["en-US"][id] = english
        self.strings["ja-JP"][id] = japanese
        return "$(string.%s)" % id

    def policy(self, id, key, category, elements, presentation, value=""):
        """One policy; its name and help are the strings ID and ID_help without the layer's ending, so that both layers share them."""
        base = id[:-4] if id.endswith("_rec") else id
        self.policies.append(
            '    <policy name=%s class="Both" displayName="$(string.%s)" explainText="$(string.%s_help)" presentation="$(presentation.%s)" key=%s%s>\n'
            '      <parentCategory ref="%s" />\n      <supportedOn ref="SUPPORTED_Sekisho" />\n%s    </policy>\n'
            % (quoteattr(id), base, base, id, quoteattr(key), value, category, elements))
        self.presentations.append('      <presentation id="%s">%s</presentation>\n' % (id, presentation))


def enumeration(w, id, key, values):
    items = "".join('          <item displayName="%s">\n            <value>\n              <string>%s</string>\n            </value>\n          </item>\n'
                    % (w.text("value_" + v, v, v), escape(v)) for v in values)
    return '      <elements>\n        <enum id="%s_value" valueName=%s required="true">\n%s        </enum>\n      </elements>\n' % (id, quoteattr(key), items)


def option(w, layer, enums, symbol, key, kind, default):
    id = symbol + layer["ending"]
    label = escape(key)
    if kind == "BOOL":
        w.policy(id, layer["key"], layer["category"],
                 '      <enabledValue>\n        <decimal value="1" />\n      </enabledValue>\n      <disabledValue>\n        <decimal value="0" />\n      </disabledValue>\n',
                 "", " valueName=" + quoteattr(key))
        return
    if kind == "INT":
        e = '      <elements>\n        <decimal id="%s_value" valueName=%s minValue="0" maxValue="4294967295" required="true" />\n      </elements>\n' % (id, quoteattr(key))
        p = '<decimalTextBox refId="%s_value" defaultValue="%s">%s</decimalTextBox>' % (id, default, label)
    elif kind == "LIST":
        e = '      <elements>\n        <list id="%s_value" key=%s valuePrefix="" />\n      </elements>\n' % (id, quoteattr(layer["key"] + "\\" + key))
        p = '<listBox refId="%s_value">%s</listBox>' % (id, label)
    elif kind in enums:
        e = enumeration(w, id, key, enums[kind])
        p = '<dropdownList refId="%s_value" defaultItem="%d">%s</dropdownList>' % (id, enums[kind].index(default), label)
    else:
        e = '      <elements>\n        <text id="%s_value" valueName=%s required="true" maxLength="1023" />\n      </elements>\n' % (id, quoteattr(key))
        p = '<textBox refId="%s_value"><label>%s</label></textBox>' % (id, label)
    w.policy(id, layer["key"], layer["category"], e, p)


def main(out):
    enums, options, fields, findings, japanese = tables()
    w = Writer()
    actions = enums["ENUM_ACTION"]
    layers = [{"ending": "", "key": KEY, "category": "locked"},
              {"ending": "_rec", "key": KEY + "\\Recommended", "category": "recommended"}]
    for symbol, key, kind, default, text in options:
        shown = default.replace("\n", ", ")
        w.text("OPTION_" + symbol, key, key)
        helps = [text, japanese["HELP"].get(symbol, text)]
        helps = [h + "\n\n" + TEXTS[l]["default"].format(default=shown or TEXTS[l]["none"]) for h, l in zip(helps, TEXTS)]
        w.text("OPTION_" + symbol + "_help", *helps)
        for layer in layers:
            option(w, layer, enums, "OPTION_" + symbol, key, kind, default)
    for _, symbol, name, _, action, _, sentence in findings:
        w.text("FINDING_" + symbol, "on." + name, "on." + name)
        w.text("FINDING_" + symbol + "_help",
               TEXTS["en-US"]["finding_help"].format(default=action.lower(), sentence=sentence),
               TEXTS["ja-JP"]["finding_help"].format(default=action.lower(), sentence=japanese["SENTENCE"].get(symbol, sentence)))
        for layer in layers:
            id = "FINDING_" + symbol + layer["ending"]
            w.policy(id, layer["key"], "findings" + layer["ending"], enumeration(w, id, "on." + name, actions),
                     '<dropdownList refId="%s_value" defaultItem="%d">on.%s</dropdownList>' % (id, actions.index(action.lower()), escape(name)))
    names = ", ".join(f[1] for f in fields)
    w.text("RULES", "rule.*", "rule.*")
    w.text("RULES_help", *(TEXTS[l]["rule_help"].format(fields=names) for l in TEXTS))
    for layer in layers:
        id = "RULES" + layer["ending"]
        w.policy(id, layer["key"], "rules" + layer["ending"],
                 '      <elements>\n        <list id="%s_value" key=%s explicitValue="true" />\n      </elements>\n' % (id, quoteattr(layer["key"] + "\\rule")),
                 '<listBox refId="%s_value">rule.*</listBox>' % id)
    for id in ("supported", "locked", "recommended", "findings", "rules"):
        w.text("CAT_" + id, TEXTS["en-US"][id], TEXTS["ja-JP"][id])

    categories = [("locked", None, "locked"), ("findings", "locked", "findings"), ("rules", "locked", "rules"),
                  ("recommended", "locked", "recommended"), ("findings_rec", "recommended", "findings"), ("rules_rec", "recommended", "rules")]
    admx = ['<?xml version="1.0" encoding="utf-8"?>\n<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" '
            'revision="1.0" schemaVersion="1.0">\n  <policyNamespaces>\n    <target prefix="sekisho" namespace="Sekisho.Policies" />\n  </policyNamespaces>\n'
            '  <resources minRequiredRevision="1.0" />\n  <supportedOn>\n    <definitions>\n'
            '      <definition name="SUPPORTED_Sekisho" displayName="$(string.CAT_supported)" />\n    </definitions>\n  </supportedOn>\n  <categories>\n']
    for name, parent, label in categories:
        admx.append('    <category name="%s" displayName="$(string.CAT_%s)"%s\n' % (name, label, " />" if not parent else '>\n      <parentCategory ref="%s" />\n    </category>' % parent))
    admx += ["  </categories>\n  <policies>\n"] + w.policies + ["  </policies>\n</policyDefinitions>\n"]
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "Sekisho.admx"), "w", encoding="utf-8", newline="\r\n") as f:
        f.write("".join(admx))
    for language, texts in TEXTS.items():
        os.makedirs(os.path.join(out, language), exist_ok=True)
        with open(os.path.join(out, language, "Sekisho.adml"), "w", encoding="utf-8", newline="\r\n") as f:
            f.write('<?xml version="1.0" encoding="utf-8"?>\n<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" '
                    'revision="1.0" schemaVersion="1.0">\n  <displayName>%s</displayName>\n  <description>%s</description>\n  <resources>\n    <stringTable>\n'
                    % (escape(texts["name"]), escape(texts["description"])))
            for id, text in w.strings[language].items():
                f.write('      <string id="%s">%s</string>\n' % (id, escape(text)))
            f.write("    </stringTable>\n    <presentationTable>\n" + "".join(w.presentations) + "    </presentationTable>\n  </resources>\n</policyDefinitionResources>\n")
    print("%d options, %d findings, %d policies" % (len(options), len(findings), len(w.policies)))


main(sys.argv[1])
