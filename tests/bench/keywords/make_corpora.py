#!/usr/bin/python3
"""Makes the texts and keyword lists of the keyword bench from Debian packages (downloaded by apt-get, unpacked, never installed).

Usage: make_corpora.py FOLDER [megabytes]
  en.txt      ASCII manuals (manpages)
  ja.txt      Japanese manuals          jawrap.txt  the same without ASCII, a line end every 35 characters
  mail.txt    Japanese mails put together from these: CRLF wraps, quotes, full-width and half-width paragraphs, signatures, English
  kw.10 kw.1000 kw.10000 kw.50000       names of people, places and companies (mecab-ipadic), English words and names (wamerican-huge)
Everything is drawn with a fixed seed, so that figures can be compared."""
import glob
import gzip
import os
import random
import re
import subprocess
import sys
import unicodedata

PACKAGES = ["manpages-ja", "manpages", "wamerican-huge", "mecab-ipadic"]


def unpack(folder):
    where = os.path.join(folder, "packages")
    os.makedirs(where, exist_ok=True)
    for package in PACKAGES:
        if not glob.glob(os.path.join(where, package + "_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=where, check=True, stdout=subprocess.DEVNULL)
        target = os.path.join(where, package)
        if not os.path.isdir(target):
            subprocess.run(["dpkg-deb", "-x", glob.glob(os.path.join(where, package + "_*.deb"))[0], target], check=True)
    return where


def manual(path):
    """The prose of a manual page as paragraphs."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as f:
        lines = []
        for line in f:
            if re.match(r"\.(B|I|R|BR|BI|RB|RI|IR|IB|SM|SB) ", line):
                line = line.split(" ", 1)[1].replace('"', "")
            elif line.startswith((".", "'")):
                lines.append("")
                continue
            line = re.sub(r"\\f[A-Z]|\\f\(..|\\f\[[^]]*\]|\\s[-+]?\d|\\&|\\c$", "", line.rstrip("\n"))
            lines.append(line.replace("\\-", "-").replace("\\e", "\\").replace("\\(aq", "'"))
    return [p.strip() for p in re.split(r"\n\n+", "\n".join(lines)) if len(p.strip()) > 60]


def manuals(folder, language):
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "usr/share/man", language, "man*/*.gz"))):
        if not os.path.islink(path):
            found += manual(path)
    return found


def mails(japanese, english, r, size):
    out, done = [], 0
    while done < size:
        body = []
        for _ in range(r.randint(3, 9)):
            kind = r.random()
            text = r.choice(english if kind < 0.12 else japanese).replace("\n", "" if kind >= 0.12 else " ")
            if kind > 0.94:
                text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
            elif kind > 0.90:
                text = "".join(HALF.get(c, c) for c in unicodedata.normalize("NFD", text)).replace("\u3099", "ﾞ").replace("\u309a", "ﾟ")
                text = unicodedata.normalize("NFC", text)
            if r.random() < 0.1:
                text = r.choice("①②③④⑤") + text
            if r.random() < 0.1:
                text = r.choice(["㈱山田商事", "(株)山田商事", "㈲佐藤"]) + "の件、" + text
            lines, line, width = [], "", 0
            for c in text:
                w = 2 if ord(c) > 0x2E80 else 1
                if width + w > 72 and (w == 2 or c == " "):
                    lines.append(line)
                    line, width = "", 0
                line += c
                width += w
            lines.append(line)
            quote = "> " if r.random() < 0.2 else ""
            body += [quote + one for one in lines] + [""]
        body += ["-- ", "山田 太郎 <yamada@example.co.jp>", "example株式会社 営業部", "TEL 03-0000-%04d" % r.randint(0, 9999), ""]
        mail = "\r\n".join(body) + "\r\n"
        out.append(mail)
        done += len(mail.encode())
    return "".join(out)


HALF = dict(zip("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
                "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ"))


def blow_up(paragraphs, r, size, between="\n\n"):
    out, done = [], 0
    while done < size:
        p = r.choice(paragraphs) + between
        out.append(p)
        done += len(p.encode())
    return "".join(out)


def keywords(where, r, texts):
    names, words = set(), set()
    for name in ("Noun.name", "Noun.place", "Noun.org"):
        with open(os.path.join(where, "mecab-ipadic/usr/share/mecab/dic/ipadic", name + ".csv"), encoding="euc_jp", errors="ignore") as f:
            names.update(line.split(",")[0] for line in f)
    names = {n for n in names if 2 <= len(n) <= 12 and "\ufffd" not in n}
    with open(os.path.join(where, "wamerican-huge/usr/share/dict/american-english-huge"), encoding="utf-8") as f:
        english = [w.strip() for w in f]
    english = [w for w in english if w.isascii() and "'" not in w and len(w) >= 4]
    words.update(r.sample(english, 60000))
    for _ in range(15000):
        words.add(r.choice(english) + " " + r.choice(english))
    russian = ["конфиденциально", "секретно", "договор", "паспорт", "зарплата", "для служебного пользования", "коммерческая тайна"]
    korean = ["대외비", "비밀", "기밀 문서", "주민등록번호", "계약서"]
    arabic = ["سري", "سري للغاية", "عقد", "راتب"]
    real = ["社外秘", "極秘", "部外秘", "マイナンバー", "機密", "取扱注意", "confidential", "strictly confidential", "internal use only", "人事考課",
            "健康診断結果", "給与明細", "顧客名簿", "口座番号", "password", "secret", "proprietary", "trade secret"] + russian + korean + arabic
    # A keyword that stands on every page is nobody's keyword: such words are dropped.
    sample = "".join(t[:400000] for t in texts).lower()
    def sparse(w):
        return sample.count(w.lower()) <= 6
    names, words = sorted(names), sorted(words)
    r.shuffle(names)
    r.shuffle(words)
    names = [n for n in names[:34000] if len(n) > 3 or sparse(n)]
    words = [w for w in words[:34000] if len(w) > 9 or sparse(w)]
    mixed = real[:]
    for a, b in zip(names, words):
        mixed += [a, b]
    return mixed


def main():
    folder, size = sys.argv[1], int(float(sys.argv[2]) * 1e6) if len(sys.argv) > 2 else 16000000
    r = random.Random(20)
    where = unpack(folder)
    japanese = [p for p in manuals(os.path.join(where, "manpages-ja"), "ja") if any(ord(c) > 0x3000 for c in p)]
    english = [p for p in manuals(os.path.join(where, "manpages"), "") if p.isascii()]
    texts = {"en": blow_up(english, r, size), "ja": blow_up(japanese, r, size), "mail": mails(japanese, english, r, size)}
    pure = re.sub(r"[\x00-\x7f]+", "", blow_up(japanese, r, size * 5 // 4))
    texts["jawrap"] = "\n".join(pure[i:i + 35] for i in range(0, len(pure), 35))
    for name, text in texts.items():
        with open(os.path.join(folder, name + ".txt"), "wb") as f:
            data = text.encode("utf-8")[:size]
            f.write(data[:len(data) - 4] + data[-4:].decode("utf-8", "ignore").encode())
    mixed = keywords(where, r, [texts["ja"], texts["en"], texts["mail"]])
    for count in (10, 1000, 10000, 50000):
        chosen = mixed[:14] if count == 10 else mixed
        with open(os.path.join(folder, "kw.%d" % count), "w", encoding="utf-8") as f:
            f.write("\n".join(chosen[:count]) + "\n")
    print({name: len(text.encode()) for name, text in texts.items()}, len(mixed), "keywords")


main()
