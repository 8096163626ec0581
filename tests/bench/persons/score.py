#!/usr/bin/python3
"""score.py (--make MAKE.py | --set DIR) --scan SCAN_DUMP --count PERSONS_DUMP [--least FILE.json]: precision and recall by class of the
detectors on a labelled set (mails.jsonl, tables.jsonl and tables/), and how many tables come out right; ends 1 where a goal is missed. A span
counts as found when a prediction of its type covers at least half of the two together. FILE.json holds what was reached on a set that does not
reach the goals, {class: [precision, recall]}: these stand in their place, so that nothing that was found is lost."""
import argparse, collections, json, os, subprocess, sys, tempfile

GOALS = {  # precision, recall
    'MYNUMBER': (.98, .97), 'CREDIT_CARD': (.98, .97), 'BANK_ACCOUNT': (.95, .90), 'PHONE': (.98, .98), 'EMAIL': (.98, .98), 'IBAN': (.98, .98), 'US_SSN': (.98, .98),
    'DRIVER_LICENSE': (.98, .95), 'PASSPORT': (.98, .95), 'PENSION_NO': (.98, .95), 'ADDRESS': (.95, .90), 'POSTAL': (.95, .90), 'PERSON': (.95, .85), 'BIRTHDATE': (.97, .90),
    'STUDENT_ID': (.97, .90), 'PASSWORD': (.97, .90), 'SECRET': (.97, .90),
    'names outside': (0, .60), 'names rare': (0, .60)}  # names that are in no dictionary, with a label or a title
NUMBERS = set(GOALS) - {'PERSON', 'ADDRESS', 'POSTAL', 'EMAIL', 'PHONE'}


def match(gold, found):
    left, hits = list(found), []
    for g in gold:
        best = None
        for f in left:
            if f['type'] != g['type']:
                continue
            inter = min(f['end'], g['end']) - max(f['start'], g['start'])
            union = max(f['end'], g['end']) - min(f['start'], g['start'])
            if inter * 2 >= union and (best is None or inter / union > best[0]):
                best = (inter / union, f)
        if best:
            left.remove(best[1])
        hits.append((g, best is not None))
    return hits, left


def mails(directory, tool):
    gold = [json.loads(line) for line in open(os.path.join(directory, 'mails.jsonl'), encoding='utf-8')]
    feed = ''.join(json.dumps({'id': d['id'], 'text': d['text']}) + '\n' for d in gold)
    out = subprocess.run([tool], input=feed, stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    found = {d['id']: d['spans'] for d in map(json.loads, out.splitlines())}
    count = collections.defaultdict(lambda: [0, 0, 0])  # found, wrong, missed
    source = collections.defaultdict(lambda: [0, 0])
    clean = [0, 0]
    for d in gold:
        hits, left = match(d['spans'], [f for f in found[d['id']] if f['type'] in GOALS])
        for g, ok in hits:
            count[g['type']][0 if ok else 2] += 1
            if 'src' in g:
                source[g['src']][0] += ok
                source[g['src']][1] += 1
        for f in left:
            count[f['type']][1] += 1
        if not d['spans']:
            clean[1] += 1
            clean[0] += any(f['type'] in NUMBERS for f in left)
    missed = []
    for kind in sorted(count):
        ok, wrong, lost = count[kind]
        p, r = ok / max(1, ok + wrong), ok / max(1, ok + lost)
        print('%-15s %5d found %4d wrong %4d missed  precision %.3f recall %.3f' % (kind, ok, wrong, lost, p, r))
        if p < GOALS[kind][0] or r < GOALS[kind][1]:
            missed.append(kind)
    for s, (ok, n) in sorted(source.items()):
        print('names %-10s recall %.3f of %d' % (s, ok / n, n))
        if s in ('outside', 'rare') and ok < GOALS['names ' + s][1] * n:
            missed.append('names ' + s)
    print('clean mails with a number class: %d of %d' % tuple(clean))
    if clean[0] > .01 * clean[1]:
        missed.append('clean mails')
    return missed


def tables(directory, tool):
    gold = {d['file']: d for d in map(json.loads, open(os.path.join(directory, 'tables.jsonl'), encoding='utf-8'))}
    cells = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'tools', 'cells.py')
    feed = subprocess.run([sys.executable, cells] + [os.path.join(directory, 'tables', f) for f in gold], stdout=subprocess.PIPE, check=True).stdout
    out = subprocess.run([tool], input=feed, stdout=subprocess.PIPE, check=True).stdout.decode()
    within = people = 0
    lines = collections.Counter()
    for d in map(json.loads, out.splitlines()):
        want, got = gold[d['file']]['persons'], d['persons']
        people += 1
        good = abs(got - want) <= .05 * want
        within += good
        if not good:
            print('%s (%s): %d persons counted, %d are in it' % (d['file'], gold[d['file']]['kind'], got, want))
        for line in (100, 1000):
            lines['missed'] += want > line >= got
            lines['false'] += got > line >= want
    print('tables within 5%%: %d of %d; lines of 100 and 1,000: %d missed, %d false' % (within, people, lines['missed'], lines['false']))
    missed = ['tables'] if within < .95 * people else []
    return missed + (['lines missed'] if lines['missed'] else []) + (['lines false'] if lines['false'] > .01 * people else [])


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--make')
    a.add_argument('--set')
    a.add_argument('--least')
    a.add_argument('--scan', required=True)
    a.add_argument('--count', required=True)
    args = a.parse_args()
    if args.least:
        with open(args.least, encoding='utf-8') as f:
            GOALS.update(json.load(f))
    with tempfile.TemporaryDirectory() as temporary:
        directory = args.set or temporary
        if args.make:
            subprocess.run([sys.executable, args.make, directory], check=True)
        missed = mails(directory, args.scan) + tables(directory, args.count)
    print('goals missed: ' + ', '.join(missed) if missed else 'all goals met')
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
