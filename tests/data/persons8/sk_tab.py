# coding: utf-8
"""60 tables. truth persons = number of distinct persons named."""
import csv, io, json, datetime
def make(out, R, M):
    import openpyxl
    meta = []
    def people(n):
        seen = set(); o = []
        while len(o) < n:
            p = M.JP()
            k = p.s[0]+p.g[0]
            if k not in seen: seen.add(k); o.append(p)
        return o
    def epeople(n):
        seen = set(); o = []
        while len(o) < n:
            p = M.EN()
            if p.full() not in seen: seen.add(p.full()); o.append(p)
        return o
    def family(p, used):
        for _ in range(200):
            g = R.choice(M.CG)[0]
            if p.s[0]+g not in used: used.add(p.s[0]+g); return p.s[0], g
        raise SystemExit('family')
    sepf = lambda: R.choice(['', ' ', '　'])
    full = lambda p, s: p.s[0]+s+p.g[0]
    kana = lambda p: M.kata(p.s[1])+' '+M.kata(p.g[1])
    def town(): t = M.townpick(); return t[0], M.addr_from(t[1])
    def em(p): 
        return (M.romaji(p.g[1]).lower()+'.'+M.romaji(p.s[1]).lower() if isinstance(p, M.JP) else M.re.sub('[^a-z]', '', p.f.lower()+p.l.lower()) or 'x')+str(R.randint(1, 99))+'@'+R.choice(M.PRIV if isinstance(p, M.JP) else M.EPRIV)
    # each maker -> (kind, title rows, header or None, rows, persons, contact)
    def customers(n):
        P = people(n); s = sepf()
        h = [R.choice(['No', '顧客番号', 'ID']), R.choice(['氏名', 'お名前', '顧客名', 'ご契約者名']), 'フリガナ', '〒', '住所', R.choice(['電話番号', '携帯']), 'メール']
        return 'customers', [], h, [[i+1, full(p, s), kana(p), *town(), R.choice([M.mob, M.land])(), em(p)] for i, p in enumerate(P)], n, True
    def applications(n):
        P = people(n); s = sepf()
        return 'applications', [], ['受付日時', '申込者氏名', '生年月日', '希望コース', '参加人数', '連絡先', '備考'], [[M.log_(), full(p, s), M.bdate(), R.choice(['A', 'B', '親子']), R.randint(1, 4), M.mob(), R.choice(['', '', '車で来場', 'アレルギーなし', '遅れて参加'])] for p in P], n, True
    def household(n):
        heads = people(n); used = {full(p, '') for p in heads}; rows = []; c = 0
        for i, p in enumerate(heads):
            z, a = town(); rows.append([f'{i+1:03d}', '世帯主', p.s[0]+' '+p.g[0], M.bdate(1940, 1985), a]); c += 1
            for rel in R.sample(['妻', '長男', '長女', '母'], R.randint(0, 3)):
                x = family(p, used); rows.append([f'{i+1:03d}', rel, x[0]+' '+x[1], M.bdate(1970, 2020), a]); c += 1
        return 'household', [], ['世帯番号', '続柄', '氏名', '生年月日', '住所'], rows, c, True
    def guardian(n):
        P = people(n); used = {full(p, '') for p in P}; rows = []
        for p in P:
            x = family(p, used); rows.append([R.choice(['ばら組', 'すみれ組', 'ひまわり組']), p.s[0]+' '+p.g[0], M.bdate(2018, 2022), x[0]+' '+x[1], M.mob()])
        return 'guardian_child', [['令和8年度 園児名簿'], []], ['組', '園児氏名', '生年月日', '保護者氏名', '緊急連絡先'], rows, 2*n, True
    def payroll(n):
        P = people(n); s = sepf()
        return 'payroll', [], ['社員番号', '氏名', '支給額', '銀行名', '支店名', '口座番号', '口座名義カナ'], [[f'E{1000+i}', full(p, s), R.randint(180, 480)*1000, R.choice(['みずほ', '三菱UFJ', 'りそな', '千葉']), R.choice(['本店', '駅前', '中央']), M.rd(7), M.hank(kana(p))] for i, p in enumerate(P)], n, False
    def tickets(n):
        k = max(3, n//4); P = people(k); s = sepf(); pick = P+[R.choice(P) for _ in range(n-k)]; R.shuffle(pick); T = {full(p, s): M.mob() for p in P}; suf = R.choice(['', '', '様'])
        return 'tickets', [], ['チケットID', '受付日', 'お客様名', '電話', '件名', '状態'], [[f'CS-{10000+i}', f'2026/{R.randint(1,12):02d}/{R.randint(1,28):02d}', full(p, s if R.random() < .8 else R.choice(['', ' ', '　']))+suf, T[full(p, s)], R.choice(['配送遅延', '返品', '初期不良', '領収書', '会員情報']), R.choice(['完了', '対応中'])] for i, p in enumerate(pick)], k, True
    def reservations(n):
        k = max(3, n//2); P = people(k); s = sepf(); pick = P+[R.choice(P) for _ in range(n-k)]
        R.shuffle(pick); T = {full(p, s): R.choice([M.mob, M.land])() for p in P}
        return 'reservations', [['予約台帳', '', '', '出力日 2026/11/02'], []], ['予約番号', '来店日', '時刻', '代表者', '人数', '電話番号'], [[f'R{M.rd(6)}', f'2026/12/{R.randint(1,28):02d}', M.tm(), full(p, s), R.randint(2, 8), T[full(p, s)]] for p in pick], k, True
    def shift(n):
        P = people(n); s = sepf(); d = [f'{i}日' for i in range(1, 15)]
        return 'shift', [['勤務表（看護部）'], []], ['職員名']+d, [[full(p, s)]+[R.choice(['日', '夜', '明', '休', '早', '遅']) for _ in d] for p in P], n, False
    def rosterhead(n):
        P = people(n)
        return 'roster', [], ['背番号', '選手名', 'ふりがな', '学年', '守備'], [[i+1, p.s[0]+' '+p.g[0], p.s[1]+' '+p.g[1], R.randint(1, 6), R.choice(['投', '捕', '内', '外'])] for i, p in enumerate(P)], n, False
    def twocol(n):
        P = people(n)
        return 'two_name_cols', [], ['会員番号', '姓', '名', 'セイ', 'メイ', '入会日', '携帯電話'], [[M.rd(6), p.s[0], p.g[0], M.kata(p.s[1]), M.kata(p.g[1]), f'20{R.randint(10,26)}/{R.randint(1,12)}/{R.randint(1,28)}', M.mob()] for p in P], n, True
    def students(n):
        P = people(n); s = sepf()
        return 'students', [], ['学籍番号', '氏名', '学科', '出席', 'レポート', '評価'], [[f'26{R.choice("AEM")}{i+1:04d}', full(p, s), R.choice(['機械', '電気', '情報']), R.randint(8, 15), R.randint(40, 100), R.choice('SABCD')] for i, p in enumerate(P)], n, False
    def manager(n):
        B = people(n+max(1, n//8)); mg, P = B[:len(B)-n], B[len(B)-n:]; s = sepf(); rows = []
        for i, p in enumerate(P): rows.append([f'{20000+i}', full(p, s), R.choice(['営業', '製造', '品証']), full(mg[i % len(mg)], s), M.bdate(1960, 2003), M.mynum()])
        return 'employees', [], ['社員番号', '氏名', '部署', '上長', '生年月日', 'マイナンバー'], rows, n+min(len(mg), n), False
    def accidents(n):
        P = people(2*n); s = sepf()
        return 'incidents', [], ['No.', '発生日', '対象者', '内容', '報告者'], [[i+1, f'2026-{R.randint(1,12):02d}-{R.randint(1,28):02d}', full(P[2*i], s)+R.choice(['', '様']), R.choice(['転倒', '誤薬（未遂）', '誤嚥', '離設', '皮膚剥離']), full(P[2*i+1], s)] for i in range(n)], 2*n, False
    def nohead(n):
        P = people(n); s = sepf()
        return 'nohead', [], None, [[full(p, s), kana(p), *town(), M.mob()] for p in P], n, True
    def driver(n):
        P = people(n); s = sepf()
        return 'licenses', [], ['氏名', '免許証番号', '有効期限', '車種'], [[full(p, s), M.dl(), f'20{R.randint(27,31)}/{R.randint(1,12)}/{R.randint(1,28)}', R.choice(['普通', '中型', '大型'])] for p in P], n, False
    def foreign(n):
        P = epeople(n)
        return 'en_registrations', [], ['Full name', 'Email', 'Phone', 'Country', 'T-shirt'], [[p.full(), em(p), M.intel(), R.choice(['India', 'UK', 'Germany', 'Ireland', 'Singapore']), R.choice('SML')] for p in P], n, True
    def enpay(n):
        P = epeople(n)
        return 'en_payroll', [], ['Employee ID', 'Last name', 'First name', 'SSN', 'Gross'], [[M.rd(6), p.l, p.f, M.ssn(), round(R.uniform(900, 5200), 2)] for p in P], n, False
    def enlog(n):
        k = max(3, n//3); P = epeople(k); pick = P+[R.choice(P) for _ in range(n-k)]; R.shuffle(pick)
        return 'en_tickets', [], ['Ticket', 'Opened', 'Customer', 'Subject', 'Status'], [[f'T-{M.rd(5)}', f'2026-{R.randint(1,12):02d}-{R.randint(1,28):02d}', p.full(), R.choice(['Refund', 'Login', 'Delivery', 'Invoice']), R.choice(['open', 'closed'])] for p in pick], k, False
    def products(n): return 'products', [], ['JANコード', '品名', '型番', '単価', '在庫'], [['49'+M.rd(11), R.choice(['ボルト', '電球', 'ホース', '手袋', 'インク'])+R.choice(['S', 'M', 'L']), M.TYPES['model'][1](), R.randint(100, 9000), R.randint(0, 400)] for _ in range(n)], 0, False
    def shipments(n): return 'shipments', [], ['伝票番号', '出荷日', '届け先（会社名）', '個数', '送料'], [[M.not_mn(), f'2026/{R.randint(1,12)}/{R.randint(1,28)}', M.org(), R.randint(1, 20), R.randint(5, 50)*100] for _ in range(n)], 0, False
    def stats(n): return 'stats', [], ['市区町村', '世帯数', '人口', '高齢化率'], [[M.re.match(r'(.*?[市区郡])', R.choice(M.TOWNS)[9:])[1], R.randint(2000, 90000), R.randint(5000, 300000), round(R.uniform(18, 45), 1)] for _ in range(n)], 0, False
    def logs(n): return 'logs', [], ['timestamp', 'level', 'host', 'request_id', 'ms'], [[M.log_(), R.choice(['INFO', 'WARN', 'ERROR']), M.TYPES['ip'][1](), M.uuid(), R.randint(1, 4000)] for _ in range(n)], 0, False
    def duty(n):
        k = min(max(4, n//3), 40); sn = []
        while len(sn) < k:
            x = M.JP().s[0]
            if x not in sn: sn.append(x)
        pool = sn[:]; R.shuffle(pool); rows = []; used = set()
        for d in range(n):
            r = [f'{d//28+4}月{d%28+1}日']
            for _ in range(3):
                if not pool: pool = sn[:]; R.shuffle(pool)
                y = pool.pop(); used.add(y); r.append(y)
            rows.append(r)
        return 'duty', [['当直・清掃当番表'], []], ['日付', '早番', '遅番', '当直'], rows, len(used), False
    def vendors(n):
        P = people(n); s = sepf()
        return 'vendors', [], ['取引先名', '担当者', '電話', 'FAX', '登録番号'], [[M.org(), full(p, s), M.land(), M.land(), 'T'+M.corp()] for p in P], n, True
    def totals(n):
        P = people(n); s = sepf(); a = [R.randint(1, 30)*1000 for _ in P]
        return 'donations', [['令和8年 奉賛金芳名帳'], ['集計日', '令和8年11月1日'], []], ['No', '御芳名', '金額', '備考'], [[i+1, full(p, s), a[i], R.choice(['', '', '御神酒', '匿名希望せず'])] for i, p in enumerate(P)]+[['', '合計', sum(a), '']], n, False
    M.log_ = M.TYPES['log'][1]
    makers = [customers, applications, household, guardian, payroll, tickets, reservations, shift, rosterhead, twocol, students, manager, accidents, nohead, driver, foreign, enpay, enlog, products, shipments, stats, logs, duty, vendors, totals]
    sizes = [5, 6, 8, 10, 12, 15, 20, 24, 30, 36, 45, 60, 80, 120, 150, 200, 260, 320, 400]
    order = makers+makers+R.sample(makers[:18]+makers[22:], 10)
    for i, mk in enumerate(order):
        x = (i+i//len(makers)) % 2 == 0; n = R.choice(sizes)
        nx = sum(q['enc'] == 'xlsx' for q in meta); x = (x or len(meta)-nx >= 30) and nx < 30
        if mk in (household, guardian, accidents): n = max(5, min(n, 120)//2)
        if mk is shift: n = min(n, 60)
        if mk is rosterhead: n = min(n, 45)
        kind, top, head, rows, per, contact = mk(n)
        hid = False
        if not x:
            if R.random() < .6: top = []
            enc = R.choice(['utf-8', 'utf-8-sig', 'cp932']); delim = ','
            if R.random() < .12: delim = '\t'
            fn = f't21_{i:03d}.csv'; b = io.StringIO(); w = csv.writer(b, delimiter=delim, lineterminator=R.choice(['\r\n', '\n']))
            for r in top: w.writerow(r)
            if head: w.writerow(head)
            w.writerows(rows); t = b.getvalue()
            try: raw = t.encode(enc)
            except UnicodeEncodeError: enc = 'utf-8-sig'; raw = t.encode(enc)
            open(f'{out}/tables/{fn}', 'wb').write(raw)
        else:
            enc = 'xlsx'; fn = f't21_{i:03d}.xlsx'; wb = openpyxl.Workbook(); ws = wb.active; ws.title = R.choice(['Sheet1', '一覧', '名簿', 'データ'])
            for r in top: ws.append(r)
            if head: ws.append(head)
            for r in rows: ws.append(r)
            if R.random() < .3:
                ws2 = wb.create_sheet('注意事項'); ws2.append(['この表は部外秘です。']); ws2.append(['印刷後はシュレッダーへ。'])
            if R.random() < .15 and per: hid = True; wb.move_sheet(ws, 0); w3 = wb.create_sheet('表紙', 0); w3.append(['月次資料']); w3.append(['作成日', '2026/11/02']); ws.sheet_state = 'hidden'; wb.active = 0
            wb.save(f'{out}/tables/{fn}')
        meta.append(dict(file=fn, kind=kind, rows=len(rows), persons=per, enc=enc, hidden=hid, header=head, has_contact=contact, over1000=False))
    with open(out+'/tables.jsonl', 'w', encoding='utf-8') as f:
        for m in meta: f.write(json.dumps(m, ensure_ascii=False)+'\n')
    print('tables', len(meta), 'csv', sum(m['file'].endswith('csv') for m in meta), 'rows', min(m['rows'] for m in meta), max(m['rows'] for m in meta), 'no persons', sum(m['persons'] == 0 for m in meta))
