#!/usr/bin/python3
"""cells.py FILE...: the cells of CSV, TSV and xlsx files as lines for persons_dump (test only; no reader of the project is used)."""
import csv, io, os, re, sys, zipfile
import xml.etree.ElementTree as ET

NS = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def text_of(data):
    for encoding in ('utf-8-sig', 'cp932', 'euc-jp', 'utf-16'):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode('latin-1')


def csv_rows(path):
    text = text_of(open(path, 'rb').read())
    first = text[:4000]
    delimiter = max(',\t;', key=first.count)
    for r, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        for c, cell in enumerate(row, 1):
            yield '', r, c, cell


def xlsx_rows(path):
    z = zipfile.ZipFile(path)
    shared = []
    if 'xl/sharedStrings.xml' in z.namelist():
        for si in ET.parse(z.open('xl/sharedStrings.xml')).getroot():
            shared.append(''.join(t.text or '' for t in si.iter(NS + 't')))
    for name in sorted(n for n in z.namelist() if re.match(r'xl/worksheets/sheet\d+\.xml', n)):
        for cell in ET.parse(z.open(name)).getroot().iter(NS + 'c'):
            m = re.match(r'([A-Z]+)(\d+)', cell.get('r', ''))
            column = 0
            for ch in m.group(1):
                column = column * 26 + ord(ch) - 64
            v = cell.find(NS + 'v')
            if cell.get('t') == 's':
                value = shared[int(v.text)]
            elif cell.get('t') == 'inlineStr':
                value = ''.join(t.text or '' for t in cell.iter(NS + 't'))
            else:
                value = v.text if v is not None else ''
            yield name, int(m.group(2)), column, value or ''


for path in sys.argv[1:]:
    print('# ' + os.path.basename(path))
    for table, r, c, value in (xlsx_rows(path) if path.endswith('.xlsx') else csv_rows(path)):
        print('%s\t%d\t%d\t%s' % (table, r, c, re.sub(r'[\n\t]', ' ', value)))
