#!/usr/bin/python3
"""Writes core/src/detect/labels.inc, a trie of the words in core/data/labels.txt, and labels.def, their kinds:
labels.py labels.txt core/src/detect"""
import os, re, sys, unicodedata


def fold(word):
    return ''.join(unicodedata.normalize('NFKC', c).lower() if '\uff01' <= c <= '\uff5e' else c.lower() for c in word)


# What the first look wants to know of a character before anything else: it may end a town's name, stand in a birthday, begin さん or うまれ, be
# a long vowel mark typed for a dash, and so on.
HOT = '市区町村郡県府都道生産誕出歳才元丁番髙濵濱澤邊邉齋齊嶋廣櫻さちくうー'


def pair_hash(a, b):
    return ((a * 0x9E3779B1 + b * 0x85EBCA77) & 0xFFFFFFFF) >> 16


def token_hash(word):
    """Of the first eight letters."""
    return int.from_bytes(word.encode()[:8].ljust(8, b'\0'), 'little') * 0x9E3779B97F4A7C15 % (1 << 64) >> 51


def bitmap(name, comment, numbers, size, static='static '):
    bits = [0] * (size // 32)
    for k in numbers:
        bits[k >> 5] |= 1 << (k & 31)
    print('/* %s */' % comment)
    print('%sconst uint32_t %s[%d] = {' % (static, name, size // 32))
    for j in range(0, size // 32, 32):
        print(','.join('%#x' % v if v else '0' for v in bits[j:j + 32]) + ',')
    print('};')


def print_pair_nodes(root, flat):
    """A table of hashed pairs: which node of the trie two characters lead to. Slots behind the first are tried in turn."""
    place = {id(node): i for i, (_, node) in enumerate(flat)}
    pairs = [(a, b, place[id(node)]) for a in root if a != 'kind' and a > 0x7F for b, node in root[a].items() if b != 'kind']
    size = 1 << (2 * len(pairs)).bit_length()
    slots = [(0, 0, 0)] * size
    for a, b, node in pairs:
        at = pair_hash(a, b) % size
        while slots[at][2]:
            at = (at + 1) % size
        slots[at] = (a, b, node)
    print('/* The nodes behind the first two characters of labels that begin with neither ASCII nor a space, by pair_hash(). */')
    print('enum { LABEL_PAIRS = %d };' % size)
    print('static const struct label_pair label_pair_nodes[LABEL_PAIRS] = {')
    for j in range(0, size, 16):
        print(','.join('{%d,%d,%d}' % v if v[2] else '{0}' for v in slots[j:j + 16]) + ',')
    print('};')


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
        rows.append([code, len(flat) if keys else 0, len(keys), node.get('kind', 0)])
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
        print(','.join('{%d,%d,%d,%d}' % tuple(r) for r in rows[j:j + 8]) + ',')
    print('};')
    bitmap('label_starts', 'Which characters a label may begin with: one bit each.', (k for k in root if k != 'kind'), 65536)
    wide = [w for w in words_all if w[0] > '\x7f']
    bitmap('label_pairs', 'The first two characters of labels, by pair_hash().', (pair_hash(ord(w[0]), ord(w[1])) for w in wide if len(w) > 1), 65536, '')
    bitmap('hot_characters', 'Labels of one character, and what else is worth a second look.', {ord(w) for w in wide if len(w) == 1} | set(map(ord, HOT)), 65536, '')
    print_pair_nodes(root, flat)
    if any(re.match('[a-z] ', w) for w in words_all):
        sys.exit('a label begins with one letter and a space: first_look.c passes over such')
    tokens = {re.match('[a-z]+', w).group(0) for w in words_all if w[0] <= '\x7f'}
    bitmap('label_tokens', 'The first Latin words of labels (and BEGIN of a private key), by token_hash().', map(token_hash, tokens | {'begin'}), 8192, '')


if __name__ == '__main__':
    main(*sys.argv[1:])
