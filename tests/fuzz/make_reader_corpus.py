#!/usr/bin/python3
"""Writes seeds (corpus/<target>) and words (<target>.dict) for the readers of zips, OpenDocument, PDF, rich text, pictures, text and other
archives. Zip entries are stored, not packed, so that a changed byte is a changed letter. Its output is committed."""
import gzip
import io
import os
import re
import struct
import tarfile
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "..", "core", "src")
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def write(target, name, data):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def words(target, *sources, extra=()):
    """Strings of the reader's own tables make its dictionary."""
    found = set(extra)
    for source in sources:
        text = open(os.path.join(SOURCES, source), encoding="utf-8").read()
        for table in re.findall(r"(?:names|words|keys|magics|properties|kinds)\[\] = \{(.*?)\};", text, re.S):
            found |= set(re.findall(r'"([A-Za-z][A-Za-z0-9:._/-]{1,24})"', table))
    with open(os.path.join(HERE, target + ".dict"), "w", encoding="ascii") as f:
        for i, word in enumerate(sorted(found)):
            f.write('w%d="%s"\n' % (i, "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else "\\x%02x" % ord(c) for c in word)))


def pieces(*parts):
    """What packaged_fuzz.h cuts apart again: each part behind its length."""
    return b"".join(struct.pack("<H", len(p)) + p for p in (part if isinstance(part, bytes) else part.encode() for part in parts))


def numbers(target, source, pattern, extra=()):
    """The record numbers that a binary reader knows, as they stand in a file."""
    text = open(os.path.join(SOURCES, source), encoding="utf-8").read()
    found = {struct.pack("<H", int(n, 16)).decode("latin-1") for n in re.findall(pattern, text)}
    words(target, extra=sorted(found) + list(extra))


def rels(*rows):
    return "<Relationships>" + "".join('<Relationship Id="r%d" Type="%s%s" Target="%s"%s/>' % (i, REL, t, p, ' TargetMode="External"' if ":" in p else "")
                                       for i, (t, p) in enumerate(rows)) + "</Relationships>"


def stored(*entries, packed=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as z:
        for name, data in entries:
            z.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    return out.getvalue()


def package(main, *parts):
    return [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rels(("officeDocument", main), ("extended-properties", "docProps/app.xml"), ("x/core-properties", "docProps/core.xml"))),
            ("docProps/app.xml", "<Properties><Company>c</Company><TitlesOfParts><vector><lpstr>s</lpstr></vector></TitlesOfParts></Properties>"),
            ("docProps/core.xml", "<c:p xmlns:c='c'><c:creator>a</c:creator></c:p>"), *parts]


def office():
    word = package("word/document.xml", ("word/_rels/document.xml.rels", rels(("styles", "styles.xml"), ("comments", "comments.xml"), ("attachedTemplate", "file:///x"), ("chart", "charts/c.xml"))),
                   ("word/styles.xml", "<s><style styleId='a'><rPr><vanish/></rPr></style><style styleId='b'><basedOn val='a'/></style></s>"),
                   ("word/comments.xml", "<c><comment id='0'><p><r><t>note</t></r></p></comment></c>"), ("word/charts/c.xml", "<c><pt><v>cached</v></pt></c>"),
                   ("word/vbaProject.bin", "m"), ("word/embeddings/o.bin", "o"),
                   ("word/document.xml", "<d><body><p><pPr><pStyle val='b'/></pPr><r><rPr><vanish/><color val='FFFFFF'/></rPr><t>a</t><tab/><br/></r><ins><r><t>b</t></r></ins><del><r><delText>c</delText></r></del>"
                    "<fldSimple instr='DDE x'/><ruby><rt><r><t>r</t></r></rt></ruby><r><drawing><docPr descr='alt'/><txbxContent><p><r><t>box</t></r></p></txbxContent></drawing></r></p>"
                    "<tbl><tr><tc><p><r><t>cell</t></r></p></tc></tr></tbl></body></d>"))
    sheet = package("xl/workbook.xml", ("xl/workbook.xml", "<w xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet name='a' r:id='r0'/><sheet name='h' state='veryHidden' r:id='r1'/></sheets></w>"),
                    ("xl/_rels/workbook.xml.rels", rels(("worksheet", "worksheets/s1.xml"), ("xlMacrosheet", "worksheets/s2.xml"), ("sharedStrings", "ss.xml"), ("styles", "st.xml"),
                                                        ("pivotCacheDefinition", "p.xml"), ("externalLink", "e.xml"), ("connections", "c.xml"), ("revisionLog", "rl.xml"))),
                    ("xl/ss.xml", "<sst><si><t>one</t></si><si><r><t>two</t></r><rPh><t>x</t></rPh></si></sst>"),
                    ("xl/st.xml", "<s><numFmts><numFmt numFmtId='170' formatCode='yyyy/m/d'/></numFmts><cellXfs><xf numFmtId='170'/></cellXfs></s>"),
                    ("xl/worksheets/s1.xml", "<w><cols><col min='2' max='3' hidden='1'/></cols><sheetData><row r='1' hidden='1'><c r='A1' t='s' s='0'><v>1</v></c><c r='B1' s='0'><v>40000.5</v></c>"
                     "<c t='inlineStr'><is><t>in</t></is></c><c t='b'><v>1</v></c></row></sheetData><autoFilter ref='A1:B2'/><headerFooter><oddHeader>h</oddHeader></headerFooter></w>"),
                    ("xl/worksheets/_rels/s1.xml.rels", rels(("comments", "../c1.xml"), ("table", "../t.xml"), ("drawing", "../d.xml"))), ("xl/c1.xml", "<c><comment ref='A1'><text><t>note</t></text></comment></c>"),
                    ("xl/t.xml", "<t><autoFilter ref='A1'><filterColumn/></autoFilter></t>"), ("xl/d.xml", "<d><p><r><t>shape</t></r></p></d>"),
                    ("xl/worksheets/s2.xml", "<w><sheetData><row><c><f>EXEC()</f></c></row></sheetData></w>"),
                    ("xl/p.xml", "<p><cacheField name='n'><sharedItems><s v='a'/></sharedItems></cacheField></p>"), ("xl/_rels/p.xml.rels", rels(("pivotCacheRecords", "pr.xml"))),
                    ("xl/pr.xml", "<p><r><x v='0'/><n v='1'/></r></p>"), ("xl/e.xml", "<e><ddeLink ddeService='a' ddeTopic='b'/><row r='1'><cell r='A1'><v>v</v></cell></row></e>"),
                    ("xl/rl.xml", "<revisions><rcc><oc r='B2' t='inlineStr'><is><t>old</t><rPh><t>x</t></rPh></is></oc><nc/></rcc><rrc><rcc><oc><v>1</v></oc></rcc></rrc></revisions>"), ("xl/c.xml", "<c connection='x'/>"))
    show = package("ppt/presentation.xml", ("ppt/presentation.xml", "<p xmlns:r='r'><sldIdLst><sldId id='1' r:id='r0'/></sldIdLst><sldSz cx='100' cy='100'/></p>"),
                   ("ppt/_rels/presentation.xml.rels", rels(("slide", "slides/s.xml"), ("slideMaster", "m.xml"))), ("ppt/m.xml", "<m><sp><ph/><p><t>click</t></p></sp><sp><p><t>own</t></p></sp></m>"),
                   ("ppt/slides/s.xml", "<sld show='0'><sp><cNvPr descr='d'/><xfrm><off x='200' y='0'/><ext cx='1' cy='1'/></xfrm><p><r><t>text</t></r></p></sp><tbl><tr><tc><p><t>c</t></p></tc></tr></tbl></sld>"),
                   ("ppt/slides/_rels/s.xml.rels", rels(("notesSlide", "../n.xml"), ("comments", "../c.xml"))), ("ppt/n.xml", "<n><sp><ph type='body'/><p><t>say</t></p></sp></n>"), ("ppt/c.xml", "<c><cm><text>x</text></cm></c>"))
    fuzzed = {"docx": ("word/document.xml", "word/styles.xml", "word/comments.xml", None, "word/charts/c.xml", "docProps/app.xml"),
              "xlsx": ("xl/workbook.xml", "xl/ss.xml", "xl/st.xml", "xl/worksheets/s1.xml", "xl/worksheets/s2.xml", "xl/c1.xml", "xl/p.xml", "xl/pr.xml", "xl/e.xml", "xl/rl.xml"),
              "pptx": ("ppt/presentation.xml", "ppt/m.xml", "ppt/slides/s.xml", "ppt/n.xml", "ppt/c.xml")}
    for name, parts in (("docx", word), ("xlsx", sheet), ("pptx", show)):
        write("zip", name, stored(*parts))
        write(name, "parts", pieces(*(dict(parts)[part] if part else "<hdr><p><r><t>head</t></r></p></hdr>" for part in fuzzed[name])))
    write("opc", "parts", pieces("<Types><Default Extension='bin' ContentType='application/vnd.ms-office.vbaProject'/><Override PartName='/word/document.xml' "
          "ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/><Override PartName='/word/v.vml' ContentType='application/vnd.openxmlformats-officedocument.vmlDrawing'/></Types>",
          rels(("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml"), ("metadata/core-properties", "docProps/core.xml"), ("metadata/thumbnail", "word/x.bin")),
          rels(("customXml", "../customXml/item1.xml"), ("vmlDrawing", "v.vml"), ("oleObject", "x.bin"), ("attachedTemplate", "file:///t"), ("hyperlink", "http://a.example")),
          "<c:p xmlns:c='c'><c:creator>a</c:creator><c:lastModifiedBy>b</c:lastModifiedBy></c:p>",
          "<Properties><Company>c</Company><property name='n'><lpwstr>v</lpwstr></property><TitlesOfParts><vector><lpstr>s</lpstr></vector></TitlesOfParts></Properties>",
          "<xml><textbox><div>t</div></textbox><textpath string='w'/></xml>", "<i><e>v</e></i>", b"\xd0\xcf"))
    binary_workbook()
    odf = ("<d:content xmlns:d='urn:office:1.0'><styles><style name='T' family='text'><text-properties display='none'/></style><style name='ta' family='table'><table-properties display='false'/></style></styles><body>"
           "<tracked-changes><changed-region><deletion><change-info><creator>c</creator></change-info><p>old</p></deletion></changed-region></tracked-changes><p>a<span style-name='T'>h</span><s c='3'/><annotation><p>n</p></annotation></p>"
           "<table name='t' style-name='ta'><table-column visibility='collapse' number-columns-repeated='2'/><table-row visibility='filter'><table-cell number-columns-repeated='2'><p>c</p></table-cell></table-row></table>"
           "<page><p>s</p><notes><p>n</p></notes></page><database-range display-filter-buttons='true'/><dde-source dde-application='x'/></body></d:content>")
    write("zip", "odt", stored(("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m><file-entry full-path='Object 1/' media-type='application/vnd.oasis.opendocument.text'/></m>"),
                               ("meta.xml", "<d:meta xmlns:d='urn:office:1.0'><initial-creator>a</initial-creator><user-defined name='u'>v</user-defined></d:meta>"), ("styles.xml", "<s/>"), ("content.xml", odf), ("Basic/S/M.xml", "b")))
    write("odt", "parts", pieces(odf, "<s/>", "<d:meta xmlns:d='urn:office:1.0'><initial-creator>a</initial-creator></d:meta>", "<m><file-entry full-path='content.xml'/></m>"))
    write("zip", "packed", stored(("a.txt", "hello " * 50), ("d/b.csv", "1,2\n" * 20), packed=True))
    two = stored(("a", "x" * 20), ("\u8868", "y"))
    write("zip", "cut", two[:-30])
    write("zip", "behind", b"M" * 40 + two)
    write("odf", "flat", "<office:document office:mimetype=\"application/vnd.oasis.opendocument.text\" xmlns:office='urn:office:1.0'>" + odf.replace("xmlns:d='urn:office:1.0'", "xmlns:d='d'") + "</office:document>")


def record(number, payload=b""):
    """A record of a binary workbook ([MS-XLSB] 2.1.4): number and length in pieces of seven bits."""
    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    return head + bytes([len(payload)]) + payload


def binary_workbook():
    def wide(text):
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def cell(number, column, value):
        return record(number, struct.pack("<II", column, 0) + value)
    book = record(153, b"\1\0\0\0") + record(156, struct.pack("<II", 0, 1) + wide("r0") + wide("s")) + record(156, struct.pack("<II", 2, 2) + wide("r0") + wide("h"))
    strings = record(19, b"\0" + wide("one")) + record(19, b"\1" + wide("two"))
    styles = record(44, struct.pack("<H", 170) + wide("yyyy/m/d")) + record(617) + record(47, struct.pack("<HH", 0, 170)) + record(618)
    sheet = record(60, struct.pack("<IIII", 1, 2, 0, 0) + b"\1\0") + record(0, struct.pack("<I", 0) + b"\0" * 7 + b"\x10") + cell(7, 0, struct.pack("<I", 1)) + cell(2, 1, struct.pack("<I", 0x41))
    sheet += cell(5, 2, struct.pack("<d", 45000.5)) + cell(6, 3, wide("text")) + cell(8, 4, wide("sum")) + cell(9, 5, struct.pack("<d", 2)) + cell(62, 6, b"\0" + wide("rich")) + record(161)
    sheet += record(479, b"\0\0" + wide("head") + wide("foot"))
    comment = record(635, struct.pack("<IIIII", 0, 0, 0, 0, 0)) + record(637, b"\0" + wide("note"))
    write("xlsb", "parts", pieces(book, strings, styles, sheet, comment, record(24, wide("a")), record(31, wide("b"))))


def others():
    flate = zlib.compress(b"10 0 11 17 <</Author(Taro)>> <</S/JavaScript/JS(x)>>")
    meta = zlib.compress(b"<x><Description GPSLatitude='1'><creator><li>a</li></creator></Description></x>")
    pdf = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length " + str(len(flate)).encode() + b">>stream\n" + flate + b"\nendstream endobj\n"
    pdf += b"2 0 obj<</Type/Filespec/UF<FEFF0061>/F(a)/EF<</F 3 0 R>>>>endobj 3 0 obj<</Length 2>>stream\nhi\nendstream endobj 4 0 obj<</Type/Page/Annots[<</Subtype/Text/Contents(c)>>]>>endobj\n"
    pdf += b"5 0 obj<</Subtype/XML/Filter[/FlateDecode]/Length " + str(len(meta)).encode() + b">>stream\n" + meta + b"\nendstream endobj\ntrailer<</Info 10 0 R>>"
    write("pdf", "objects", pdf)
    lock = b"%%PDF-1.7\n1 0 obj<</V %d/R %d/Length 128/P -4/O<%s>/U<%s>>>endobj trailer<</Encrypt 1 0 R/ID[<0102><0102>]>>"
    for v, r in ((1, 2), (2, 3), (4, 4), (5, 6)):
        write("pdf", "lock%d" % r, lock % (v, r, b"41" * 48, b"42" * 48))
    write("rtf", "all", "{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 M;}}{\\info{\\author A}}{\\header h\\par}\\f0 \\'8e\\'d0\\u22806 ?{\\v gone}{\\deleted d}{\\footnote n}{\\*\\annotation c}"
          "\\trowd\\intbl a\\cell\\row\\pard{\\upr{x}{\\*\\ud y}}{\\field{\\*\\fldinst DDE x}{\\fldrslt r}}{\\object{\\*\\objdata 01050000020000000100000041000000000000000002000000d0cf}}{\\pict ffd8ff}{\\bin3 abc}\\par}")

    def exif(order):
        e = struct.Struct(order + "HHI4s").pack
        head = (b"MM" if order == ">" else b"II") + struct.pack(order + "HIH", 42, 8, 3)
        body = e(0x13B, 2, 4, b"abc\0") + e(0x8825, 4, 1, struct.pack(order + "I", 50)) + e(0x9C9D, 1, 4, b"a\0\0\0") + struct.pack(order + "I", 0)
        return head + body + struct.pack(order + "H", 1) + e(2, 5, 3, struct.pack(order + "I", 68)) + struct.pack(order + "I6I", 0, 35, 1, 41, 1, 0, 1)
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x><Description GPSLatitude='1'><title><li>t</li></title></Description></x>"
    for name, order in (("big", ">"), ("little", "<")):
        segment = b"Exif\0\0" + exif(order)
        write("image", "jpeg-" + name, b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + b"\xff\xfe\0\5abc\xff\xd9")
        write("image", "tiff-" + name, exif(order))
    chunks = b"".join(struct.pack(">I", len(d)) + t + d + b"crc." for t, d in ((b"eXIf", exif("<")), (b"tEXt", b"Author\0me"), (b"iTXt", b"Title\0\0\0en\0t\0x"), (b"IEND", b"")))
    write("image", "png", b"\x89PNG\r\n\x1a\n" + chunks)
    write("image", "heic", b"\0\0\0\x18ftypheic" + b"x" * 20 + b"Exif\0\0" + exif(">") + b"<x:xmpmeta></x:xmpmeta>")
    for charset in ("utf-8", "utf-16", "utf-32", "cp932", "euc-jp", "iso-2022-jp"):
        write("text", "csv-" + charset, "氏名,電話\n佐藤花子,\"09\"\"0\"\n鈴木,3\n".encode(charset))
    write("text", "plain", "one\ntwo\n\nthree\n")
    write("text", "tsv", "a\tb\n1\t2\n3\t4\n")
    write("dif", "table", 'TABLE\r\n0,1\r\n"t"\r\nDATA\r\n0,0\r\n""\r\n-1,0\r\nBOT\r\n1,0\r\n"a ""b""\r\nc"\r\n0,-1.5\r\nV\r\n-1,0\r\nEOD\r\n')
    write("dif", "cp932", 'TABLE\n0,1\n""\nDATA\n0,0\n""\n1,0\n"佐藤花子\n0,0\nERROR\n-1,0\nx\n-1,0\nEOD\ntail\n'.encode("cp932"))
    write("text", "script", "#!/bin/sh\necho\n")
    write("xmlfile", "entities", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \"y\">]><a b='c'>t&x;<script>s</script><![CDATA[d]]></a>")
    write("xmlfile", "labels", "<?xml version='1.0'?><p birth_date='1980-04-01'><Diagnosis>a<b>c</b>d</Diagnosis><氏名>e</氏名></p>")
    write("htmlfile", "plain", "<!-- a --> <?xml version='1.0'?><!DOCTYPE html><p>a<td>b")
    write("htmlfile", "tag", "<table><tr><td>a</td></tr></table>")
    write("htmlfile", "utf16", "<html><p>a".encode("utf-16"))
    write("text", "address.vcf", "BEGIN:VCARD\nADR;TYPE=HOME:;101;4-2-8;港区;東京都;105-0011;日本\nitem1.adr:;;1 High Street;Reading;;RG1\nNOTE:a\\nb\\, c\nEND:VCARD")
    write("xmlfile", "utf16", "<?xml version='1.0'?><a>t</a>".encode("utf-16"))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        info = tarfile.TarInfo("dir/a.txt")
        info.size = 5
        t.addfile(info, io.BytesIO(b"hello"))
    write("archive", "tar", out.getvalue()[:2048])
    write("archive", "gzip", gzip.compress(b"hello", mtime=0))
    write("archive", "7z-aes", b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 4 + struct.pack("<QQI", 0, 10, 0) + b"\x17\6\6\xf1\7\1abcd")
    write("archive", "rar4", b"Rar!\x1a\7\0" + b"\0\0\x73" + struct.pack("<HH", 0, 13) + b"\0" * 6 + b"\0\0\x74" + struct.pack("<HHI", 0x8004, 40, 2) + b"x" * 40)
    write("archive", "rar5", b"Rar!\x1a\7\1\0" + b"\0\0\0\0\x0a\2\1\3\2\1\1" + b"\0" * 10 + b"\0\0\0\0\3\5\0\0")
    write("known", "exe", b"MZ" + b" " * 58 + struct.pack("<I", 64) + b"PE\0\0" + stored(("a", "b")))
    write("known", "cms", bytes.fromhex("3082010006092a864886f70d010703"))
    write("known", "riff", b"RIFF1234WAVE")


def xml_scan():
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n"
    write("xml_scan", "sheet", head + "<worksheet xmlns='s'><row r='1' x:d='0.4' xmlns:x='e'><c r='A1' t='s'><v>0</v></c><c r='B1'/></row></worksheet>")
    write("xml_scan", "document", head + "<w:document xmlns:w='w' xmlns:r='r'><w:p r:id='1'><w:r><w:t xml:space='preserve'>\u8868 &amp; &#x8868;</w:t></w:r></w:p></w:document>\n")
    write("xml_scan", "text", "<a>one\r\ntwo\rthree ]] &lt;&gt;&quot;&apos;&#13;<![CDATA[ raw ]] \r\n]]><!-- - --><?pi x?></a><!-- after --><?p?>")
    write("xml_scan", "attributes", "<a b = 'x\ty\r\nz' c='&amp;&#38;&#10;\u8868' d=\"'\" xmlns:p='&amp;' p:e='' p:f:g='' :h='' i:=''><j:k:l></j:k:l></a>")
    write("xml_scan", "namespaces", "<a xmlns='u' xmlns:p='v'><b xmlns='' xmlns:p=''/><p:c xml:d='' q:d='' xmlns:q='v' p:d=''/><d xmlns:xml='w' xmlns:xmlns='w'/></a>")
    write("xml_scan", "names", "<a><\u8868 \u6570\u00b7=''>\U00020bb7</\u8868><b.c-d_1/></a>")
    write("xml_scan", "content", "t<b c='d'>&undeclared;</b>]]><a></a ><")


office()
others()
xml_scan()
words("zip", "formats/docx.c", "formats/xlsx.c", "formats/pptx.c", "formats/dml.c", "formats/ooxml.c", "formats/odf.c", "formats/odf_content.c",
      extra=("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07", "PK\x07\x08"))
words("opc", "formats/ooxml.c", "formats/opc.c", extra=("Override", "Default", "PartName", "ContentType", "Extension", "Relationship", "Target", "TargetMode", "External", "Type", "Id"))
words("docx", "formats/docx.c", "formats/dml.c", "formats/ooxml.c")
words("xlsx", "formats/xlsx.c", "formats/revisions.c", "formats/dml.c", "formats/ooxml.c")
words("pptx", "formats/pptx.c", "formats/dml.c", "formats/ooxml.c")
words("odt", "formats/odf.c", "formats/odf_content.c")
words("xlsb", extra=tuple(record(n)[:-1].decode("latin-1") for n in (0, 2, 5, 6, 7, 8, 9, 19, 24, 31, 44, 47, 60, 62, 153, 156, 161, 479, 617, 618, 635, 637)))
numbers("biff", "formats/xls.c", r"\bR_\w+ = 0x([0-9A-F]{4})", ("\x09\x08\x10\x00\x00\x06\x05\x00", "\x09\x08\x10\x00\x00\x06\x10\x00"))
numbers("ppt", "formats/ppt.c", r"\bRT_\w+ = 0x([0-9A-F]{4})", ("\x0f\x00",))
numbers("doc", "formats/doc.c", r"op == 0x([0-9A-F]{4})", ("\xec\xa5", "\xdc\xa5", "\x13", "\x14", "\x15", "DDEAUTO"))
numbers("msg", "formats/msg.c", r"\bP_\w+ = 0x([0-9A-F]{4})", ("LZFu", "MELA", "{\\rtf1", "\\fromhtml1", "<html>"))
numbers("oleprops", "formats/oleprops.c", r"\bVT_\w+ = 0x([0-9A-F]{4})", ("\xfe\xff", "\x1e\x00\x00\x00", "\x1f\x00\x00\x00", "\xb0\x04\x00\x00", "\xe4\x03\x00\x00"))
words("cfb", extra=("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\xfe\xff\xff\xff", "\xff\xff\xff\xff", "\xfd\xff\xff\xff", "R\0o\0o\0t\0"))
words("ooxml_crypt", extra=("keyData", "encryptedKey", "spinCount", "saltValue", "hashAlgorithm", "SHA512", "cipherChaining", "ChainingModeCBC", "blockSize", "\x04\x00\x04\x00", "\x03\x00\x02\x00"))
words("odf", "formats/odf.c", "formats/odf_content.c")
words("rtf", "formats/rtf.c", extra=("\\'8e", "{\\*\\", "\\u-1"))
words("pdf", extra=("obj", "endobj", "stream", "endstream", "trailer", "/Encrypt", "/ObjStm", "/Filter", "/FlateDecode", "/EF", "/JS", "/Type", "/XRef", "<<", ">>", " 0 R"))
words("image", extra=("Exif\x00\x00", "http://ns.adobe.com/xap/1.0/", "eXIf", "iTXt", "tEXt", "ftypheic", "II*\x00", "MM\x00*"))
words("text", extra=("\x1b$B", "\x1b(B", "\r\n", "\"\"", "\xef\xbb\xbf", "\xff\xfe"))
words("xmlfile", extra=("<!DOCTYPE", "<!ENTITY", "<![CDATA[", "]]>", "&#x", "<?xml", "xmlns"))
words("xml_scan", extra=("<!--", "-->", "--", "<![CDATA[", "]]>", "&#x", "&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "<?xml", "?>", "xmlns=\'", "xmlns:p=\'", "xml:space=\'", "/>", "</a>",
                          "\r\n", "\xef\xbf\xbe", "\xed\xa0\x80", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"))
words("archive", extra=("7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07", "MSCF", "ustar", "-lh5-", "\x06\xf1\x07\x01"))
words("known", extra=("MZ", "PE\x00\x00", "RIFF", "ftyp", "PK\x05\x06"))
