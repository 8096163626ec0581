#!/usr/bin/python3
"""make.py OUT: labelled mails and tables by another author who knew none of the rules (standard library, openpyxl; fixed seed)."""
import sys, os, re, json, random, csv, io
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pools import *
from kana import romaji, kata
import skel_ja, skel_en, tables
R = random.Random(160016)
C = R.choice
def dg(n, first=None): return (first if first is not None else '') + ''.join(C('0123456789') for _ in range(n-(1 if first else 0)))
Z = str.maketrans('0123456789-', '０１２３４５６７８９－')

class Person:
    def __init__(s, lang='ja'):
        if lang == 'en':
            s.f, s.l = C(EN_FIRST), C(EN_LAST); s.src = 'en'; return
        x = R.random()
        su = SUR_COMMON if x < .68 else SUR_RARE if x < .88 else SUR_OUT
        y = R.random()
        gi = GIV_COMMON if y < .75 else GIV_RARE if y < .92 else GIV_OUT
        s.s, s.sk = C(su); s.g, s.gk = C(gi)
        s.src = 'outside' if su is SUR_OUT or gi is GIV_OUT else 'rare' if su is SUR_RARE or gi is GIV_RARE else 'common'
        s.ssrc = 'outside' if su is SUR_OUT else 'rare' if su is SUR_RARE else 'common'
        s.gsrc = 'outside' if gi is GIV_OUT else 'rare' if gi is GIV_RARE else 'common'

# ---- check digits
def mynum():
    d = dg(11); r = sum(int(a)*b for a, b in zip(d, (6,5,4,3,2,7,6,5,4,3,2))) % 11
    return d + str(0 if r <= 1 else 11-r)
def lic():
    d = C(['10','20','30','31','40','43','50','54','60','62','63','70','72','80','90','93']) + C('0012') + dg(1) + dg(6)
    v = 11 - sum(int(a)*b for a, b in zip(d, (5,4,3,2,7,6,5,4,3,2))) % 11
    return d + str(v % 10) + C('000012')
def luhn(d):
    t = 0
    for i, c in enumerate(reversed(d)):
        v = int(c)
        if i % 2: v = v*2-9 if v > 4 else v*2
        t += v
    return t % 10 == 0
def card():
    p, n = C([('4',16),('4',16),('51',16),('54',16),('3540',16),('3566',16),('37',15)])
    while True:
        d = p + dg(n-len(p))
        if luhn(d): break
    if n == 15: return C([d, d[:4]+' '+d[4:10]+' '+d[10:], d[:4]+'-'+d[4:10]+'-'+d[10:]])
    g = [d[i:i+4] for i in range(0, 16, 4)]
    return C([d, '-'.join(g), ' '.join(g), '-'.join(g)])
def iban():
    cc, b = C([('DE', dg(18)), ('GB', 'NWBK'+dg(14)), ('NL', 'INGB'+dg(10)), ('FR', dg(23)), ('ES', dg(20))])
    n = int(''.join(str(int(c, 36)) for c in b+cc+'00')); k = '%02d' % (98 - n % 97)
    s = cc+k+b
    return s if R.random() < .4 else ' '.join(s[i:i+4] for i in range(0, len(s), 4))
def ssn():
    while True:
        a = R.randint(1, 899)
        if a != 666: break
    return '%03d-%02d-%04d' % (a, R.randint(1, 99), R.randint(1, 9999))
def corp():
    d = dg(12, C('01')); t = sum(int(c)*(1 if i % 2 == 0 else 2) for i, c in enumerate(reversed(d)))
    return str(9 - t % 9) + d

# ---- values
def tel_ja():
    a, n = C([('03',4),('03',4),('06',4),('045',3),('052',3),('075',3),('092',3),('011',3),('0263',2),('0467',2),('0761',2),('0895',2),('027',3),('048',3),('050',4)])
    x = C('23456789')+dg(n-1); y = dg(4)
    f = R.random()
    if f < .6: return f'{a}-{x}-{y}'
    if f < .72: return f'{a}({x}){y}'
    if f < .79: return f'({a}){x}-{y}'
    if f < .86: return f'{a}-{x}-{y}'.translate(Z)
    if f < .92: return f'{a} {x} {y}'
    if f < .96: return f'{a}（{x}）{y}'
    return f'+81-{a[1:]}-{x}-{y}'
def mob_ja():
    a = C(['090','080','070','090']); x = C('123456789')+dg(3); y = dg(4); f = R.random()
    if f < .58: return f'{a}-{x}-{y}'
    if f < .76: return a+x+y
    if f < .85: return f'{a}-{x}-{y}'.translate(Z)
    if f < .91: return f'{a} {x} {y}'
    if f < .95: return f'{a}({x}){y}'
    return f'+81 {a[1:]}-{x}-{y}'
def tf(): return C(['0120-{}-{}'.format(dg(3), dg(3)), '0120-{}-{}'.format(dg(2), dg(4)), '0800-{}-{}'.format(dg(3), dg(4))])
def adr_ja():
    z, a = C(AREA); f = R.random(); n = [R.randint(1, 9), R.randint(1, 30), R.randint(1, 25)]
    if f < .5: s = '{}-{}-{}'.format(*n)
    elif f < .65: s = '{}丁目{}番{}号'.format(*n)
    elif f < .72: s = '{}-{}-{}'.format(*n).translate(Z)
    elif f < .8: s = '{}丁目{}-{}'.format('一二三四五六七八九'[n[0]-1], n[1], n[2])
    elif f < .9: s = '{}番地{}'.format(R.randint(20, 3000), C(['', 'の'+str(n[2])]))
    else: s = '{}-{}'.format(R.randint(20, 2000), n[0])
    if R.random() < .3: s += C([' ', '　', '']) + C(BLDG).format(C(['101','203','305','408','12','7','502']))
    return z, a + s
def bd_ja(lo=1946, hi=2007):
    y, m, d = R.randint(lo, hi), R.randint(1, 12), R.randint(1, 28); f = R.random()
    if y <= 1988: e, k, q = '昭和', 'S', y-1925
    elif y <= 2018 and y > 1989: e, k, q = '平成', 'H', y-1988
    elif y > 2019: e, k, q = '令和', 'R', y-2018
    else: e = None
    if e and f < .3: return f'{e}{q}年{m}月{d}日'
    if e and f < .42: return f'{k}{q}.{m}.{d}'
    if f < .65: return f'{y}年{m}月{d}日'
    if f < .85: return f'{y}/{m:02d}/{d:02d}'
    if f < .93: return f'{y}-{m:02d}-{d:02d}'
    return f'{y}.{m}.{d}'
MON = 'January February March April May June July August September October November December'.split()
def bd_en():
    y, m, d = R.randint(1948, 2007), R.randint(1, 12), R.randint(1, 28)
    return C([f'{MON[m-1]} {d}, {y}', f'{d} {MON[m-1]} {y}', f'{m:02d}/{d:02d}/{y}', f'{y}-{m:02d}-{d:02d}', f'{d:02d} {MON[m-1][:3]} {y}'])
def tel_us():
    a = C('2345679')+C('0123456789')+C('123456789'); x = C('23456789')+dg(2); y = dg(4)
    return C([f'({a}) {x}-{y}', f'{a}-{x}-{y}', f'+1 {a} {x} {y}', f'{a}.{x}.{y}', f'+1-{a}-{x}-{y}', f'1 ({a}) {x}-{y}'])
def tel_uk(): return C(['020 7{} {}'.format(dg(3), dg(4)), '+44 20 7{} {}'.format(dg(3), dg(4)), '0161 {} {}'.format(dg(3,'4'), dg(4))])
def mob_uk(): return C(['07{} {}'.format(dg(3,C('4578')), dg(6)), '+44 7{} {}'.format(dg(3,'7'), dg(6)), '+44 (0)7{} {}'.format(dg(3,'9'), dg(6))])
def tel_jpi(): return C(['+81-3-{}-{}'.format(dg(4,'5'), dg(4)), '+81 90 {} {}'.format(dg(4,'3'), dg(4)), '+81-80-{}-{}'.format(dg(4,'4'), dg(4))])
def adr_us():
    n = R.randint(12, 9800)
    st = C(['Maple Avenue','Elm St','Orchard Lane','W 23rd Street','Lincoln Blvd','Cedar Ridge Drive','Harbor View Rd','Mission Street','Peachtree Ct','Old Mill Road'])
    ct = C(['Portland, OR 97205','Austin, TX 78704','Columbus, OH 43215','Madison, WI 53703','Tacoma, WA 98402','Albany, NY 12207','Denver, CO 80203','Raleigh, NC 27601','Boise, ID 83702'])
    return f'{n} {st}' + C(['', '', f', Apt {R.randint(1,40)}{C("ABC")}', f', Unit {R.randint(1,99)}']) + ', ' + ct
def adr_uk():
    return f'{R.randint(1,220)} ' + C(['Victoria Road','Church Lane','Station Approach','Mill Hill','St Anne\'s Terrace','High Street']) + ', ' + C(['Leeds LS1 4DY','Bristol BS8 1TH','London SW4 7AB','Manchester M20 2RN','York YO24 1AB','Cardiff CF11 9HA'])
def adr_jpen():
    return '{}-{}-{} {}'.format(R.randint(1,6), R.randint(1,20), R.randint(1,20), C(['Shibuya, Shibuya-ku, Tokyo','Sannomiya-cho, Chuo-ku, Kobe','Tenjin, Chuo-ku, Fukuoka','Sakae, Naka-ku, Nagoya','Motomachi, Naka-ku, Yokohama']))
DOM = ['example.co.jp','example.com','mirai-sys.example.jp','aozora-f.example.co.jp','city.hoshimi.example.jp','keishin-hp.example.or.jp','nisshin-t.example.jp','sakura-kaikei.example.jp']
FREE = ['gmail.com','yahoo.co.jp','icloud.com','docomo.ne.jp','ezweb.ne.jp','outlook.jp','i.softbank.jp']
def mail_of(p, free):
    if hasattr(p, 'f'):
        a, b = re.sub(r'[^a-z]', '', p.f.lower()), re.sub(r'[^a-z]', '', p.l.lower())
        d = C(['gmail.com','outlook.com','yahoo.com','icloud.com']) if free else C(['example.com','northgate.example.org','brightwell.example.co.uk','lakeside.example.net','example.edu'])
    else:
        a, b = romaji(p.gk), romaji(p.sk)
        d = C(FREE) if free else C(DOM)
    if free: l = C([f'{a}.{b}{dg(2)}', f'{b}{dg(4)}', f'{a}-{b}', f'{a}_{dg(3)}', f'{a[0]}{b}.{dg(2)}'])
    else: l = C([f'{a}.{b}', f'{a[0]}-{b}', f'{b}', f'{b}.{a[0]}', f'{a}_{b}'])
    return l+'@'+d
def info(): return C(['info','soumu','support','contact','reserve','kyuyo','no-reply','office','jinji','sales','help']) + '@' + C(DOM)
def info_en(): return C(['info','support','billing','hr','reservations','noreply','office','helpdesk']) + '@' + C(['example.com','northgate.example.org','brightwell.example.co.uk','lakeside.example.net'])
AN = 'abcdefghijkmnpqrstuvwxyz'; AU = AN.upper(); NU = '23456789'
def pick(s, n): return ''.join(C(s) for _ in range(n))
def pw():
    return C([lambda: pick(AN+AU+NU, 7)+C('!#$%&@')+pick(NU,2), lambda: pick(AU,1)+pick(AN,5)+pick(NU,4)+C('!?#'), lambda: C(['Sakura','Tanpopo','Hoshimi','Kaikei','Welcome','Mikan'])+C('#@-_!')+dg(4), lambda: pick(AN+NU, 10), lambda: pick(AN,4)+'-'+pick(NU,4)+'-'+pick(AU,3), lambda: pick(AN+AU+NU+'+*=', 14)])()
def sec():
    a = AN+AU+NU
    return C([lambda: 'AKIA'+pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',16), lambda: 'ghp_'+pick(a,36), lambda: 'xoxb-'+dg(12,'2')+'-'+dg(12,'3')+'-'+pick(a,24), lambda: 'sk_live_'+pick(a,24), lambda: 'AIza'+pick(a+'_',35), lambda: 'glpat-'+pick(a,20)])()
def pem(): return '-----BEGIN RSA PRIVATE KEY-----\n' + '\n'.join(pick(AN+AU+NU+'+/',64) for _ in range(4)) + '\n-----END RSA PRIVATE KEY-----'
def sid(): return C([lambda: 's'+dg(6,'2'), lambda: str(R.randint(20,26))+C('BKTE')+dg(5), lambda: dg(7,C('1235')), lambda: '20'+str(R.randint(20,26))+dg(4), lambda: C('ABLM')+dg(2,'2')+'-'+dg(4)])()
def d_ja():
    y, m, d = R.randint(2025, 2027), R.randint(1, 12), R.randint(1, 28)
    return C([f'{y}年{m}月{d}日', f'{m}月{d}日', f'{m}/{d}（{C("月火水木金土日")}）', f'{y}/{m:02d}/{d:02d}', f'令和{y-2018}年{m}月{d}日', f'{m}月{d}日({C("月火水木金")})', f'R{y-2018}.{m}.{d}'])
def d_en():
    y, m, d = R.randint(2025, 2027), R.randint(1, 12), R.randint(1, 28)
    return C([f'{MON[m-1]} {d}', f'{d} {MON[m-1]} {y}', f'{MON[m-1]} {d}, {y}', f'{y}-{m:02d}-{d:02d}', f'{m}/{d}/{y}'])
def jan13(p):
    d = p + dg(12-len(p)); return d + str(-sum(int(c)*(3 if i % 2 else 1) for i, c in enumerate(d)) % 10)
def g4(d): return '-'.join(d[i:i+4] for i in range(0, len(d), 4))
NEG = dict(
 order=lambda: C([dg(12,'2'), '202'+dg(9,'6'), 'OR-'+dg(8), 'S'+dg(9), dg(3,'5')+'-'+dg(7)+'-'+dg(7)]),
 track=lambda: C([g4(dg(12,C('13456'))), dg(12,C('13456')), g4(dg(12,C('13456')))]),
 invoiceT=lambda: 'T'+corp(), corp=corp, jan=lambda: jan13(C(['49','45'])), isbn=lambda: C([lambda d: d, lambda d: f'{d[:3]}-{d[3]}-{d[4:8]}-{d[8:12]}-{d[12]}'])(jan13('9784')),
 model=lambda: C([pick('ABKMSTXZ',2)+'-'+dg(4,'3')+C(['','A','-N','EX']), pick('ABKMSTXZ',3)+dg(3,'7')+'-'+dg(2), dg(4,'6')+'-'+dg(2)+'-'+dg(4)]),
 lot=lambda: C(['L'+dg(6), dg(8,'2'), pick('ABC',1)+dg(5)+'-'+dg(2)]), version=lambda: f'{R.randint(1,15)}.{R.randint(0,20)}.{R.randint(0,9999)}',
 ip=lambda: f'192.168.{R.randint(0,254)}.{R.randint(1,254)}', host=lambda: C(['srv','web','db','nas'])+f'{R.randint(1,20):02d}-'+C(['tky','osk','dr']),
 uuid=lambda: '-'.join(pick('0123456789abcdef',n) for n in (8,4,4,4,12)), hash=lambda: pick('0123456789abcdef',C([7,40,64])), ts=lambda: '2026%02d%02d%02d%02d%02d' % (R.randint(1,12),R.randint(1,28),R.randint(0,23),R.randint(0,59),R.randint(0,59)),
 yen=lambda: C(['{:,}円','¥{:,}','￥{:,}','金{:,}円'])[:].format(R.randint(8,9800)*100), usd=lambda: '${:,.2f}'.format(R.randint(900,9000000)/100), stat=lambda: '{:,}'.format(R.randint(1000,999999)), pct=lambda: f'{R.randint(1,99)}.{R.randint(0,9)}％',
 meeting=lambda: C(['{} {} {}'.format(dg(3,'8'),dg(4),dg(4)), '{} {} {}'.format(dg(3,'9'),dg(3),dg(4))]), ticket=lambda: C(['INC','REQ','#','TK-'])+dg(6,'1'), case=lambda: C(['令和7年(ワ)第{}号','令和6年（家）第{}号','令和8年(ラ)第{}号']).format(R.randint(10,2999)),
 ext=lambda: C(['内線{}','（内線 {}）','内線:{}']).format(dg(4,C('1234'))), estno=lambda: C(['見積','Q','EST-'])+dg(8,'2'), docno=lambda: C(['6','7','8'])+C(['市総第','教学第','福介第','保発'])+dg(3,C('123'))+'号', staffno=lambda: C(['E','','K'])+dg(5,C('01')), patid=lambda: C(['',''])+dg(7,'0')+'',
 memberno=lambda: C(['M-'+dg(6), dg(8,'1'), dg(4)+'-'+dg(4)]), pointcard=lambda: (lambda d: d if not luhn(d) else d[:-1]+str((int(d[-1])+1) % 10))(dg(16,C('289'))), resv=lambda: C([pick(AU,6), 'R'+dg(8), dg(9,'7')]), flight=lambda: C(['NH','JL','BC'])+dg(3,C('12478')), sha256=lambda: pick('0123456789abcdef',64), sha1=lambda: pick('0123456789abcdef',40), cnt=lambda: C([str(R.randint(28,980)), '1,'+dg(3)]), yens=lambda: C(['{:,}円','¥{:,}','￥{:,}','{}円']).format(R.randint(9,420)*100), usds=lambda: f'${R.randint(79,320)}.00', inv=lambda: C(['INV-','#','No. '])+dg(7,'2'), expiry=lambda: f'{R.randint(1,12):02d}/{R.randint(27,31)}', plate=lambda: C(['品川','岡崎','宮崎','川口'])+' '+C(['300','500','330'])+' '+C('あかさたに')+' '+dg(2,'1')+'-'+dg(2), yucho_kigo=lambda: '1'+dg(3)+'0', branch=lambda: dg(3,'2'), room=lambda: f'{R.randint(1,9)}-{R.randint(1,12)}{dg(2,"0")}', place=lambda: C(PL), stem=lambda: C('石川 福島 長野 千葉 宮崎 山口 松本 岡崎 上野 川崎 中野 平野 小松 池田 三浦 高田 大宮 柏原'.split()),
 flightuk=lambda: C(['BA','UA','LH'])+dg(3,'2'), badssn=lambda: C(['000-','666-','9'+dg(2,'1')[0]+'7-'])+dg(2,'4')+'-'+dg(4), ref=lambda: C(['REF-','PO-','CASE '])+dg(8,'4'), mac=lambda: ':'.join(pick('0123456789abcdef',2) for _ in range(6)), acct=lambda: dg(7,C('568')), time=lambda: f'{R.randint(8,17)}:{C(["00","15","30"])}-{R.randint(18,21)}:{C(["00","30"])}', parcel=lambda: f'{R.randint(100,2999)}番{R.randint(1,30)}', rate=lambda: f'{R.randint(2,9)}.{dg(2)}', serial=lambda: pick(AU+NU,12), tax=lambda: dg(8,'0'), dim=lambda: f'{R.randint(10,90)*10}×{R.randint(10,90)*10}×{R.randint(3,40)*10}', phone_fn=lambda: f'IMG_{dg(4)}_0{dg(2,"3")}-{dg(4)}-{dg(4)}.jpg')

CLIST = dict(co=CO, cs=CS, pl=PL, cm=['小林クリニック','渡辺歯科医院','村田整形外科','藤井内科医院','たかぎ皮膚科'], ce=['石川不動産株式会社','中村ハウジング','株式会社森田地所','原エステート'],
 ck=['田中工務店','高橋建材株式会社','石井建設株式会社','有限会社岡田塗装','株式会社松井組'], cf=['佐藤商店','鈴木水産','中村青果','山田乳業株式会社'], cp=['鈴木薬品株式会社','東薬品','森メディカル'], ch=['星見中央病院','医療法人社団恵心会 みなと病院','県立北部医療センター'])
LABELW = re.compile(r'(氏名|名前|住所|電話|TEL|Tel|FAX|携帯|連絡先|番号|口座|生年月日|パスワード|PW|メール|Mail|E-mail|免許|旅券|担当|患者|児童|園児|利用者|キー|No\.?|name|phone|DOB|address|password|card|SSN|IBAN|passport|number|tel|fax|cell|mobile)[\s　はis]*$', re.I)
TOK = re.compile(r'\{(?:(?P<pt>[PSGKHREFLMm])(?P<pi>[0-9x])|(?P<n>n:\w+)|(?P<lit>=\w+\|[^}]*)|(?P<cc>co|cs|cm|ce|ck|cf|cp|ch|pl|d|t|i|KT)(?P<ci>[0-9]?)|(?P<v>[A-Z]{2,5}))\}')
CHO = re.compile(r'\[\[([^\[\]]*)\]\]')

class Mail:
    def __init__(s, lang):
        s.lang = lang; s.pp = {}; s.cc = {}; s.mm = {}; s.z = None; s.fam = {}; s.o = []; s.n = 0; s.raw = []
        s.sep = C(['', ' ', '　', ' ']); s.used = set()
    def person(s, k):
        if k not in s.pp:
            while True:
                p = Person(s.lang)
                key = (p.f if hasattr(p, 'f') else p.g); k2 = p.l if hasattr(p, 'l') else p.s
                if key in s.used or k2 in s.used: continue
                s.used |= {key, k2}; break
            q = s.person('x'+k[1:]) if k[0] == 'y' else s.person(s.fam[k]) if k in s.fam else None
            if q and s.lang == 'en': p.l = q.l
            elif q: p.s, p.sk, p.ssrc = q.s, q.sk, q.ssrc; p.src = max(p.ssrc, p.gsrc, key=['common','rare','outside'].index)
            s.pp[k] = p
        return s.pp[k]
    def put(s, t, typ=None, src=None, neg=None, pid=None):
        if typ: s.raw.append((s.n, s.n+len(t), typ, src, pid))
        elif neg: s.raw.append((s.n, s.n+len(t), None, neg, None))
        s.o.append(t); s.n += len(t)
    def expand(s, txt):
        out = []
        for ln in txt.split('\n'):
            m = re.match(r'@@(\d+)-(\d+) (.*)', ln)
            if not m: out.append(ln); continue
            s.rep = getattr(s, 'rep', 0)
            for j in range(R.randint(int(m.group(1)), int(m.group(2)))):
                s.rep += 1
                body = m.group(3).replace('\\n', '\n').replace('%%', str(j+1))
                out.append(re.sub(r'\{([PSGKHREFLMm])([xy])\}', lambda q: '\x01%s%s%d\x02' % (q.group(1), q.group(2), s.rep), body))
        txt = '\n'.join(out)
        while True:
            m = CHO.search(txt)
            if not m: return txt
            txt = txt[:m.start()] + C(m.group(1).split('|')) + txt[m.end():]
    def render(s, txt):
        txt = s.expand(txt); pos = 0
        pat = re.compile('\x01([A-Za-z])([xy]\\d+)\x02|' + TOK.pattern)
        for m in pat.finditer(txt):
            s.put(txt[pos:m.start()]); pos = m.end()
            if m.group(1): s.ptok(m.group(1), m.group(2))
            elif m.group('pt'): s.ptok(m.group('pt'), m.group('pi'))
            elif m.group('n'):
                k = m.group('n')[2:]; s.put(NEG[k](), neg=k)
            elif m.group('lit'):
                k, t = m.group('lit')[1:].split('|', 1); s.put(t, neg=k)
            elif m.group('v'): s.vtok(m.group('v'), m.group(0))
            else: s.ctok(m.group('cc'), m.group('ci'))
        s.put(txt[pos:]); return ''.join(s.o)
    def ptok(s, t, i):
        p = s.person(i); en = s.lang == 'en'
        if t in 'Mm':
            k = (i, t)
            if k not in s.mm: s.mm[k] = mail_of(p, t == 'm')
            s.put(s.mm[k], 'EMAIL'); return
        if en:
            if t in 'RE' and not hasattr(p, 'jp'): p.jp = Person('ja')
            if t == 'R': v, src = romaji(p.jp.gk).title()+' '+romaji(p.jp.sk).title(), 'romaji'
            elif t == 'E': v, src = romaji(p.jp.sk).title(), 'romaji'
            else: v, src = {'P': p.f+' '+p.l, 'F': p.f, 'L': p.l, 'S': p.l, 'G': p.f, 'K': p.l+', '+p.f, 'H': p.f+' '+C('ABCDEJKLMRS')+'. '+p.l}[t], 'en'
            s.put(v, 'PERSON', src, pid=i); return
        if t == 'K': s.put(kata(p.sk)+(s.sep or ' ')+kata(p.gk), neg='reading')
        elif t == 'H': s.put(p.sk+(s.sep or ' ')+p.gk, neg='reading')
        elif t == 'R': s.put(C([romaji(p.gk).title()+' '+romaji(p.sk).title(), romaji(p.sk).upper()+' '+romaji(p.gk).title()]), 'PERSON', 'romaji', pid=i)
        elif t == 'E': s.put(romaji(p.sk).upper()+' '+romaji(p.gk).upper(), 'PERSON', 'romaji', pid=i)
        elif t == 'P': s.put(p.s+(s.sep if R.random() < .85 else C(['', ' ', '　']))+p.g, 'PERSON', p.src, pid=i)
        elif t == 'S': s.put(p.s, 'PERSON', p.ssrc, pid=i)
        elif t == 'G': s.put(p.g, 'PERSON', p.gsrc, pid=i)
    def vtok(s, k, whole):
        ja = s.lang == 'ja'
        if k == 'ZIP' or k == 'ADR':
            if ja:
                if k == 'ZIP': s.z = adr_ja(); s.put(s.z[0] if R.random() < .9 else s.z[0].translate(Z), 'POSTAL')
                else:
                    a = s.z or adr_ja(); s.z = None; s.put(a[1], 'ADDRESS')
            else: s.put(adr_us(), 'ADDRESS')
            return
        V = dict(TEL=('PHONE', tel_ja if ja else tel_us), FAX=('PHONE', tel_ja if ja else tel_us), MOB=('PHONE', mob_ja if ja else tel_us), TF=('PHONE', tf), UK=('PHONE', tel_uk), UKM=('PHONE', mob_uk), JPT=('PHONE', tel_jpi),
          BD=('BIRTHDATE', bd_ja if ja else bd_en), BDC=('BIRTHDATE', lambda: bd_ja(2012, 2022)), BDO=('BIRTHDATE', lambda: bd_ja(1927, 1952)), SID=('STUDENT_ID', sid), MY=('MYNUMBER', lambda: C([lambda x: x, lambda x: f'{x[:4]}-{x[4:8]}-{x[8:]}', lambda x: f'{x[:4]} {x[4:8]} {x[8:]}', lambda x: x.translate(Z)])(mynum())),
          BANK=('BANK_ACCOUNT', (lambda: dg(7,C('1234507'))) if ja else lambda: dg(C([8,10,12]),C('123567'))), YUBAN=('BANK_ACCOUNT', lambda: dg(7,C('123'))+'1'), CARD=('CREDIT_CARD', card), PW=('PASSWORD', pw), SEC=('SECRET', sec), PEM=('SECRET', pem),
          DL=('DRIVER_LICENSE', lic), SSN=('US_SSN', ssn), IBAN=('IBAN', iban), PPT=('PASSPORT', lambda: C(['TK','TZ','TR','TH','MU','MZ'])+dg(7)), UPPT=('PASSPORT', lambda: dg(9,C('45'))), PEN=('PENSION_NO', lambda: dg(4,C('12345'))+'-'+dg(6)),
          INFO=('EMAIL', info if ja else info_en), AUK=('ADDRESS', adr_uk), AJP=('ADDRESS', adr_jpen))
        if k not in V: s.put(whole); return
        typ, f = V[k]; s.put(f(), typ)
    def ctok(s, c, i):
        if c == 'KT': s.put(C(KATA), 'PERSON', 'outside', pid='kt%d' % s.n); return
        if c == 'i': s.put(str(R.randint(2, 48))); return
        if c == 't': s.put(f'{R.randint(8,19)}:{C(["00","15","30","45"])}'); return
        if c == 'd': s.put(d_ja() if s.lang == 'ja' else d_en(), neg='date'); return
        key = c+i
        if key not in s.cc: s.cc[key] = C(CLIST[c])
        if c in ('co', 'ch'): s.put(s.cc[key])
        else: s.put(s.cc[key], neg='place' if c == 'pl' else 'company')

def ctx(text, a, b):
    ls = text.rfind('\n', 0, a)+1; le = text.find('\n', b); le = len(text) if le < 0 else le
    pre, post = text[ls:a], text[b:le]
    if not pre.strip(' 　>・') and not post.strip(): return 'none'
    if re.search(r'[:：=＝]\s*[<＜〒]?$', pre) or LABELW.search(pre) or pre.endswith('〒'): return 'label'
    return 'run'

def skels(mod, lang):
    r = []
    for blk in re.split(r'(?m)^=== ', mod.T)[1:]:
        head, body = blk.split('\n', 1); h = head.split()
        r.append((h[0], lang, 'clean' in h, 'care' in h, body.strip('\n')+'\n', dict(q for x in h if x.startswith('fam=') for q in x[4:].split(','))))
    return r

SYN = [('いつもお世話になっております。', ['いつもお世話になっております。','お世話になっております。','平素よりお世話になっております。','いつも大変お世話になっております。']),
 ('お世話になります。', ['お世話になります。','いつもお世話になります。']), ('よろしくお願いいたします。', ['よろしくお願いいたします。','何卒よろしくお願い申し上げます。','どうぞよろしくお願いします。']),
 ('ありがとうございます。', ['ありがとうございます。','誠にありがとうございます。']), ('ください。', ['ください。','くださいますようお願いします。','ください。']), ('お送りします', ['お送りします','送付します','お送りいたします'])]
def vary(b, lang, clean):
    """Other greetings, bullets and colons; now and then a subject, an office's signature or a notice."""
    if lang == 'ja':
        for a, l in SYN: b = b.replace(a, C(l))
        if R.random() < .35: b = b.replace('・', C(['- ','● ','■','* ','○'])) if re.search('(?m)^・', b) and not re.search('(?m)^.+・', b) else b
        if '：' in b and '{=' not in b: b = b.replace('：', C(['：','：',': ',':',' : ']))
        x = R.random()
        if x < .10: b = C(['件名','Subject','題名'])+C(['：',': '])+C(['【重要】ご確認のお願い','ご連絡','Re: 先日の件','【再送】資料送付の件','お打合せの件','（社外秘）ご共有','FW: ご報告'])+'\n\n'+b
        x = R.random()
        if x < .16 and not re.search(r'\{c[osmekfph]|chat|> |夜勤|議事録|名簿を転記|\{S1\}[:>]', b): b += '\n'+C(['──────────────','-- ','**********','=========='])+'\n{co8}\n'+('' if clean else '〒{ZIP}　{ADR}\n')+C(['TEL {TEL}／FAX {FAX}','電話：{TEL}　ファクス：{FAX}','Tel.{TEL}'])+'\n'+C(['{INFO}\n','','https://www.example.co.jp/\n'])
        elif x < .2: b += '\n'+C(['※本メールに心当たりのない場合は、お手数ですが破棄してください。','（スマートフォンから送信）','※このアドレスには返信できません。','以上'])+'\n'
    else:
        x = R.random()
        if x < .12: b = 'Subject: '+C(['Re: follow-up','Action needed','FW: details as requested','Quick question','Please review'])+'\n\n'+b
        x = R.random()
        if x < .15: b += '\n'+C(['This message may contain confidential information. If you are not the intended recipient, please delete it.','Sent from my phone','Please consider the environment before printing this e-mail.'])+'\n'
        b = b.replace('Best regards,', C(['Best regards,','Best,','Regards,','Many thanks,'])).replace('Hi {', C(['Hi {','Hello {','Good morning {','Hi {']))
    return b

def main(out):
    os.makedirs(out+'/tables', exist_ok=True)
    ja, en = skels(skel_ja, 'ja'), skels(skel_en, 'en')
    ids = [x[0] for x in ja+en]; assert len(ids) == len(set(ids))
    def deal(sk, n, nclean):
        cl, pi = [x for x in sk if x[2]], [x for x in sk if not x[2]]
        def spread(l, k):
            o = []
            while len(o) < k: l = l[:]; R.shuffle(l); o += l
            return o[:k]
        return spread(cl, nclean)+spread(pi, n-nclean)
    plan = deal(ja, 300, 83)+deal(en, 100, 27); R.shuffle(plan)
    cnt = {}; seen = set()
    with open(out+'/mails.jsonl', 'w', encoding='utf-8') as f:
        for k, (sid_, lang, clean, care, body, fam) in enumerate(plan):
            m = Mail(lang); m.fam = fam; t = m.render(vary(body, lang, clean))
            assert '{P' not in t and '[[' not in t and '\x01' not in t, (sid_, t)
            assert t not in seen; seen.add(t)
            u = lambda i: len(t[:i].encode('utf-16-le'))//2
            sp, ng, pids = [], [], set()
            for a, b, typ, src, pid in m.raw:
                if typ:
                    e = dict(start=a, end=b, type=typ, ctx=ctx(t, a, b))
                    if typ == 'PERSON': e['src'] = src; pids.add(pid)
                    e['u16s'], e['u16e'] = u(a), u(b); sp.append(e); cnt[typ] = cnt.get(typ, 0)+1
                else: ng.append(dict(start=a, end=b, kind=src, u16s=u(a), u16e=u(b)))
            if clean: assert not [e for e in sp if e['type'] not in ('PERSON','PHONE','EMAIL','ADDRESS','POSTAL')], sid_
            f.write(json.dumps(dict(id='m%06d' % k, lang=lang, text=t, spans=sp, neg=ng, special_care=care, persons=len(pids), skel=sid_), ensure_ascii=False)+'\n')
    tn = tables.make(out, R, sys.modules[__name__])
    print(len(ja), 'ja skeletons', len(en), 'en skeletons;', sum(x[2] for x in ja), '+', sum(x[2] for x in en), 'clean'); print(cnt, sum(cnt.values())); print(tn, 'tables')
if __name__ == '__main__': main(sys.argv[1])
