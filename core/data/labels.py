#!/usr/bin/python3
"""Writes core/src/detect/labels.inc, a trie of the words in core/data/labels.txt, and labels.def, their kinds:
labels.py labels.txt core/src/detect"""
import os, sys, unicodedata


def fold(word):
    return ''.join(unicodedata.normalize('NFKC', c).lower() if '\uff01' <= c <= '\uff5e' else c.lower() for c in word)


def main(source, directory):
    kinds, root, count = [], {}, 0
    for line in open(source, encoding='utf-8'):
        line = line.rstrip('\n')
        if not line or line.startswith('#'):
            continue
        kind, words = line.split(':', 1)
        kinds.append(kind)
        for word in words.split('|'):
            node = root
            for c in fold(word.strip()):
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
    starts = sorted(k for k in root if k != 'kind')
    bits = [0] * 2048
    for k in starts:
        bits[k >> 5] |= 1 << (k & 31)
    print('/* Which characters a label may begin with: one bit each. */')
    print('static const uint32_t label_starts[2048] = {')
    for j in range(0, 2048, 32):
        print(','.join('%#x' % v if v else '0' for v in bits[j:j + 32]) + ',')
    print('};')


if __name__ == '__main__':
    main(*sys.argv[1:])
