#!/usr/bin/python3
"""Writes the seeds of the compound file targets (corpus/<target>) from tests/fixtures/office: streams in the pieces that wrapped_fuzz.h
cuts its input into. Needs python3-olefile; its output is committed."""
import base64
import hashlib
import os
import struct
import subprocess
import zipfile

import olefile

HERE = os.path.dirname(os.path.abspath(__file__))
OFFICE = os.path.join(HERE, "..", "fixtures", "office")


def piece(data):
    return struct.pack("<H", min(len(data), 0xFFFF)) + data[:0xFFFF]


def write(target, name, data):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    open(os.path.join(folder, name), "wb").write(data)


def stream(path, *names):
    with olefile.OleFileIO(path) as ole:
        return [ole.openstream(n).read() if ole.exists(n) else b"" for n in names]


def biff_record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def aes_cbc(key, iv, data):
    return subprocess.run(["openssl", "enc", "-aes-128-cbc", "-nopad", "-K", key.hex(), "-iv", iv[:16].hex()], input=data, stdout=subprocess.PIPE, check=True).stdout


def agile(plain):
    """[MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15: a package locked with the password that Office knows itself; two rounds, so that fuzzing is fast."""
    salt, data_salt, secret, verifier = (bytes([b]) * 16 for b in b"abcd")
    spun = hashlib.sha1(salt + "VelvetSweatshop".encode("utf-16le")).digest()
    for i in range(2):
        spun = hashlib.sha1(struct.pack("<I", i) + spun).digest()

    def blob(constant, data):
        return base64.b64encode(aes_cbc(hashlib.sha1(spun + bytes.fromhex(constant)).digest()[:16], salt, data)).decode()

    b64 = lambda data: base64.b64encode(data).decode()
    how = 'saltSize="16" blockSize="16" keyBits="128" hashSize="20" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA1" saltValue="%s"'
    info = '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyData %s/><keyEncryptors><keyEncryptor uri="x"><p:encryptedKey \
xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" spinCount="2" %s encryptedVerifierHashInput="%s" encryptedVerifierHashValue="%s" \
encryptedKeyValue="%s"/></keyEncryptor></keyEncryptors></encryption>' % (
        how % b64(data_salt), how % b64(salt), blob("fea7d2763b4b9e79", verifier), blob("d7aa0f6d3061344e", hashlib.sha1(verifier).digest() + bytes(12)),
        blob("146e0be7abacd0d6", secret))
    packed = b"".join(aes_cbc(secret, hashlib.sha1(data_salt + struct.pack("<I", i // 4096)).digest(), (plain[i:i + 4096] + bytes(-len(plain[i:i + 4096]) % 16)))
                      for i in range(0, len(plain), 4096))
    return piece(struct.pack("<HHI", 4, 4, 0x40) + info.encode()) + piece(struct.pack("<Q", len(plain)) + packed)


def main():
    for name in ("people.xls", "people5.xls", "locked.xls"):
        with olefile.OleFileIO(os.path.join(OFFICE, name)) as ole:
            write("biff", name, ole.openstream("Workbook" if ole.exists("Workbook") else "Book").read())
    shared = stream(os.path.join(OFFICE, "shared.xls"), "Workbook", "Revision Log")
    cache = biff_record(0x00CD, struct.pack("<HB", 3, 0) + b"abc") + biff_record(0x00CD, struct.pack("<HB", 2, 1) + "氏名".encode("utf-16le"))
    write("xls", "shared", piece(shared[0]) + piece(shared[1]) + piece(cache))
    # Records that LibreOffice's file lacks: BIFF2 cells, notes with text, external values, text objects.
    old = biff_record(0x0009, struct.pack("<HH", 2, 0x10))
    old += biff_record(0x0004, struct.pack("<HH3sB", 0, 0, b"\0\0\0", 3) + b"abc") + biff_record(0x0003, struct.pack("<HH3sd", 1, 0, b"\0\0\0", 1.5))
    old += biff_record(0x001C, struct.pack("<HHH", 0, 0, 4) + b"note") + biff_record(0x000A, b"")
    write("biff", "biff2", old)
    new = biff_record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + biff_record(0x005A, b"\1\0\0\0\2\3\0\0abc\1" + struct.pack("<d", 2))
    new += biff_record(0x005D, struct.pack("<HHH", 0x15, 0x12, 0x19) + b"\1" * 16) + biff_record(0x01B6, b"\0" * 10 + struct.pack("<HHI", 3, 16, 0)) + biff_record(0x003C, b"\0abc")
    new += biff_record(0x01AE, struct.pack("<HHB", 1, 4, 0) + b"\1a\3b") + biff_record(0x00D6, struct.pack("<HHHHB", 0, 0, 0, 2, 0) + b"hi\0") + biff_record(0x000A, b"")
    write("biff", "biff8", new)
    for crypt in (struct.pack("<HHHHH", 1, 1, 1, 1, 0) + b"\7" * 48, struct.pack("<HHH", 0, 0x1234, 0x5678)):
        write("biff", "filepass%d" % len(crypt), biff_record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + biff_record(0x002F, crypt) + biff_record(0x0042, b"\xa4\3"))
    doc = os.path.join(OFFICE, "letter.doc")
    main_stream, one, zero = stream(doc, "WordDocument", "1Table", "0Table")
    native = struct.pack("<IH", 40, 2) + b"a.txt\0C:\\a.txt\0" + struct.pack("<II", 0, 3) + b"p\0\0" + struct.pack("<I", 5) + b"hello"
    write("doc", "letter", piece(main_stream) + piece(one) + piece(zero) + piece(native))
    write("oleprops", "letter", b"".join(piece(p) for p in stream(doc, "\5SummaryInformation", "\5DocumentSummaryInformation")))
    with zipfile.ZipFile(os.path.join(OFFICE, "slides.zip")) as z:
        z.extract("slides.ppt", "/tmp")
    records, user = stream("/tmp/slides.ppt", "PowerPoint Document", "Current User")
    write("ppt", "slides", piece(records[:16000]) + piece(user))
    info = bytes.fromhex("0000000000000003") + struct.pack("<I", 0)
    text = "件名".encode("utf-16le")
    rtf = struct.pack("<IIII", 30, 20, 0x75465A4C, 0) + b"\0{\\rtf1 abc}\3\0\0\x10\0"
    properties = b"\0" * 32 + struct.pack("<HHIII", 3, 0x3FFD, 6, 932, 0)
    write("msg", "mail", piece(properties) + piece(text) + piece(rtf) + piece(b"name") + piece(b"attached text") + info)
    standard = struct.pack("<HHII", 3, 2, 0x24, 140) + struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + b"\0" * 108 + struct.pack("<I", 16) + b"\1" * 36 + struct.pack("<I", 20) + b"\2" * 32
    write("ooxml_crypt", "standard", piece(standard) + piece(struct.pack("<Q", 100) + b"\0" * 128))
    write("ooxml_crypt", "agile", agile(open(os.path.join(OFFICE, "people.xlsx"), "rb").read()))
    write("ooxml_crypt", "standard_default", b"".join(piece(p) for p in stream(os.path.join(OFFICE, "locked.xlsx"), "EncryptionInfo", "EncryptedPackage")))


main()
