#!/usr/bin/python3
"""Writes core/src/detect/labels.inc, a trie of the words in core/data/labels.txt, and labels.def, their kinds:
labels.py labels.txt core/src/detect"""
import os, re, sys, unicodedata


def fold(word):
    return ''.join(unicodedata.normalize('NFKC', c).lower() if '\uff01' <= c <= '\uff5e' else c.lower() for c in word)


# Kanji that names are often written with instead of another. Only such as ordinary Japanese (and Chinese) text seldom holds: a line with one of
# them is always read in full.
VARIANTS = dict('髙高 濵浜 濱浜 澤沢 邊辺 邉辺 齋斎 齊斉 嶋島 廣広 櫻桜 眞真 德徳 嶌島 榮栄 壽寿 靜静 淺浅 桒桑 舩船 栁柳 鹽塩 瀨瀬 緖緒 嵜崎 豐豊 澁渋 鷗鴎 鐵鉄 愼慎 敎教 淸清 靑青 鄕郷 寬寛 穗穂 惠恵 彌弥 藏蔵'.split())
# What the first look wants to know of a character before anything else: it may end a town's name, stand in a birthday, fold to another, or be a
# long vowel mark that was typed for a dash.
HOT = '市区町村郡県府都道生産誕出歳才元ー様' + ''.join(VARIANTS)
# Pairs that it looks at beside those of labels: titles of kana, うまれ, what stands behind the name of whom to ask, numbers of houses in kanji.
PAIRS = ['さん', 'さま', 'ちゃ', 'くん', 'うま', 'まで', '内線'] + [number + sign for number in '一二三四五六七八九十' for sign in '丁番']
# Labels that a value may follow which means nothing without them.
ASKING = ('NAME', 'KANA', 'PAYEE', 'ADDRESS', 'WORK_ADDRESS', 'PASSWORD', 'SECRET')


def three_bytes(c):
    return 0x8080E0 | c >> 12 | (c >> 6 & 63) << 8 | (c & 63) << 16 if c else 0


def pair_hash(a, b):
    """Of two characters as UTF-8, three bytes each, least first; b may be 0. As in scan.h."""
    return ((three_bytes(a) | three_bytes(b) << 24) << 16) * 0x9E3779B97F4A7C15 % (1 << 64) >> 48


def character_hash(c):
    return (three_bytes(c) << 40) * 0x9E3779B97F4A7C15 % (1 << 64) >> 50


def token_hash(word):
    """Of the first eight letters."""
    return int.from_bytes(word.encode()[:8].ljust(8, b'\0'), 'little') * 0x9E3779B97F4A7C15 % (1 << 64) >> 49


def print_variants():
    """A table in which each variant has a place of its own: the upper seven bits of its product with the factor of scan.h."""
    slots = ['{0}'] * 128
    for c in VARIANTS:
        place = (ord(c) * 0xD75 & 0xFFFF) >> 9
        if slots[place] != '{0}':
            sys.exit('two variants share a place: NAME_VARIANT_FACTOR must be another')
        slots[place] = '{%d,%d}' % (ord(c), ord(VARIANTS[c]))
    print('/* Kanji that names are often written with instead of another: name_variant(). */')
    print('const uint16_t name_variants[128][2] = {')
    for j in range(0, 128, 16):
        print(','.join(slots[j:j + 16]) + ',')
    print('};')


def bitmap(name, comment, numbers, size, static='static '):
    bits = [0] * (size // 32)
    for k in numbers:
        bits[k >> 5] |= 1 << (k & 31)
    print('/* %s */' % comment)
    print('%sconst uint32_t %s[%d] = {' % (static, name, size // 32))
    for j in range(0, size // 32, 32):
        print(','.join('%#x' % v if v else '0' for v in bits[j:j + 32]) + ',')
    print('};')


def print_hashed(comment, size_name, declaration, rows, count):
    """A table of rows (hash, text of the row), where slots behind the first are tried in turn."""
    size = 1 << (2 * count).bit_length()
    slots = ['{0}'] * size
    for place, text in rows:
        at = place % size
        while slots[at] != '{0}':
            at = (at + 1) % size
        slots[at] = text
    print('/* %s */' % comment)
    print('enum { %s = %d };' % (size_name, size))
    print('static const struct %s[%s] = {' % (declaration, size_name))
    for j in range(0, size, 16):
        print(','.join(slots[j:j + 16]) + ',')
    print('};')


def print_pair_nodes(root, flat):
    place = {id(node): i for i, (_, node) in enumerate(flat)}
    rows = [(pair_hash(a, b), '{%d,%d,%d}' % (a, b, place[id(node)]))
            for a in root if a != 'kind' and a > 0x7F for b, node in root[a].items() if b != 'kind']
    print_hashed('The nodes behind the first two characters of labels that begin with neither ASCII nor a space, by pair_hash().', 'LABEL_PAIRS',
                 'label_pair label_pair_nodes', rows, len(rows))


def print_token_nodes(root, flat, tokens):
    place = {id(node): i for i, (_, node) in enumerate(flat)}
    rows = []
    for token in sorted({t[:8] for t in tokens}):
        node = root
        for c in token:
            node = node[ord(c)]
        rows.append((token_hash(token), '{%#x,%d}' % (int.from_bytes(token.encode(), 'little'), place[id(node)])))
    print_hashed('The nodes behind the first Latin words of labels, up to their eighth letter, by token_hash().', 'LABEL_TOKENS',
                 'label_token label_token_nodes', rows, len(tokens))


def label_kind(root, word):
    for c in word:
        root = root[ord(c)]
    return root['kind']


def main(source, directory):
    kinds, root, count, words_all = [], {}, 0, []
    for line in open(source, encoding='utf-8'):
        line = line.rstrip('\n')
        if not line or line.startswith('#'):
            continue
        kind, words = line.split(':', 1)
        kinds.append(kind)
        for word in words.split('|'):
            node = root
            words_all.append(fold(word.strip()))
            for c in words_all[-1]:
                node = node.setdefault(ord(c), {})
            if 'kind' in node and node['kind'] != len(kinds):
                sys.exit('%s stands in two kinds' % word)
            node['kind'] = len(kinds)
            count += 1
    # breadth first, so that the children of one node stand together, sorted
    flat = [(0, root)]
    i = 0
    rows = []
    while i < len(flat):
        code, node = flat[i]
        keys = sorted(k for k in node if k != 'kind')
        mask = 0
        for k in keys:
            mask |= 1 << (k & 31)
        rows.append([code, len(flat) if keys else 0, len(keys), node.get('kind', 0), mask])
        flat.extend((k, node[k]) for k in keys)
        i += 1
    with open(os.path.join(directory, 'labels.def'), 'w') as out:
        print('/* Made by core/data/labels.py of labels.txt: LABEL(kind). Do not edit. */', file=out)
        for k in kinds:
            print('LABEL(%s)' % k, file=out)
    sys.stdout = open(os.path.join(directory, 'labels.inc'), 'w')
    print('/* Made by core/data/labels.py of labels.txt: %d words. Do not edit. */' % count)
    print('static const struct label_node label_nodes[%d] = {' % len(rows))
    for j in range(0, len(rows), 8):
        print(','.join('{%d,%d,%d,%d,%#x}' % tuple(r) for r in rows[j:j + 8]) + ',')
    print('};')
    bitmap('label_starts', 'Which characters a label may begin with: one bit each.', (k for k in root if k != 'kind'), 65536, '')
    wide = [w for w in words_all if w[0] > '\x7f']
    if any(len(w) > 1 and w[1] < '\u0800' and ord(w[0]) in root and 'kind' not in root[ord(w[0])] for w in wide):
        sys.exit('a label goes on in ASCII behind its first character: pair_hash() does not know such')
    twos = {}
    for w in (w for w in wide if len(w) > 1):
        twos[w[:2]] = twos.get(w[:2], 0) | 1 | 2 * (kinds[label_kind(root, w) - 1] in ASKING)
    for pair in PAIRS:
        twos[pair] = twos.get(pair, 0) | 2
    bitmap('label_pairs', 'Two bits for the first two characters of labels, by pair_hash(): PAIR_LABEL and PAIR_VISIT.',
           (2 * pair_hash(ord(w[0]), ord(w[1])) + bit for w, flags in twos.items() for bit in (0, 1) if flags >> bit & 1), 131072, '')
    bitmap('hot_characters', 'Labels of one character, and what else is worth a second look, by character_hash().',
           (character_hash(c) for c in {ord(w) for w in wide if len(w) == 1} | set(map(ord, HOT))), 16384, '')
    print_pair_nodes(root, flat)
    if any(re.match('[a-z] ', w) for w in words_all):
        sys.exit('a label begins with one letter and a space: first_look.c passes over such')
    tokens = {re.match('[a-z]+', w).group(0) for w in words_all if w[0] <= '\x7f'}
    bitmap('label_tokens', 'The first Latin words of labels (BEGIN of a private key, Good morning, Ono-san, Minato-ku, SSID and admin / PASSWORD, too), by token_hash().',
           map(token_hash, tokens | {'begin', 'good', 'san', 'sama', 'sensei', 'ku', 'shi', 'gun', 'admin', 'administrator', 'root', 'ssid'}), 32768, '')
    print_token_nodes(root, flat, tokens)
    print_variants()


if __name__ == '__main__':
    main(*sys.argv[1:])
