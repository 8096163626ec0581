#!/usr/bin/python3
"""Writes the large inputs of the speed measurement: members.xlsx (27,763 rows x 31 columns of invented members, about 9 MB), report.docx (long
Japanese and English text, about 21 MB) and dense.docx (the same with hardly any markup). Usage: make_office.py DIR [ROWS]

The XML has the shape that Excel and Word write (shared strings, styles, run properties), so that a reader meets the usual ratio of markup to
text. Of 39 public .docx files in a collection of test files, the seven whose word/document.xml is over 20 KB hold 7.4 % of its bytes as text (all 39:
7.3 %; the single files 1.8 .. 15.3 %; the large Japanese one, written by Word, 9.1 %), with 20 characters and 258 bytes of markup to a run and
four runs to a paragraph. report.docx takes those 20 characters, 258 bytes and four runs; Japanese being three bytes a character, about 12 % of it
is text. dense.docx holds about 70 % text, which no file of an office does: the worst that a reader can meet. All people are invented."""
import os
import random
import sys
import zipfile

SURNAMES = ("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 髙島 渡邊 山崎 森 池田 橋本 阿部 石川 山下 "
            "中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 中野 原田 三浦 竹内 中川 松田 小野 田村").split()
GIVEN = ("花子 太郎 美咲 翔太 陽菜 大輔 さくら 健一 由美子 誠 明日香 直樹 恵 拓也 千尋 隆 真由美 浩二 彩 和也".split() +
         [a + b for a in "健雄智裕英義和幸正清" for b in "一二郎樹之介人彦夫司"] + [a + b for a in "美千智真由佳優菜奈沙" for b in "子美恵香代里穂紀衣織"])
KANA = "サトウ スズキ タカハシ タナカ イトウ ワタナベ ヤマモト ナカムラ ハナコ タロウ ミサキ ショウタ".split()
CITIES = "東京都中央区本町 大阪府大阪市北区梅田 愛知県名古屋市中区栄 北海道札幌市中央区北一条 福岡県福岡市博多区 宮城県仙台市青葉区".split()
WORDS = ("本報告書は 会員の 皆様に 関する 調査の 結果を まとめた ものです 対象と なる 期間は 次の とおり であり 詳細は 別紙を 参照 してください "
         "the report summarises results of a survey among members and describes how data were collected and kept").split()
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/"


def column(n):
    s = ""
    while n:
        n, r = divmod(n - 1, 26)
        s = chr(65 + r) + s
    return s


def package(path, main, kind, extra):
    z = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
    z.writestr("[Content_Types].xml", XML + '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
               '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
               % (PKG, main, kind))
    z.writestr("_rels/.rels", XML + '<Relationships xmlns="%srelationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="%s"/></Relationships>' % (PKG, REL, main))
    folder, name = main.split("/")
    z.writestr("%s/_rels/%s.rels" % (folder, name), XML + '<Relationships xmlns="%srelationships">%s</Relationships>'
               % (PKG, "".join('<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (i, REL, t, p) for i, (t, p) in enumerate(extra, 1))))
    return z


def members(path, rows):
    rnd = random.Random(1)
    strings, order = {}, []

    def shared(text):
        if text not in strings:
            strings[text] = len(order)
            order.append(text)
        return strings[text]
    heads = ["会員番号", "氏名", "フリガナ", "性別", "生年月日", "郵便番号", "住所", "電話番号", "携帯電話", "メールアドレス", "入会日", "区分"] + ["項目%d" % i for i in range(13, 32)]
    z = package(path, "xl/workbook.xml", "spreadsheetml.sheet", [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")])
    z.writestr("xl/workbook.xml", XML + '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s"><sheets><sheet name="会員" sheetId="1" r:id="rId1"/></sheets></workbook>' % REL)
    z.writestr("xl/styles.xml", XML + '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
    with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
        f.write((XML + '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>').encode())
        for r in range(1, rows + 2):
            cells = ['<row r="%d" spans="1:31" x14ac:dyDescent="0.4" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">' % r]
            if r == 1:
                values = heads
            else:
                i = rnd.randrange(1 << 30)
                values = [str(100000 + r), rnd.choice(SURNAMES) + "　" + rnd.choice(GIVEN), rnd.choice(KANA) + " " + rnd.choice(KANA), rnd.choice("男女"), 20000 + i % 20000,
                          "%03d-%04d" % (i % 1000, i % 9973), "%s%d丁目%d番%d号%s%d号室" % (rnd.choice(CITIES), i % 9 + 1, i % 31 + 1, i % 17 + 1, rnd.choice(["コーポ", "メゾン", "ハイツ"]), rnd.randrange(101, 999)), "03-%04d-%04d" % (i % 9000 + 1000, i % 9001),
                          "090-%04d-%04d" % (i % 9000 + 1000, i % 8999), "%s%d@example.jp" % ("".join(rnd.choice("aeiou" if k % 2 else "kstnhmyr") for k in range(6)), r), 40000 + i % 5000, rnd.choice(["正会員", "準会員", "賛助会員"])]
                values += [rnd.randrange(10**12) / 1000 if k % 3 == 0 else rnd.randrange(30000, 46000) if k % 3 == 1 else
                           "%d年度会費%d円%s、受付番号%08d" % (rnd.randrange(1990, 2026), rnd.randrange(100, 9999) * 10, rnd.choice(["納入", "未納", "免除", "一部納入"]), rnd.randrange(10**8)) if k != 14 else
                           rnd.choice(["", "済", "未", "対象外"]) for k in range(13, 32)]
            for c, v in enumerate(values, 1):
                ref = column(c) + str(r)
                if v == "":
                    cells.append('<c r="%s" s="0"/>' % ref)
                elif isinstance(v, str):
                    cells.append('<c r="%s" s="0" t="s"><v>%d</v></c>' % (ref, shared(v)))
                else:
                    cells.append('<c r="%s" s="%d"><v>%s</v></c>' % (ref, 1 if c in (5, 11) or (c > 12 and c % 3 == 1) else 0, v))
            cells.append("</row>")
            f.write("".join(cells).encode())
        f.write(b"</sheetData></worksheet>")
    with z.open("xl/sharedStrings.xml", "w", force_zip64=True) as f:
        f.write((XML + '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">' % len(order)).encode())
        for text in order:
            f.write(("<si><t>%s</t><phoneticPr fontId=\"1\"/></si>" % text).encode())
        f.write(b"</sst>")
    z.close()


def words(rnd, least, most):
    return "".join(rnd.choice(WORDS) + rnd.choice(["", " ", "、", str(rnd.randrange(100000))]) for _ in range(rnd.randrange(least, most)))


def report(path, size):
    """Runs as Word writes them while a text is edited: each with its ids, fonts, sizes and languages."""
    rnd = random.Random(3)
    z = package(path, "word/document.xml", "wordprocessingml.document", [])

    def rsid():
        return "00%06X" % rnd.choice(sessions)
    sessions = [rnd.randrange(1 << 24) for _ in range(200)]
    with z.open("word/document.xml", "w", force_zip64=True) as f:
        f.write((XML + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
                       'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>').encode())
        written = 0
        while written < size:
            paragraph = ['<w:p w14:paraId="%08X" w14:textId="%08X" w:rsidR="%s" w:rsidRDefault="%s" w:rsidP="%s"><w:pPr><w:pStyle w:val="a3"/><w:spacing w:line="360" w:lineRule="auto"/>'
                         '<w:ind w:firstLineChars="100" w:firstLine="210"/></w:pPr>' % (rnd.randrange(1 << 31), rnd.randrange(1 << 31), rsid(), rsid(), rsid())]
            for _ in range(rnd.randrange(2, 7)):
                paragraph.append('<w:r w:rsidR="%s"%s><w:rPr><w:rFonts w:ascii="ＭＳ 明朝" w:hAnsi="ＭＳ 明朝"%s/>%s</w:rPr><w:t%s>%s</w:t></w:r>'
                                 % (rsid(), ' w:rsidRPr="%s"' % rsid() if rnd.random() < .5 else "", rnd.choice(['', ' w:hint="eastAsia"', ' w:eastAsia="ＭＳ 明朝" w:cs="Times New Roman"']),
                                    rnd.choice(['<w:sz w:val="21"/><w:szCs w:val="21"/>', '<w:b/><w:bCs/>', '<w:color w:val="000000"/><w:lang w:eastAsia="ja-JP"/>']),
                                    rnd.choice(["", ' xml:space="preserve"']), words(rnd, 2, 6)))
            paragraph.append("</w:p>")
            block = "".join(paragraph).encode()
            written += len(block)
            f.write(block)
        f.write(b"<w:sectPr/></w:body></w:document>")
    z.close()


def dense(path, size):
    rnd = random.Random(2)
    z = package(path, "word/document.xml", "wordprocessingml.document", [])
    with z.open("word/document.xml", "w", force_zip64=True) as f:
        f.write((XML + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>').encode())
        written = 0
        while written < size:
            runs = []
            for _ in range(rnd.randrange(2, 6)):
                runs.append('<w:r w:rsidR="00%06X"><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>' % (rnd.randrange(1 << 24), words(rnd, 20, 60)))
            block = ('<w:p w14:paraId="%08X" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:pPr><w:jc w:val="left"/></w:pPr>%s</w:p>' % (rnd.randrange(1 << 31), "".join(runs))).encode()
            written += len(block)
            f.write(block)
        f.write(b"<w:sectPr/></w:body></w:document>")
    z.close()


if __name__ == "__main__":
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    members(os.path.join(out, "members.xlsx"), int(sys.argv[2]) if len(sys.argv) > 2 else 27763)
    if len(sys.argv) <= 2:
        report(os.path.join(out, "report.docx"), 212_000_000)
        dense(os.path.join(out, "dense.docx"), 68_600_000)
