# 60 tables: 30 csv, 30 xlsx. persons = number of distinct persons, known by construction.
import csv, io, json, datetime
from kana import kata, romaji
def make(out, R, M):
    C = R.choice
    def people(n, lang='ja'):
        seen, r = set(), []
        while len(r) < n:
            p = M.Person(lang); k = (p.f, p.l) if lang == 'en' else (p.s, p.g)
            if k in seen: continue
            seen.add(k); r.append(p)
        return r
    def nm(p, sep): return p.s+sep+p.g
    def rows_n(): return C([5,6,8,12,15,20,24,33,40,48,60,75,90,120,150,200,260,330,400])
    def a(): z, x = M.adr_ja(); return z, x
    K = {}
    def kind(f): K[f.__name__] = f; return f
    # each returns (preamble rows, header or None, rows, persons, has_contact)
    @kind
    def patients(n):
        sp = C([' ','　','']); return [], ['診察券番号','患者氏名','カナ','生年月日','電話','次回予約'], [[M.dg(7,'0'), nm(p,sp), kata(p.sk)+' '+kata(p.gk), M.bd_ja(), C([M.mob_ja,M.tel_ja])(), M.d_ja()] for p in people(n)], n, True
    @kind
    def appointments(n):
        k = max(3, n//3); ps = people(k); ph = [M.mob_ja() for _ in ps]; r = list(range(k)) + [R.randrange(k) for _ in range(n-k)]; R.shuffle(r); sp = C([' ','　',''])
        return [], ['日時','お名前','携帯','内容'], [['2026/%02d/%02d %d:00' % (R.randint(1,12),R.randint(1,28),R.randint(9,18)), nm(ps[i],sp), ph[i], C(['カット','カラー','相談','クリーニング','再診'])] for i in r], k, True
    @kind
    def staff(n):
        ps = people(n); return [['社員一覧（人事部限り）'],['作成日','2026/04/01']], ['社員番号','姓','名','セイ','メイ','部署','内線','メール'], [['E'+M.dg(5,'0'), p.s, p.g, kata(p.sk), kata(p.gk), C(['営業部','総務部','製造1課','情シス','経理']), M.dg(4,'2'), M.mail_of(p, False)] for p in ps], n, True
    @kind
    def payroll(n): return [], ['氏名','個人番号','基礎年金番号','銀行','支店','口座番号','支給額'], [[nm(p,'　'), M.mynum(), M.dg(4,'3')+'-'+M.dg(6), C(['みなと銀行','あけぼの信金']), C(['本店','駅前','青葉']), M.dg(7,'1'), R.randint(180,620)*1000] for p in people(n)], n, False
    @kind
    def class_roster(n):
        n = min(n, 40); return [['3年2組 名簿']], ['番','氏名','ふりがな','性別','住所','保護者電話'], [[i+1, nm(p,' '), p.sk+' '+p.gk, C('男女'), a()[1], M.mob_ja()] for i, p in enumerate(people(n))], n, True
    @kind
    def grades(n): return [], ['学籍番号','氏名','中間','期末','評価'], [[M.sid(), nm(p,C([' ','　'])), R.randint(30,100), R.randint(30,100), C(['S','A','B','C'])] for p in people(n)], n, False
    @kind
    def members(n):
        r = []
        for p in people(n):
            z, x = a(); r.append([M.dg(6), nm(p,''), z, x, C([M.tel_ja(),'']), M.mob_ja(), C([M.mail_of(p,True),''])])
        return [], ['会員番号','会員名','郵便番号','住所','電話番号','携帯','E-Mail'], r, n, True
    @kind
    def noheader(n):
        r = []
        for p in people(n):
            z, x = a(); r.append([nm(p,' '), '〒'+z, x, M.tel_ja()])
        return [], None, r, n, True
    @kind
    def attendance(n): return [['防災訓練 出欠表'],[],['会場：北小学校体育館']], ['No.','氏名','出欠','備考'], [[i+1, nm(p,'　'), C(['○','×','']), ''] for i, p in enumerate(people(n))], n, False
    @kind
    def visitors(n): return [], ['入館時刻','会社名','来訪者','人数','退館'], [['%d:%02d' % (R.randint(8,17),R.randint(0,59)), C(M.CO+M.CS), nm(p,' '), 1, '%d:%02d' % (R.randint(10,19),R.randint(0,59))] for p in people(n)], n, False
    @kind
    def drivers(n): return [], ['運転者','生年月日','免許証番号','有効期限','車番'], [[nm(p,' '), M.bd_ja(), M.lic(), '2028/%02d/%02d' % (R.randint(1,12),R.randint(1,28)), '品川 500 あ '+M.dg(2)+'-'+M.dg(2)] for p in people(n)], n, False
    @kind
    def orders(n):
        k = max(2, n//4); ps = people(k); ad = [a()[1] for _ in ps]; r = list(range(k))+[R.randrange(k) for _ in range(n-k)]; R.shuffle(r)
        return [], ['受注番号','受注日','お届け先氏名','お届け先住所','商品コード','金額'], [['2026'+M.dg(8), '2026/%02d/%02d' % (R.randint(1,12),R.randint(1,28)), nm(ps[i],' '), ad[i], M.NEG['model'](), R.randint(10,900)*100] for i in r], k, True
    @kind
    def en_contacts(n):
        n = min(n, 200); return [], ['First Name','Last Name','Email','Phone','City'], [[p.f, p.l, M.mail_of(p, C([True,False])), M.tel_us(), C(['Austin','Leeds','Denver','Boise'])] for p in people(n,'en')], n, True
    @kind
    def en_guests(n):
        n = min(n, 120); return [], ['Room','Guest name','Arrival','Nights'], [[R.randint(101,620), p.f+' '+p.l, M.d_en(), R.randint(1,6)] for p in people(n,'en')], n, False
    @kind
    def romaji_pass(n):
        n = min(n, 90); return [], ['No','氏名','ローマ字','旅券番号','生年月日'], [[i+1, nm(p,' '), romaji(p.sk).upper()+' '+romaji(p.gk).upper(), C(['TK','TR','TZ'])+M.dg(7), M.bd_ja()] for i, p in enumerate(people(n))], n, False
    # nothing of any person
    @kind
    def products(n): return [], ['品番','品名','JAN','在庫','単価'], [[M.NEG['model'](), C(['ボルト','電気ケトル','加湿器','ファイル','軍手','洗剤']), M.NEG['jan'](), R.randint(0,900), R.randint(1,300)*10] for _ in range(n)], 0, False
    @kind
    def stores(n): return [], ['店舗名','所在地','代表電話','開店'], [[C('石川 福島 長野 千葉 宮崎 山口 松本 岡崎 上野 川崎'.split())+C(['駅前','南','北','中央',''])+'店', a()[1], M.tel_ja(), '10:00'] for _ in range(n)], 0, False
    @kind
    def shipments(n): return [], ['伝票番号','出荷日','送り先','個口','重量kg'], [[M.g4(M.dg(12,'4')), '2026/%02d/%02d' % (R.randint(1,12),R.randint(1,28)), C(M.CS+M.CO), R.randint(1,9), R.randint(1,300)/10] for _ in range(n)], 0, False
    @kind
    def stats(n): return [['町丁別人口']], ['町丁','世帯数','男','女','計'], [(lambda m, w: [C(['本町','旭町','緑町','栄町','大島','小川','原','中島'])+C('一二三四')+'丁目', R.randint(50,3000), m, w, m+w])(R.randint(90,4000), R.randint(90,4000)) for _ in range(n)], 0, False
    @kind
    def logs(n): return [], ['timestamp','host','ip','request_id','status'], [[M.NEG['ts'](), M.NEG['host'](), M.NEG['ip'](), M.NEG['uuid'](), C([200,200,404,503])] for _ in range(n)], 0, False
    @kind
    def partners(n): return [], ['取引先コード','取引先名','法人番号','登録番号','締日'], [(lambda c: [M.dg(6,'1'), C(M.CS+M.CO), c, 'T'+c, C(['月末','20日'])])(M.corp()) for _ in range(n)], 0, False
    @kind
    def sensors(n): return [], ['日時','温度','湿度','電圧'], [['2026-07-%02d %02d:%02d' % (R.randint(1,28),R.randint(0,23),R.randint(0,59)), R.randint(180,330)/10, R.randint(30,80), R.randint(990,1010)/10] for _ in range(n)], 0, False
    names = list(K); pers = names[:15]; non = names[15:]
    plan = [pers[i % 15] for i in range(44)] + [non[i % 7] for i in range(16)]
    R.shuffle(plan)
    ext = ['csv']*30+['xlsx']*30; R.shuffle(ext)
    import openpyxl
    with open(out+'/tables.jsonl','w',encoding='utf-8') as f:
        for i, (k, e) in enumerate(zip(plan, ext)):
            pre, head, rows, n, hc = K[k](rows_n()); fn = 't%05d.%s' % (i, e); hidden = False; enc = 'xlsx'
            allr = pre + ([head] if head else []) + rows
            if e == 'csv':
                enc = C(['utf-8','utf-8-sig','cp932','cp932']); dl = C([',',',',',','\t']); s = io.StringIO()
                csv.writer(s, delimiter=dl, lineterminator=C(['\n','\r\n']), quoting=C([csv.QUOTE_MINIMAL,csv.QUOTE_MINIMAL,csv.QUOTE_ALL])).writerows(allr)
                try: b = s.getvalue().encode(enc)
                except UnicodeEncodeError: enc = 'utf-8-sig'; b = s.getvalue().encode(enc)
                open(out+'/tables/'+fn,'wb').write(b)
            else:
                wb = openpyxl.Workbook(); wb.properties.created = wb.properties.modified = datetime.datetime(2026,4,1); ws = wb.active; ws.title = C(['Sheet1','一覧','名簿','データ','2026年度']) if n else C(['Sheet1','データ'])
                style = R.random()
                if len(rows) >= 12 and style < .25 and head:   # two sheets, each with the heading
                    h = len(rows)//2
                    for r in pre+[head]+rows[:h]: ws.append(r)
                    w2 = wb.create_sheet('続き')
                    for r in [head]+rows[h:]: w2.append(r)
                elif .25 <= style < .38:   # the list stands on a second, hidden sheet
                    ws.append(['集計']); ws.append(['件数', len(rows)]); w2 = wb.create_sheet('元データ')
                    for r in allr: w2.append(r)
                    w2.sheet_state = 'hidden'; hidden = True
                elif style < .55:   # list begins at C4
                    for y, r in enumerate(allr):
                        for x, v in enumerate(r): ws.cell(row=4+y, column=3+x, value=v)
                else:
                    for r in allr: ws.append(r)
                wb.save(out+'/tables/'+fn)
            f.write(json.dumps(dict(file=fn, kind=k, rows=len(rows), persons=n, enc=enc, hidden=hidden, header=head, has_contact=hc, over1000=False), ensure_ascii=False)+'\n')
    return len(plan)
