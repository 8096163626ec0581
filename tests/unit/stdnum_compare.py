#!/usr/bin/python3
"""stdnum_compare.py CHECK_NUMBERS: our check digits against python3-stdnum (a test oracle only) over random numbers, half of them made
valid by trying the last characters. Where the oracle also looks at a birth date inside the number, only its refusals for the check digit
count: a number that it accepts must pass here, and one with a wrong check digit must not."""
import random, subprocess, sys
from stdnum import iban, luhn
from stdnum.be import nn as be
from stdnum.cn import ric as cn
from stdnum.de import idnr as de
from stdnum.ee import ik as ee
from stdnum.es import dni, nie
from stdnum.fi import hetu as fi
from stdnum.fr import nir as fr
from stdnum.gb import nhs as gb
from stdnum.it import codicefiscale as it
from stdnum.jp import cn as jp
from stdnum.kr import rrn as kr
from stdnum.nl import bsn as nl
from stdnum.pl import pesel as pl
from stdnum.us import rtn, ssn

rnd = random.Random(7)
DIGITS = '0123456789'


def number(n):
    return ''.join(rnd.choice(DIGITS) for _ in range(n))


def date(form):
    y, m, d = rnd.randint(1930, 1999), rnd.randint(1, 12), rnd.randint(1, 28)
    return form % {'y': y % 100, 'Y': y, 'm': m, 'd': d}


KINDS = {  # kind: (random number, oracle, whether the oracle looks at nothing but shape and check digit)
    'luhn': (lambda: number(rnd.choice([14, 15, 16])), luhn.is_valid, True),
    'jp-corporate': (lambda: rnd.choice(DIGITS[1:]) + number(12), jp.is_valid, True),
    'us-aba': (lambda: number(9), rtn.is_valid, True),
    'us-ssn': (lambda: number(9), ssn.is_valid, True),
    'nl-bsn': (lambda: number(9), nl.is_valid, True),
    'gb-nhs': (lambda: number(10), gb.is_valid, True),
    'es-dni': (lambda: rnd.choice([number(8), rnd.choice('XYZ') + number(7)]) + rnd.choice('TRWAGMYFPDXBNJZSQVHLCKE'), lambda s: dni.is_valid(s) or nie.is_valid(s), True),
    'de-idnr': (lambda: number(11), de.is_valid, False),
    'pl-pesel': (lambda: date('%(y)02d%(m)02d%(d)02d') + number(5), pl.is_valid, False),
    'kr-rrn': (lambda: date('%(y)02d%(m)02d%(d)02d') + rnd.choice('1234') + '0' + number(5), kr.is_valid, False),
    'fr-nir': (lambda: rnd.choice('12') + date('%(y)02d%(m)02d') + '75' + number(8), fr.is_valid, False),
    'be-nn': (lambda: date('%(y)02d%(m)02d%(d)02d') + number(5), be.is_valid, False),
    'ee-ik': (lambda: rnd.choice('34') + date('%(y)02d%(m)02d%(d)02d') + number(4), ee.is_valid, False),
    'fi-hetu': (lambda: date('%(d)02d%(m)02d%(y)02d-') + number(3) + rnd.choice('0123456789ABCDEFHJKLMNPRSTUVWXY'), fi.is_valid, False),
    'cn-id': (lambda: '110105' + date('%(Y)04d%(m)02d%(d)02d') + number(3) + rnd.choice(DIGITS + 'X'), cn.is_valid, False),
    'it-cf': (lambda: 'RCCMNL' + date('%(y)02d') + 'S' + '%02dD' % rnd.randint(1, 28) + number(3) + rnd.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), it.is_valid, False),
    'iban': (lambda: rnd.choice(['DE' + number(20), 'NL' + number(2) + 'ABNA' + number(10), 'GB' + number(2) + 'WEST' + number(14)]), lambda s: iban.is_valid(s, check_country=False), True),
}


def main(tool):
    lines, want = [], []
    for kind, (make, oracle, exact) in KINDS.items():
        good = bad = 0
        for _ in range(60000):
            if good >= 150 and bad >= 150:
                break
            s = make()
            ok = oracle(s)
            if ok and good < 150:
                good += 1
            elif not ok and exact and bad < 150:
                bad += 1
            elif ok or exact:
                continue
            else:
                # a wrong check digit, made from a good number below
                continue
            lines.append('%s %s' % (kind, s))
            want.append((kind, s, ok))
            if ok and not exact and bad < 150:
                tail = s[-1]
                other = rnd.choice([c for c in (DIGITS if tail in DIGITS else 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') if c != tail])
                if not oracle(s[:-1] + other):
                    bad += 1
                    lines.append('%s %s' % (kind, s[:-1] + other))
                    want.append((kind, s[:-1] + other, False))
        if good < 30 or bad < 30:
            sys.exit('%s: only %d good and %d bad numbers to compare' % (kind, good, bad))
    out = subprocess.run([tool], input='\n'.join(lines) + '\n', stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout.split()
    wrong = [(w, got) for w, got in zip(want, out) if w[2] != (got == '1')]
    for w, got in wrong[:20]:
        print('%s %s: stdnum says %s, we say %s' % (w[0], w[1], w[2], got))
    print('%d numbers of %d kinds compared, %d differ' % (len(want), len(KINDS), len(wrong)))
    return 1 if wrong or len(out) != len(want) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
