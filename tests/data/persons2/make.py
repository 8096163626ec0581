#!/usr/bin/python3
"""make.py OUT: the second labelled set. Writes OUT/mails.jsonl, OUT/tables.jsonl and OUT/tables/*.csv in the form that score.py reads.

Written before the detectors were scored on it, with other wording and layouts than the first set: labels only in a header line, `key: value`
lists, cards, names outside the dictionary, romaji, minutes, rosters, forms, and harmless look-alikes. All people are invented; the same seed
gives the same set."""
import csv, json, os, random, sys

rnd = random.Random(20261121)
SUR = '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 前田 藤田 小川 岡田 後藤 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 岡本 松田 中島 原田 小野 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田 菅原 平野 大塚 小島 千葉 久保 岩崎 桜井 野口 松尾 木下 野村 菊地 佐野 大西 杉本 新井 浜田'.split()
GIV = '翔太 大輔 健一 拓也 直樹 浩 誠 隆 学 豊 一郎 太郎 次郎 健太 和也 達也 亮 剛 裕介 雄太 美咲 陽菜 結衣 葵 さくら 花子 恵子 洋子 由美子 裕子 久美子 真由美 明美 智子 直美 愛 彩 麻衣 千尋 沙織 香織 奈々 優子 典子 幸子 悠斗 蓮 大翔 湊 樹'.split()
# not in the dictionaries that most tools carry
SUR_RARE = '勅使河原 一尺八寸 四月朔日 小鳥遊 東風平 御手洗 鉢呂 纐纈 鴨志田 栗花落 五百旗頭 喜屋武 二瓶 蝦名 祖父江 薬袋 躑躅森 日日 百目鬼 善養寺 生越 熊埜御堂 釋迦郡 鬼頭谷 瀬ノ尾'.split()
GIV_RARE = '愛珠羽 煌輝斗 心々菜 璃音夢 獅龍 月渚 碧葉瑠 叶愛心 希夢里 琉翔牙 咲羅々 奏楽斗 空良夢 陽夏乃 蒼空翔'.split()
KANA_S = 'サトウ スズキ タカハシ タナカ ワタナベ ヤマモト ナカムラ コバヤシ カトウ ヨシダ マツモト イノウエ シミズ モリ ハシモト アベ'.split()
KANA_G = 'ショウタ ダイスケ ケンイチ タクヤ ナオキ ヒロシ ミサキ ユイ ハナコ ケイコ ヨウコ トモコ アキミ マイ サオリ'.split()
ROMA_S = 'Sato Suzuki Takahashi Tanaka Watanabe Yamamoto Nakamura Kobayashi Kato Yoshida Matsumoto Inoue Shimizu Hashimoto Saito Ogawa'.split()
ROMA_G = 'Shota Daisuke Kenichi Takuya Naoki Hiroshi Misaki Hanako Keiko Yoko Tomoko Akemi Mai Saori Taro Jiro'.split()
EN_G = 'Emily James Olivia Daniel Hannah Matthew Laura Andrew Rachel Peter Susan Kevin Megan Brian Nicole Steven Karen Edward Julia Thomas'.split()
EN_S = 'Whitfield Harrington Okafor Lindqvist Abernathy Castellano McAllister Brandt Novak Fairchild Pemberton Delacroix Huang Iyer Moreau Vance'.split()
MAILH = 'gmail.com yahoo.co.jp docomo.ne.jp icloud.com example.jp mail.example.com softbank.ne.jp'.split()
CITY = [('北海道', '札幌市中央区', '大通西', '060-0042'), ('宮城県', '仙台市青葉区', '一番町', '980-0811'), ('東京都', '世田谷区', '太子堂', '154-0004'), ('東京都', '八王子市', '明神町', '192-0046'),
        ('神奈川県', '横浜市港北区', '日吉', '223-0061'), ('愛知県', '名古屋市千種区', '今池', '464-0850'), ('京都府', '京都市左京区', '田中門前町', '606-8225'), ('大阪府', '豊中市', '本町', '560-0021'),
        ('兵庫県', '西宮市', '甲子園口', '663-8113'), ('広島県', '福山市', '三之丸町', '720-0066'), ('福岡県', '北九州市小倉北区', '室町', '803-0812'), ('沖縄県', '那覇市', '首里金城町', '903-0815')]
BLD = ['', '', '', ' コーポさくら203', ' 第二富士ハイツ1102号', ' グランメゾン405', 'サンシティ5F']


def digits(n):
    return ''.join(rnd.choice('0123456789') for _ in range(n))


def name_ja(rare=0.18):
    s = rnd.choice(SUR_RARE) if rnd.random() < rare else rnd.choice(SUR)
    g = rnd.choice(GIV_RARE) if rnd.random() < rare else rnd.choice(GIV)
    known = s in SUR and g in GIV
    return s + rnd.choice(['', ' ', '　']) + g, 'known' if known else 'outside'


def kana():
    return rnd.choice(KANA_S) + rnd.choice([' ', '　']) + rnd.choice(KANA_G)


def romaji():
    s, g = rnd.choice(ROMA_S), rnd.choice(ROMA_G)
    return rnd.choice(['%s %s' % (g, s), '%s %s' % (s, g), '%s %s' % (s.upper(), g), '%s %s' % (g, s.upper())])


def english():
    return rnd.choice(EN_G) + ' ' + rnd.choice(EN_S)


def mobile():
    a, b, c = rnd.choice(['070', '080', '090']), rnd.choice('123456789') + digits(3), digits(4)
    return rnd.choice(['%s-%s-%s', '%s-%s-%s', '%s%s%s', '%s %s %s', '%s(%s)%s']) % (a, b, c)


def landline():
    a, b, c = rnd.choice([('03', 4), ('06', 4), ('045', 3), ('052', 3), ('092', 3), ('0797', 2), ('0463', 2)]), '', digits(4)
    b = rnd.choice('23456789') + digits(a[1] - 1)
    return rnd.choice(['%s-%s-%s', '%s(%s)%s', '%s－%s－%s']) % (a[0], b, c)


def mail(first='user'):
    return rnd.choice(['k', 'm', 't', 'hana', 'taro', 'yu', 'mika', 'sho']) + rnd.choice(['.', '_', '-', '']) + rnd.choice(['sato', 'tanaka', 'mori', 'abe', 'kato', 'ono']) + digits(rnd.choice([0, 2, 3])) + '@' + rnd.choice(MAILH)


def address():
    p, c, t, z = rnd.choice(CITY)
    n = rnd.choice(['%d-%d-%d', '%d丁目%d番%d号', '%d丁目%d-%d', '%d－%d－%d']) % (rnd.randint(1, 9), rnd.randint(1, 30), rnd.randint(1, 30))
    return rnd.choice([p, p, p, '']) + c + t + n + rnd.choice(BLD), z


def mynumber(valid=True):
    d = [rnd.randint(0, 9) for _ in range(11)]
    r = sum(x * w for x, w in zip(d, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])) % 11
    check = 0 if r <= 1 else 11 - r
    if not valid:
        check = (check + rnd.randint(1, 9)) % 10
    s = ''.join(map(str, d)) + str(check)
    return rnd.choice([s, '%s-%s-%s' % (s[:4], s[4:8], s[8:]), '%s %s %s' % (s[:4], s[4:8], s[8:])])


def licence():
    d = [3, 0] + [rnd.randint(0, 9) for _ in range(8)]
    c = 11 - sum(x * w for x, w in zip(d, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])) % 11
    return ''.join(map(str, d)) + str(1 if c == 11 else 0 if c == 10 else c) + str(rnd.randint(0, 3))


def card():
    d = [4] + [rnd.randint(0, 9) for _ in range(14)]
    total = 0
    for i, x in enumerate(reversed(d)):
        y = x * 2 if i % 2 == 0 else x
        total += y - 9 if y > 9 else y
    s = ''.join(map(str, d)) + str(-total % 10)
    return rnd.choice([s, ' '.join(s[i:i + 4] for i in range(0, 16, 4)), '-'.join(s[i:i + 4] for i in range(0, 16, 4))])


def iban():
    body = rnd.choice([('DE', 18), ('GB', 0), ('FR', 0), ('NL', 0)])
    bban = {'DE': digits(18), 'GB': 'WEST' + digits(14), 'FR': digits(10) + digits(11) + digits(2), 'NL': 'ABNA' + digits(10)}[body[0]]
    number = int(''.join(str(int(ch, 36)) for ch in bban + body[0] + '00'))
    s = body[0] + '%02d' % (98 - number % 97) + bban
    return s if rnd.random() < .5 else ' '.join(s[i:i + 4] for i in range(0, len(s), 4))


def birth():
    y, m, d = rnd.randint(1938, 2015), rnd.randint(1, 12), rnd.randint(1, 28)
    era = '昭和%d' % (y - 1925) if y < 1989 else '平成%d' % (y - 1988)
    letter = 'S%d' % (y - 1925) if y < 1989 else 'H%d' % (y - 1988)
    return rnd.choice(['%d年%d月%d日' % (y, m, d), '%d/%d/%d' % (y, m, d), '%04d-%02d-%02d' % (y, m, d), '%s年%d月%d日' % (era, m, d), '%s.%d.%d' % (letter, m, d)])


def student():
    return rnd.choice(['%s%s' % (rnd.choice('ABEHKT'), digits(7)), digits(8), '%s%s%s' % (digits(2), rnd.choice(['EC', 'LA', 'SC']), digits(4))])


def password():
    return ''.join(rnd.choice('abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ') for _ in range(5)) + rnd.choice('23456789') + rnd.choice('!#$%&@+') + ''.join(rnd.choice('abcdefgh23456789') for _ in range(3))


class Text:
    def __init__(self):
        self.t, self.spans, self.neg = '', [], []

    def add(self, s):
        self.t += s
        return self

    def span(self, s, kind, ctx='label', src=None):
        a = len(self.t)
        self.t += s
        e = {'start': a, 'end': a + len(s), 'type': kind, 'ctx': ctx}
        if src:
            e['src'] = src
        self.spans.append(e)
        return self

    def bad(self, s, kind):
        a = len(self.t)
        self.t += s
        self.neg.append({'start': a, 'end': a + len(s), 'kind': kind})
        return self

    def person(self, ctx='label', rare=0.18):
        s, src = name_ja(rare)
        return self.span(s, 'PERSON', ctx, src)


NEG = [lambda t: t.add('貴社発注No: ').bad(digits(12), 'order'), lambda t: t.add('受付ID=').bad('R' + digits(9), 'ticket'), lambda t: t.add('製造番号 ').bad('%s-%s' % (digits(3), digits(4)), 'serial'),
       lambda t: t.add('差出日：').bad('2026年%d月%d日' % (rnd.randint(1, 12), rnd.randint(1, 28)), 'date'), lambda t: t.add('ビルド ').bad('20.%s.%s' % (digits(3), digits(4)), 'version'),
       lambda t: t.add('開催地は').bad(rnd.choice(['松本', '高崎', '福山', '千葉', '岡崎', '長崎']), 'place').add('を予定'), lambda t: t.add('先方は').bad(rnd.choice(['小林製作所', '中島商店', '長谷川工業', '山口銀行', '上野動物園', '石川図書館']), 'organisation'),
       lambda t: t.add('請求額 ').bad('%s,%s,%s円' % (rnd.randint(1, 99), digits(3), digits(3)), 'amount'), lambda t: t.add('宅配の問い合わせ番号は').bad('%s-%s-%s' % (digits(4), digits(4), digits(4)), 'tracking'),
       lambda t: t.add('会議ID: ').bad('%s %s %s' % (rnd.choice('89') + digits(2), digits(4), digits(4)), 'meeting'), lambda t: t.add('図面 ').bad('DW-%s-%s' % (digits(4), digits(4)), 'drawing'),
       lambda t: t.add('https://intra.example.jp/').bad('doc/%s?id=%s' % (digits(12), digits(10)), 'url'), lambda t: t.add('添付: ').bad('IMG_%s_%s.png' % (digits(8), digits(6)), 'file'),
       lambda t: t.add('適格請求書発行事業者 ').bad('T' + digits(13), 'invoice'), lambda t: t.add('個人番号の記入例: ').bad(mynumber(False), 'mynumber-wrong'), lambda t: t.add('見本カード ').bad('4999 1234 5678 9011', 'card-wrong'),
       lambda t: t.add('JAN ').bad('49' + digits(11), 'jan'), lambda t: t.add('世帯数は').bad('%s,%s' % (rnd.randint(10, 99), digits(3)), 'count').add('世帯'), lambda t: t.add('午後').bad('1時30分', 'time').add('開始'),
       lambda t: t.add('サーバは').bad('10.%d.%d.%d' % (rnd.randint(0, 255), rnd.randint(0, 255), rnd.randint(1, 254)), 'ip'), lambda t: t.add('ハッシュ ').bad(''.join(rnd.choice('0123456789abcdef') for _ in range(40)), 'hash')]


def negatives(t, n):
    for f in rnd.sample(NEG, n):
        f(t).add('\n')


def opening(t):
    t.add(rnd.choice(['平素は格別のご高配を賜り厚く御礼申し上げます。\n', 'おはようございます。総務です。\n', '関係者各位\n\n', 'ご担当者様\n\n', '', '取り急ぎご連絡いたします。\n']))


def m_keyvalue(t):
    t.add('下記のとおり登録しました。\n\n')
    for _ in range(rnd.randint(1, 4)):
        t.add('name: ').person().add('\n').add('kana: ' if rnd.random() < 0 else '')
        t.add('birthday: ').span(birth(), 'BIRTHDATE').add('\n')
        t.add('tel: ').span(mobile(), 'PHONE').add('\nmail: ').span(mail(), 'EMAIL').add('\n')
        a, z = address()
        t.add('zip: ').span(z, 'POSTAL').add('\naddress: ').span(a, 'ADDRESS').add('\n---\n')


def m_header_line(t):
    t.add('申込者（氏名／携帯／メールの順）\n')
    for _ in range(rnd.randint(3, 8)):
        t.person(rare=.3).add('／').span(mobile(), 'PHONE').add('／').span(mail(), 'EMAIL').add('\n')


def m_student_order(t):
    t.add('単位認定の対象者は以下です。学籍番号・氏名の順に記載します。\n')
    for _ in range(rnd.randint(3, 7)):
        t.span(student(), 'STUDENT_ID').add('　').person(rare=.25).add('\n')


def m_bar(t):
    t.add('| 氏名 | 生年月日 | 電話 |\n|---|---|---|\n')
    for _ in range(rnd.randint(2, 6)):
        t.add('| ').person(rare=.3).add(' | ').span(birth(), 'BIRTHDATE').add(' | ').span(landline(), 'PHONE').add(' |\n')


def m_card(t):
    for _ in range(rnd.randint(1, 3)):
        t.add('■患者氏名　').person(rare=.25).add(' 殿\n■生年月日　').span(birth(), 'BIRTHDATE').add('\n■連絡先　').span(mobile(), 'PHONE').add('\n■診断名　' + rnd.choice(['２型糖尿病', '胃がん（再発）', '気管支喘息']) + '\n\n')


def m_minutes(t):
    t.add('第3回定例会 議事録\n出席者：')
    n = rnd.randint(3, 6)
    for i in range(n):
        s = rnd.choice(SUR)
        t.span(s, 'PERSON', 'label', 'surname').add(rnd.choice(['部長', '課長', 'さん', '様', '主任'])).add('、' if i + 1 < n else '\n')
    t.add('次回は2026年4月10日。\n')


def m_roster(t):
    t.add('当日の参加予定は次の方々です。\n')
    for i in range(rnd.randint(4, 9)):
        t.add('%d. ' % (i + 1)).person('run', rare=.1).add(rnd.choice(['様', 'さん', ' 様', '（欠席）', ''])).add('\n')


def m_romaji(t):
    t.add('Attendees from Tokyo:\n')
    for _ in range(rnd.randint(2, 5)):
        t.add('- ').span(romaji(), 'PERSON', 'run', 'romaji').add(', ').span(mail(), 'EMAIL').add('\n')


def m_english(t):
    t.add(rnd.choice(['Hi ', 'Dear ', 'Hello '])).span(rnd.choice(EN_G), 'PERSON', 'run', 'en').add(',\n\nPlease find the details below.\n')
    t.add('Full name: ').span(english(), 'PERSON', 'label', 'en').add('\nDate of birth: ').span('%02d/%02d/%d' % (rnd.randint(1, 12), rnd.randint(1, 28), rnd.randint(1945, 2005)), 'BIRTHDATE')
    t.add('\nSocial security number: ').span('%03d-%02d-%04d' % (rnd.randint(1, 665), rnd.randint(1, 99), rnd.randint(1, 9999)), 'US_SSN')
    t.add('\nMobile: ').span('(%s) %s-%s' % (rnd.choice(['212', '415', '617', '303']), rnd.choice('23456789') + digits(2), digits(4)), 'PHONE').add('\nKind regards\n')


def m_bank(t):
    kind = rnd.randint(0, 3)
    if kind == 0:
        t.add('返金先口座: ' + rnd.choice(['みずほ銀行 渋谷支店', '三井住友銀行　梅田支店', '楽天銀行 ジャズ支店', '京都信用金庫 西院支店']) + '（普通）').span(digits(7), 'BANK_ACCOUNT').add('\n口座名義: ').span(kana(), 'PERSON', 'label', 'kana').add('\n')
    elif kind == 1:
        t.add('給与口座\n銀行名: 横浜銀行\n支店名: 藤沢支店\n種別: 普通\n口座No: ').span(digits(7), 'BANK_ACCOUNT').add('\n名義人: ').person().add('\n')
    elif kind == 2:
        t.add('ゆうちょ銀行 記号').span('1%s0 番号%s' % (digits(3), digits(8)), 'BANK_ACCOUNT').add('　').person('run', rare=0).add('様\n')
    else:
        t.add('口座番号と名義は次のとおりです。\n').span(digits(7), 'BANK_ACCOUNT').add('　').person(rare=0).add('\n').span(digits(7), 'BANK_ACCOUNT').add('　').person(rare=0).add('\n')


def m_mynumber(t):
    t.add('マイナンバー収集結果（社員名・個人番号）\n')
    for _ in range(rnd.randint(1, 5)):
        t.person(rare=.2).add('　').span(mynumber(), 'MYNUMBER').add('\n')


def m_mynumber_label(t):
    t.add('【').add(rnd.choice(['個人番号', 'マイナンバー', 'My Number'])).add('】').span(mynumber(), 'MYNUMBER').add('\n')
    t.add('【対象者】').person(rare=.1).add('\n')


def m_ids(t):
    k = rnd.randint(0, 4)
    if k == 0:
        t.add('免許証の番号は').span(licence(), 'DRIVER_LICENSE').add('（').person('run', rare=0).add('様）です。\n')
    elif k == 1:
        t.add('Passport No. ').span(rnd.choice(['TR', 'TZ', 'MU', 'NH']) + digits(7), 'PASSPORT').add(' / ').span(romaji(), 'PERSON', 'run', 'romaji').add('\n')
    elif k == 2:
        t.add('パスポート番号一覧\n')
        for _ in range(3):
            t.person(rare=0).add('\t').span(rnd.choice(['TR', 'TZ', 'MU']) + digits(7), 'PASSPORT').add('\n')
    elif k == 3:
        t.add('年金手帳の基礎年金番号： ').span('%s-%s' % (digits(4), digits(6)), 'PENSION_NO').add('\n氏　名： ').person().add('\n')
    else:
        t.add('本人確認: 運転免許証 No ').span(licence(), 'DRIVER_LICENSE').add('\n')


def m_payment(t):
    if rnd.random() < .7:
        t.add('カード決済をお願いします。\nCard number: ').span(card(), 'CREDIT_CARD').add('\nValid thru 09/28\n名義 ').span(romaji().upper(), 'PERSON', 'label', 'romaji').add('\n')
    else:
        t.add('Wire to ').span(iban(), 'IBAN').add(' please.\n')


def m_secret(t):
    k = rnd.randint(0, 3)
    if k == 0:
        t.add('ログインID: taro\nログインPW: ').span(password(), 'PASSWORD').add('\n')
    elif k == 1:
        t.add('解凍パスワードは').span(password(), 'PASSWORD').add('です。\n')
    elif k == 2:
        t.add('export GITHUB_TOKEN=').span('ghp_' + ''.join(rnd.choice('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') for _ in range(36)), 'SECRET', 'run').add('\n')
    else:
        t.add('The password is: ').span(password(), 'PASSWORD').add('\nregards\n')


def m_address(t):
    a, z = address()
    if rnd.random() < .5:
        t.add('転居先は').span(a, 'ADDRESS', 'run').add('です。\n')
    else:
        t.add('お届け先\n').span(z, 'POSTAL', 'run').add('\n').span(a, 'ADDRESS', 'run').add('\n').person('run', rare=.1).add('様\n')


def m_signature(t):
    t.add('よろしくお願いいたします。\n\n==========\n').person('run', rare=.1).add('（').add('広報課').add('）\n〒')
    a, z = address()
    t.span(z, 'POSTAL', 'run').add(' ').span(a, 'ADDRESS', 'run').add('\n電話 ').span(landline(), 'PHONE').add('（直通）\nE-mail ').span(mail(), 'EMAIL').add('\n==========\n')


def m_care(t):
    t.person('run', rare=.1).add('さん（').span(birth(), 'BIRTHDATE').add('生）は' + rnd.choice(['要介護3', '療育手帳B', '統合失調症で通院中']) + 'です。担当: ').span(rnd.choice(SUR), 'PERSON', 'label', 'surname').add('\n')


def m_clean(t):
    t.add(rnd.choice(['議事次第を送ります。\n', '来週の打ち合わせの件です。\n', '統計表を更新しました。\n', '新製品のご案内です。\n']))
    negatives(t, rnd.randint(2, 5))


MAILS = [(m_keyvalue, 8), (m_header_line, 8), (m_student_order, 7), (m_bar, 6), (m_card, 6), (m_minutes, 6), (m_roster, 8), (m_romaji, 6), (m_english, 8), (m_bank, 10), (m_mynumber, 7), (m_mynumber_label, 6), (m_ids, 10),
         (m_payment, 7), (m_secret, 7), (m_address, 7), (m_signature, 6), (m_care, 6), (m_clean, 24)]


def mails(out, count=700):
    makers = [f for f, w in MAILS for _ in range(w)]
    with open(os.path.join(out, 'mails.jsonl'), 'w', encoding='utf-8') as f:
        for i in range(count):
            t = Text()
            opening(t)
            maker = rnd.choice(makers)
            maker(t)
            if maker is not m_clean:
                negatives(t, rnd.randint(0, 3))
            f.write(json.dumps({'id': 'p%05d' % i, 'text': t.t, 'spans': t.spans, 'neg': t.neg}, ensure_ascii=False) + '\n')


# ---- tables ----

def unique(n, rare=.15):
    seen, out = set(), []
    while len(out) < n:
        s = rnd.choice(SUR_RARE if rnd.random() < rare else SUR) + ' ' + rnd.choice(GIV_RARE if rnd.random() < rare else GIV) + rnd.choice(['', '', '', '子', '美', '人'])
        if s not in seen:
            seen.add(s)
            out.append(s)
    return out


def t_titles(n):
    rows = [['令和7年度 自治会 会員台帳'], [], ['作成日', '2026/04/01'], ['No.', '会員氏名', '会員住所', '緊急連絡先', '備考']]
    rows += [[i + 1, x, address()[0], mobile(), ''] for i, x in enumerate(unique(n))]
    return rows + [['合計', '%d名' % n]], n


def t_sama(n):
    return [['お客様名', '会社名', 'TEL']] + [[x + ' 様', rnd.choice(SUR) + '商店', landline()] for x in unique(n)], n


def t_blank(n):
    rows = [['氏名', '生年月日', '性別']]
    for i, x in enumerate(unique(n)):
        rows.append([x, birth(), rnd.choice('男女')])
        if i % 10 == 9:
            rows.append(['', '', ''])
        if i % 20 == 19:
            rows.append(['小計', '', '20'])
    return rows, n


def t_split(n):
    return [['患者ID', '姓', '名', 'セイ', 'メイ', '病名']] + [[10000 + i] + x.split(' ') + [rnd.choice(KANA_S), rnd.choice(KANA_G), '高血圧'] for i, x in enumerate(unique(n))], n


def t_cards(n):
    rows = []
    for x in unique(n):
        rows += [['氏名', x], ['住所', address()[0]], ['電話', mobile()], ['']]
    return rows, n


def t_side_cards(n):
    rows, names = [], unique(n)
    for i in range(0, n, 2):
        pair = names[i:i + 2]
        rows += [['利用者氏名'] + pair, ['生年月日'] + [birth() for _ in pair], ['要介護度'] + ['3' for _ in pair], []]
    return rows, n


def t_repeat(n):
    names = unique(max(1, n // 4))
    phones = {x: mobile() for x in names}
    rows = [['受付日', '申込者', '申込者電話', '商品']]
    picks = [rnd.choice(names) for _ in range(n)]
    rows += [['2026/5/%d' % rnd.randint(1, 28), x, phones[x], '定期便'] for x in picks]
    return rows, len(set(picks))


def t_same_name(n):
    rows = [['学籍番号', '学生氏名', '合否']]
    for i in range(n):
        rows.append(['B%07d' % (1000 + i), '佐藤 健一' if i < 3 else unique(1)[0] + '', '合'])
    return rows, n


def t_mails(n):
    return [['メールアドレス']] + [['user%05d@%s' % (i, rnd.choice(['gmail.com', 'docomo.ne.jp', 'yahoo.co.jp']))] for i in range(n)], n


def t_english(n):
    seen = set()
    while len(seen) < n:
        seen.add(rnd.choice(EN_G) + ' ' + rnd.choice(EN_S) + rnd.choice(['', '', 'son', 'er', 'ley']) + rnd.choice(['', ' Jr', ' III']))
    return [['Full Name', 'Email Address', 'Date of Birth']] + [[x, mail(), '1980-01-0%d' % rnd.randint(1, 9)] for x in sorted(seen)], n


def t_kana_only(n):
    seen = set()
    while len(seen) < n:
        seen.add(kana() + rnd.choice(['', 'コ', 'ミ', 'ト', 'ヤ', 'エ']))
    return [['フリガナ', '電話番号']] + [[x, mobile()] for x in sorted(seen)], n


def z_places(n):
    return [['市区町村', '人口', '世帯数', '面積']] + [[c[1], digits(5), digits(4), '12.3'] for c in (CITY * (n // 12 + 1))[:n]], 0


def z_timetable(n):
    return [['時刻', '行先', 'のりば']] + [['%02d:%02d' % (6 + i % 16, i % 60), rnd.choice(['高崎', '松本', '千葉', '福山']), i % 4] for i in range(n)], 0


def z_parts(n):
    return [['部品番号', '品名', '単価', '仕入先']] + [['A-%s-%s' % (digits(4), digits(3)), rnd.choice(['ボルト', '座金', '基板', '桐箱']), digits(4), rnd.choice(SUR) + '工業'] for i in range(n)], 0


def z_offices(n):
    return [['営業所', '郵便番号', '所在地', '電話', 'FAX']] + [[rnd.choice(SUR) + '営業所', address()[1], address()[0], landline(), landline()] for i in range(n)], 0


def z_orders(n):
    return [['受注No', '得意先名', '受注日', '金額']] + [['20260%s' % digits(7), '株式会社' + rnd.choice(SUR), '2026/3/3', digits(6)] for i in range(n)], 0


def z_poll(n):
    return [['設問', '回答数', '割合']] + [['問%d' % i, digits(3), '12%'] for i in range(n)], 0


def z_books(n):
    return [['書名', 'ISBN', '出版社', '定価']] + [[rnd.choice(['春の山本', '林の中', '森田町史', '渡辺橋の記録']), '9784' + digits(9), rnd.choice(['岩波', '山川出版']), digits(4)] for i in range(n)], 0


TABLES = [t_titles, t_sama, t_blank, t_split, t_cards, t_side_cards, t_repeat, t_same_name, t_mails, t_english, t_kana_only, z_places, z_timetable, z_parts, z_offices, z_orders, z_poll, z_books]


def tables(out):
    os.makedirs(os.path.join(out, 'tables'), exist_ok=True)
    with open(os.path.join(out, 'tables.jsonl'), 'w', encoding='utf-8') as f:
        i = 0
        for maker in TABLES:
            for n in (2, 12, 99, 100, 101, 1000, 1001, 1400):
                if maker is t_english and n > 600 or maker is t_kana_only and n > 1001:
                    n = 600
                rows, persons = maker(n)
                name = 'q%04d.csv' % i
                i += 1
                with open(os.path.join(out, 'tables', name), 'w', encoding=rnd.choice(['utf-8', 'utf-8-sig']), newline='') as c:
                    csv.writer(c).writerows(rows)
                f.write(json.dumps({'file': name, 'kind': maker.__name__[2:], 'persons': persons}) + '\n')


if __name__ == '__main__':
    if len(sys.argv) != 2 or sys.argv[1].startswith('-'):
        sys.exit('usage: make.py FOLDER')
    os.makedirs(sys.argv[1], exist_ok=True)
    mails(sys.argv[1])
    tables(sys.argv[1])
