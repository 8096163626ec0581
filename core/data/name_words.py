#!/usr/bin/python3
"""Writes core/src/detect/name_words.inc, a hashed table of the words in core/data/name_words.txt with their kinds:
name_words.py core/data/name_words.txt > core/src/detect/name_words.inc"""
import sys

SLOTS_LOG = 11  # a third of the slots is used: nearly each word stands where it is looked for
FIRSTS = 1024    # bits for the first characters of POST
FACTOR = 0x9E3779B97F4A7C15


def key(word):
    """The UTF-16 units of at most four characters, the first one least, as name_word() in person_words.c packs them."""
    units = [ord(c) for c in word]
    if not 0 < len(units) <= 4 or max(units) > 0xFFFF:
        sys.exit('%s: one to four characters' % word)
    return sum(unit << 16 * i for i, unit in enumerate(units))


def main():
    kinds, words, firsts = [], {}, [0] * (FIRSTS // 32)
    for line in open(sys.argv[1], encoding='utf-8'):
        if line.strip() and not line.startswith('#'):
            kind, parts = line.rstrip('\n').split(': ')
            for word in parts.split('|'):
                words[key(word)] = words.get(key(word), 0) | 1 << len(kinds)
                if kind == 'POST':
                    firsts[ord(word[0]) % FIRSTS // 32] |= 1 << ord(word[0]) % 32
            kinds.append(kind)
    slots = [(0, 0)] * (1 << SLOTS_LOG)
    for k, flags in words.items():
        at = k * FACTOR % (1 << 64) >> 64 - SLOTS_LOG
        while slots[at][0]:
            at = (at + 1) % len(slots)
        slots[at] = (k, flags)
    print('/* Made by core/data/name_words.py of core/data/name_words.txt: %d words. Do not edit. */' % len(words))
    print('enum name_word_kind { %s };' % ', '.join('NAME_WORD_%s = %d' % (kind, 1 << i) for i, kind in enumerate(kinds)))
    print('enum { NAME_WORD_CHARACTERS = 4, NAME_WORD_SLOTS_LOG = %d, NAME_WORD_SLOTS = 1 << NAME_WORD_SLOTS_LOG };' % SLOTS_LOG)
    print('#define NAME_WORD_FACTOR 0x%XULL' % FACTOR)
    print('enum { NAME_WORD_FIRSTS = %d };' % FIRSTS)
    print('/* What words of POST may begin with: false alarms, but no misses. */')
    print('static const uint32_t name_word_post_firsts[NAME_WORD_FIRSTS / 32] = {%s};' % ','.join('0x%x' % v for v in firsts))
    for name, kind, column in (('name_word_keys', 'uint64_t', 0), ('name_word_flags', 'uint16_t', 1)):
        print('static const %s %s[NAME_WORD_SLOTS] = {' % (kind, name))
        for i in range(0, len(slots), 16):
            print(','.join('0x%x' % s[column] if s[column] else '0' for s in slots[i:i + 16]) + ',')
        print('};')


main()
