#!/usr/bin/python3
"""make.py OUT: the third labelled set, in the form of the second one (../persons2/make.py, whose formulas for numbers it borrows).

Written and committed before the detectors were scored on it: other names, other places, other ways to say and to lay out the same things -
telephone notes, chats, referrals, lists pasted from a sheet, forms with ornaments, letters, log files - and other harmless look-alikes.
All people are invented; the same seed gives the same set."""
import csv, importlib.util, json, os, random, sys

spec = importlib.util.spec_from_file_location('persons2', os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'persons2', 'make.py'))
two = importlib.util.module_from_spec(spec)
spec.loader.exec_module(two)
rnd = two.rnd = random.Random(20261122)
Text, digits = two.Text, two.digits

SUR = ('石田 上田 原田 柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田 平野 大塚 千葉 久保 松尾 岩崎 桜井 野口 松井 菊地 野村 木下 佐野 菅原 新井 渡部 杉本 '
       '大西 古川 浜田 市川 小松 島田 水野 吉川 山内 西田 西川 菊池 北村 五十嵐 福島 安田 平田 中田 川口 東 川崎 本田 沢田 久保田 辻 関 吉村 福井 永井 中西').split()
GIV = ('蓮 悠真 湊 陽翔 樹 悠斗 朝陽 律 新 大翔 凛 紬 芽依 莉子 結菜 杏 美桜 心春 七海 詩織 千尋 早紀 綾香 香織 理恵 典子 順子 節子 和子 幸子 清 勇 進 勝 実 茂 正 昭 博 修 哲也 慎一 英樹 浩二 隆之 康弘 '
       '雅人 信行 正樹 亜希子 奈緒 友美 沙織 瑞穂 里奈').split()
SUR_RARE = '月見里 雲母坂 鶏冠井 廿六木 春夏冬 鵜久森 舌間 遠入 牛膓 砂盃 不死原 左衛門三郎 一番合戦 京極谷 蓼丸 轆轤 無敵 七五三掛'.split()
GIV_RARE = '琉偉斗 結彩乃 瑛茉里 颯翔斗 凪咲音 芽依紗 桃寧羽 煌央翔 悠舞華 羽琉飛 晴澄花 颯央璃'.split()
KANA_S = 'イシダ ウエダ シバタ サカイ クドウ ヨコヤマ ミヤザキ ウチダ タカギ アンドウ オオノ マルヤマ コウノ フジモト ムラタ ノグチ'.split()
KANA_G = 'ユウマ ミナト ハルト イツキ リン ツムギ リコ アン ナナミ シオリ チヒロ アヤカ カオリ リエ テツヤ シンイチ ヒデキ'.split()
ROMA_S = 'Ishida Ueda Shibata Sakai Kudo Yokoyama Miyazaki Uchida Takagi Ando Taniguchi Maruyama Fujimoto Murata Takeda Noguchi'.split()
ROMA_G = 'Yuma Haruto Itsuki Rin Riko Nanami Shiori Chihiro Ayaka Kaori Rie Noriko Tetsuya Shinichi Hideki Masaki'.split()
EN_G = 'Charlotte Benjamin Sophie Gregory Natalie Patrick Victoria Dennis Angela Samuel Rebecca Timothy Diana Philip Monica Raymond'.split()
EN_S = 'Kowalski Ashworth Ramirez Blackwood Osei Lindgren Thackeray Vasquez Pritchard Hollister Oduya Bergstrom Calloway Nakhle Tremblay Quigley'.split()
PLACES = [('青森県', '弘前市', '大字下白銀町', '036-8356'), ('茨城県', 'つくば市', '天王台', '305-0006'), ('埼玉県', '川越市', '元町', '350-0062'), ('千葉県', '柏市', '旭町', '277-0852'), ('東京都', '杉並区', '阿佐谷南', '166-0004'),
          ('東京都', '町田市', '原町田', '194-0013'), ('新潟県', '長岡市', '大手通', '940-0062'), ('石川県', '金沢市', '香林坊', '920-0961'), ('静岡県', '浜松市中央区', '板屋町', '430-0928'), ('三重県', '津市', '丸之内', '514-0033'),
          ('奈良県', '生駒市', '東新町', '630-0252'), ('岡山県', '倉敷市', '阿知', '710-0055'), ('愛媛県', '松山市', '道後湯之町', '790-0842'), ('長崎県', '佐世保市', '三浦町', '857-0863'), ('鹿児島県', '鹿児島市', '山下町', '892-0816')]
HOSTS = 'gmail.com outlook.jp ezweb.ne.jp hotmail.co.jp example.com post.example.jp i.softbank.jp'.split()


def pick(*choices):
    return rnd.choice(choices)


def name(rare=.15, gap=None):
    s = rnd.choice(SUR_RARE) if rnd.random() < rare else rnd.choice(SUR)
    g = rnd.choice(GIV_RARE) if rnd.random() < rare else rnd.choice(GIV)
    return s + (pick('', ' ', '　') if gap is None else gap) + g, 'known' if s in SUR and g in GIV else 'outside'


def person(t, ctx='label', rare=.15, gap=None):
    s, src = name(rare, gap)
    return t.span(s, 'PERSON', ctx, src)


def surname(t, ctx='run'):
    return t.span(rnd.choice(SUR), 'PERSON', ctx, 'surname')


def kana():
    return rnd.choice(KANA_S) + pick(' ', '　', '') + rnd.choice(KANA_G)


def romaji():
    s, g = rnd.choice(ROMA_S), rnd.choice(ROMA_G)
    return pick(g + ' ' + s, s + ' ' + g, g + ' ' + s.upper())


def english():
    return rnd.choice(EN_G) + ' ' + rnd.choice(EN_S)


def wide(s):
    return ''.join(chr(ord(c) + 0xFEE0) if '!' <= c <= '~' else c for c in s)


def mobile():
    s = pick('070', '080', '090') + '-' + rnd.choice('123456789') + digits(3) + '-' + digits(4)
    return pick(s, s, s.replace('-', ''), wide(s), s.replace('-', '\u2010'), '+81-' + s[1:])


def landline():
    code, n = pick(('03', 4), ('011', 3), ('0172', 2), ('043', 3), ('075', 3), ('099', 3))
    a, b = rnd.choice('23456789') + digits(n - 1), digits(4)
    return pick('%s-%s-%s', '%s-%s-%s', '(%s)%s-%s') % (code, a, b)


def mail():
    return pick('s', 'y', 'rie', 'n', 'hideki', 'k1', 'office-boy', 'aya') + pick('.', '_', '', '+ml.') + pick('ishida', 'ueda', 'kudo', 'ando', 'noguchi', 'sakai') + digits(pick(0, 1, 4)) + '@' + rnd.choice(HOSTS)


def address():
    p, c, t, z = rnd.choice(PLACES)
    a, b, n = rnd.randint(1, 6), rnd.randint(1, 28), rnd.randint(1, 25)
    house = pick('%d-%d-%d' % (a, b, n), '%d丁目%d番地%d' % (a, b, n), '%d番地の%d' % (b, n), wide('%d-%d-%d' % (a, b, n)), '%d-%d' % (b, n))
    return pick(p, p, '') + c + t + house + pick('', '', ' メゾン青葉306', '　第三コーポ202号室', ' ライオンズタワー1805'), z


def birth():
    y, m, d = rnd.randint(1936, 2016), rnd.randint(1, 12), rnd.randint(1, 28)
    era, letter, base = ('昭和', 'S', 1925) if y < 1989 else ('平成', 'H', 1988)
    return pick('%d年%d月%d日' % (y, m, d), '%d.%d.%d' % (y, m, d), '%d-%02d-%02d' % (y, m, d), '%s%d年%d月%d日' % (era, y - base, m, d), '%s%d/%d/%d' % (letter, y - base, m, d), wide('%d' % y) + '年' + wide('%d' % m) + '月' + wide('%d' % d) + '日')


def password():
    return pick('K', 'z', 'T', 'q') + digits(2) + pick('-', '#', '_', '%') + ''.join(rnd.choice('bcdfghjkmnpqrstvwxyzBCDFGHJK') for _ in range(5)) + digits(1)


def letters(n):
    return ''.join(rnd.choice('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') for _ in range(n))


HARMLESS = [
    lambda t: t.add('NH%s便、' % digits(3)).bad('07:35', 'time').add('発'), lambda t: t.add('議案第').bad(digits(2), 'count').add('号を可決'), lambda t: t.add('工事件名 ').bad('R8-%s-%s' % (digits(4), digits(3)), 'contract'),
    lambda t: t.add('消費電力量 ').bad('%s,%s kWh' % (digits(2), digits(3)), 'amount'), lambda t: t.add('お荷物番号：').bad('%s-%s-%s' % (digits(4), digits(4), digits(4)), 'tracking'), lambda t: t.add('集合は').bad(pick('川崎', '福島', '千葉', '宮崎', '大野'), 'place').add('駅の改札前'),
    lambda t: t.add('発注先は').bad(pick('上田建材', '野村證券', '武田薬品', '本田技研', '松井製作所', '内田洋行'), 'company').add('です'), lambda t: t.add('2026-0%s-1%s 09:1%s:%s INFO ' % (digits(1), digits(1), digits(1), digits(2))).bad('worker-%s done' % digits(5), 'log'),
    lambda t: t.add('Ticket ').bad('#' + digits(6), 'ticket').add(' closed'), lambda t: t.add('型番は').bad('MX-%s%s' % (digits(4), pick('A', 'B')), 'model').add('です'), lambda t: t.add('Webexの会議番号 ').bad('%s %s %s' % ('2' + digits(3), digits(3), digits(4)), 'meeting'),
    lambda t: t.add('配信済み ').bad('%s件' % digits(5), 'count'), lambda t: t.add('法人番号 ').bad('5' + digits(12), 'corporate'), lambda t: t.add('請求書 INV-').bad(digits(8), 'invoice'), lambda t: t.add('https://www.example.com/').bad('p/%s/%s' % (digits(9), letters(8)), 'url'),
    lambda t: t.add('会場は').bad(pick('上野の森美術館', '桜井公民館', '吉村記念ホール', '岩崎書店'), 'place'), lambda t: t.add('添付 ').bad('DSC%s.jpg' % digits(5), 'file'), lambda t: t.add('気温は').bad('%s.%s度' % (digits(2), digits(1)), 'count'),
    lambda t: t.add('予算 ').bad('%s百万円' % digits(3), 'amount'), lambda t: t.add('座標 ').bad('35.%s, 139.%s' % (digits(6), digits(6)), 'place'), lambda t: t.add('checksum ').bad(''.join(rnd.choice('0123456789abcdef') for _ in range(32)), 'hash'),
    lambda t: t.add('Board Meeting at ').bad('Jackson Hall', 'place'), lambda t: t.add('出欠は').bad('5月20日', 'date').add('までに'), lambda t: t.add('部品 ').bad('4976-%s' % digits(4), 'part'), lambda t: t.add('受注番号：').bad(digits(16), 'order')]


def harmless(t, n):
    for f in rnd.sample(HARMLESS, n):
        f(t).add(pick('\n', '。\n', '\n'))


def opening(t):
    t.add(pick('お疲れさまです。\n\n', 'いつも大変お世話になっております。\n', '各位\n\n', '標記の件、ご連絡いたします。\n', '', 'To whom it may concern,\n\n', '【至急】\n'))


def m_phone_note(t):
    surname(t).add('様より' + pick('入電', 'お電話') + '。折り返し希望、番号は').span(mobile(), 'PHONE', 'run').add('です。\n')


def m_chat(t):
    for _ in range(rnd.randint(2, 5)):
        t.add('[%02d:%02d] ' % (rnd.randint(9, 18), rnd.randint(0, 59)))
        surname(t).add('さんの連絡先わかりますか? → ').span(pick(mobile, mail)(), 'PHONE', 'run')
        if '@' in t.t[t.spans[-1]['start']:]:
            t.spans[-1]['type'] = 'EMAIL'
        t.add('\n')


def m_csv(t):
    t.add('氏名,フリガナ,携帯電話,メールアドレス\n')
    for _ in range(rnd.randint(3, 7)):
        person(t, rare=.25, gap=pick('', ' ')).add(',').add(kana()).add(',').span(mobile(), 'PHONE').add(',').span(mail(), 'EMAIL').add('\n')


def m_pasted(t):
    t.add('社員番号\t氏名\t生年月日\t住所\n')
    for _ in range(rnd.randint(2, 6)):
        t.add(digits(6) + '\t')
        person(t, rare=.25).add('\t').span(birth(), 'BIRTHDATE').add('\t').span(address()[0], 'ADDRESS').add('\n')


def m_ornaments(t):
    mark = pick('◆', '▼', '□', '・', '●')
    t.add(mark + 'お名前：')
    person(t, rare=.25).add('\n' + mark + 'ご生年月日：').span(birth(), 'BIRTHDATE').add('\n' + mark + 'ご住所：')
    a, z = address()
    t.add('〒').span(z, 'POSTAL').add(' ').span(a, 'ADDRESS').add('\n' + mark + 'お電話：').span(pick(mobile, landline)(), 'PHONE').add('\n' + mark + 'E-mail：').span(mail(), 'EMAIL').add('\n')


def m_referral(t):
    t.add('紹介患者：')
    person(t, rare=.2).add(' 様（').span(birth(), 'BIRTHDATE').add('生、%d歳、%s性）\n' % (rnd.randint(20, 90), pick('男', '女'))).add('主訴：' + pick('腹痛', '胸部圧迫感', '頭痛')).add('\n')


def m_letter(t):
    a, z = address()
    t.add('〒').span(z, 'POSTAL', 'run').add('\n').span(a, 'ADDRESS', 'run').add('\n')
    person(t, 'run', rare=.15).add('　殿\n\n拝啓 時下ますますご清祥のこととお慶び申し上げます。\n')


def m_school(t):
    t.add('%d年%d組 名簿（学籍番号、氏名）\n' % (rnd.randint(1, 3), rnd.randint(1, 5)))
    for _ in range(rnd.randint(3, 6)):
        t.span(digits(7), 'STUDENT_ID').add('、')
        person(t, rare=.25).add('\n')


def m_student_line(t):
    t.add(pick('学生番号', '学籍番号', '学生証番号') + pick('：', ' ', '=')).span(pick(lambda: 'S' + digits(7), lambda: digits(9), lambda: digits(2) + 'M' + digits(4))(), 'STUDENT_ID').add(pick('（', ' / 氏名 '))
    person(t, 'run', rare=0).add('\n')


def m_attendees(t):
    t.add('同席者は')
    n = rnd.randint(2, 4)
    for i in range(n):
        surname(t).add(pick('様', 'さん', '先生')).add('、' if i + 1 < n else 'です。\n')


def m_numbered(t):
    t.add('当選された方は以下の通りです。\n')
    for i in range(rnd.randint(3, 8)):
        t.add('(%d) ' % (i + 1))
        person(t, 'run', rare=.1).add(pick(' 様', '様', '　様')).add('\n')


def m_romaji(t):
    t.add('Name list\n')
    for _ in range(rnd.randint(2, 4)):
        t.span(romaji(), 'PERSON', 'run', 'romaji').add(' <').span(mail(), 'EMAIL').add('>\n')


def m_english(t):
    t.add(pick('Hi ', 'Dear Ms. ', 'Dear Mr. ', 'Hello '))
    t.span(rnd.choice(EN_S) if t.t.endswith('. ') else rnd.choice(EN_G), 'PERSON', 'run', 'en').add(',\nhere is the file you asked for.\n')
    t.add('Employee name: ').span(english(), 'PERSON', 'label', 'en').add('\nDOB: ').span(pick('%d-%02d-%02d' % (rnd.randint(1950, 2004), rnd.randint(1, 12), rnd.randint(1, 28)), '%d March %d' % (rnd.randint(1, 28), rnd.randint(1950, 2004))), 'BIRTHDATE')
    t.add('\nSSN ').span('%03d-%02d-%04d' % (rnd.randint(1, 665), rnd.randint(1, 99), rnd.randint(1, 9999)), 'US_SSN').add('\nPhone: ').span('%s-%s-%s' % (pick('206', '312', '646', '512'), rnd.choice('23456789') + digits(2), digits(4)), 'PHONE')
    t.add('\nHome address: ').span('%d %s %s, %s, %s %s' % (rnd.randint(10, 9900), pick('Maple', 'Lakeview', 'Sunset'), pick('Drive', 'Avenue', 'Ln'), pick('Madison', 'Salem', 'Austin'), pick('WI', 'OR', 'TX'), digits(5)), 'ADDRESS').add('\nThanks\n')


def m_bank(t):
    k = rnd.randint(0, 3)
    if k == 0:
        t.add('下記口座へ返金いたします。\n').add(pick('北洋銀行 本店営業部', '静岡銀行　呉服町支店', 'りそな銀行 難波支店') + pick(' 普通預金 ', ' 普通 ', '　当座　')).span(digits(7), 'BANK_ACCOUNT').add('\n')
    elif k == 1:
        t.add('金融機関：十六銀行\n支店名：柳ケ瀬支店\n預金種目：普通\n口座番号：').span(digits(7), 'BANK_ACCOUNT').add('\n口座名義：').span(kana(), 'PERSON', 'label').add('\n')
    elif k == 2:
        t.add('ゆうちょ 記号：').span('1%s0　番号：%s' % (digits(3), digits(7)), 'BANK_ACCOUNT').add('\n')
    else:
        t.add('Bank account no. ').span(digits(7), 'BANK_ACCOUNT').add(' (Sumitomo Mitsui, Umeda branch)\n')


def m_mynumber(t):
    k = rnd.randint(0, 2)
    if k == 0:
        t.add('扶養控除申告書より転記\n個人番号（12桁）　').span(two.mynumber(), 'MYNUMBER').add('\n')
    elif k == 1:
        person(t, 'run', rare=0, gap=' ').add('様のマイナンバーは').span(two.mynumber(), 'MYNUMBER').add('です。\n')
    else:
        t.add('氏名\tマイナンバー\n')
        for _ in range(3):
            person(t, rare=.2).add('\t').span(two.mynumber(), 'MYNUMBER').add('\n')


def m_ids(t):
    k = rnd.randint(0, 3)
    if k == 0:
        t.add('運転免許証：第').span(two.licence(), 'DRIVER_LICENSE').add('号\n')
    elif k == 1:
        t.add('旅券番号：').span(pick('TR', 'TS', 'MZ') + digits(7), 'PASSPORT').add('、有効期限 2031年\n')
    elif k == 2:
        t.add('基礎年金番号＝').span('%s-%s' % (digits(4), digits(6)), 'PENSION_NO').add('（').span(rnd.choice(SUR), 'PERSON', 'run', 'surname').add('様）\n')
    else:
        t.add('免許証番号\n').span(two.licence(), 'DRIVER_LICENSE').add('\n')


def m_payment(t):
    if rnd.random() < .7:
        t.add(pick('クレジットカード ', 'ご利用カード番号：', 'Visa ')).span(two.card(), 'CREDIT_CARD').add(pick(' 有効期限 08/29\n', '\n', ' exp 11/30\n'))
    else:
        t.add('IBAN: ').span(two.iban(), 'IBAN').add('\nBIC: DEUTDEFF\n')


def m_secret(t):
    k = rnd.randint(0, 5)
    if k == 0:
        t.add('仮パスワード「').span(password(), 'PASSWORD').add('」でログインしてください。\n')
    elif k == 1:
        t.add('PW：').span(password(), 'PASSWORD').add('\n')
    elif k == 2:
        t.add('Your temporary password: ').span(password(), 'PASSWORD').add('\n')
    elif k == 3:
        t.add('aws_access_key_id = ').span('AKIA' + ''.join(rnd.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') for _ in range(16)), 'SECRET', 'run').add('\n')
    elif k == 4:
        t.add('token: ').span('xoxb-%s-%s' % (digits(12), letters(24)), 'SECRET', 'run').add('\n')
    else:
        t.add('zipパスワード = ').span(password(), 'PASSWORD').add('\n')


def m_moved(t):
    a, z = address()
    t.add(pick('新住所は', '送付先：', '現住所　')).span(a, 'ADDRESS', 'run').add(pick('\n', 'です。\n'))


def m_birthday(t):
    person(t, 'run', rare=0).add('さんの誕生日は').span(birth(), 'BIRTHDATE').add('です。\n')


def m_signature(t):
    t.add('\n--\n').add('総務部 庶務課\n')
    person(t, 'run', rare=.1, gap=pick(' ', '　')).add('\nTEL：').span(landline(), 'PHONE').add(' / FAX：').span(landline(), 'PHONE').add('\nMail：').span(mail(), 'EMAIL').add('\n')


def m_clean(t):
    t.add(pick('先日の件、承知しました。\n', '資料を更新しましたのでご確認ください。\n', 'The minutes are attached.\n', '週報をお送りします。\n'))
    harmless(t, rnd.randint(2, 6))


MAILS = [(m_phone_note, 7), (m_chat, 6), (m_csv, 7), (m_pasted, 7), (m_ornaments, 8), (m_referral, 6), (m_letter, 6), (m_school, 6), (m_student_line, 7), (m_attendees, 7), (m_numbered, 7), (m_romaji, 6), (m_english, 8),
         (m_bank, 11), (m_mynumber, 9), (m_ids, 11), (m_payment, 9), (m_secret, 11), (m_moved, 6), (m_birthday, 5), (m_signature, 6), (m_clean, 26)]


def mails(out, count=800):
    makers = [f for f, w in MAILS for _ in range(w)]
    with open(os.path.join(out, 'mails.jsonl'), 'w', encoding='utf-8') as f:
        for i in range(count):
            t = Text()
            opening(t)
            maker = rnd.choice(makers)
            maker(t)
            if maker is not m_clean:
                harmless(t, rnd.randint(0, 2))
            f.write(json.dumps({'id': 't%05d' % i, 'text': t.t, 'spans': t.spans, 'neg': t.neg}, ensure_ascii=False) + '\n')


# ---- tables ----

def unique(n, rare=.15):
    seen = {}
    while len(seen) < n:
        s = name(rare, ' ')[0] + pick('', '', '', '子', '美', '人', '也', '香')
        seen.setdefault(s)
    return list(seen)


def t_officers(n):
    return [['', '', ''], ['役職', '氏名', '任期満了'], ['', '', '']] + [[pick('理事', '監事', '評議員'), x, '2027/3/31'] for x in unique(n)], n


def t_attendance(n):
    return [['研修出席簿 2026年5月'], ['番号', 'ふりがな', '受講者氏名', '5/8', '5/15', '5/22']] + [[i + 1, kana(), x, pick('○', '×'), pick('○', ''), pick('○', '×')] for i, x in enumerate(unique(n))], n


def t_last_first(n):
    seen = {}
    while len(seen) < n:
        seen.setdefault((rnd.choice(EN_S) + pick('', 'son', 'er', 'by', 'ton'), rnd.choice(EN_G) + pick('', ' A.', ' J.', ' M.', ' T.')))
    return [['Last name', 'First name', 'Phone', 'Notes']] + [[a, b, '+1 206 555 %04d' % i, ''] for i, (a, b) in enumerate(seen)], n


def t_residents(n):
    rows = [['世帯番号', '世帯主氏名', '生年月日', '郵便番号', '住所', '電話番号']]
    for i, x in enumerate(unique(n)):
        a, z = address()
        rows.append([1000 + i, x, birth(), z, a, landline()])
    return rows, n


def t_with_totals(n):
    rows = [['支給日', '2026-06-30'], ['社員名', '支給額', '振込口座']]
    for i, x in enumerate(unique(n)):
        rows.append([x, digits(6), '普通 ' + digits(7)])
        if i % 25 == 24:
            rows.append(['小計', digits(7), ''])
    return rows + [['合計', digits(8), '']], n


def t_forms(n):
    rows = []
    for x in unique(n):
        rows += [['申込者氏名', x, '生年月日', birth()], ['住所', address()[0], 'TEL', mobile()], ['希望日', '6月%d日' % rnd.randint(1, 28), '', ''], []]
    return rows, n


def t_students(n):
    return [['クラス', '学籍番号', '姓', '名', 'メール']] + [['A', digits(8)] + x.split(' ') + ['s%06d@ac.example.jp' % i] for i, x in enumerate(unique(n))], n


def t_twice(n):
    names = unique(max(1, n // 3))
    mails_of = {x: 'm%05d@example.com' % i for i, x in enumerate(names)}
    picks = [rnd.choice(names) for _ in range(n)]
    return [['来院日', '患者名', 'メールアドレス', '診療科']] + [['2026/4/%d' % rnd.randint(1, 28), x, mails_of[x], '内科'] for x in picks], len(set(picks))


def z_stock(n):
    return [['棚番', '商品コード', '商品名', '在庫数']] + [['B-%02d' % (i % 40), '4912%s' % digits(9), pick('上田紬の帯', '武田の胃薬', '野口軟膏', '内田ノート'), digits(3)] for i in range(n)], 0


def z_weather(n):
    return [['観測所', '最高気温', '最低気温', '降水量']] + [[pick('川口', '千葉', '福島', '宮崎', '東'), digits(2), digits(1), '0.5'] for _ in range(n)], 0


def z_branches(n):
    return [['支店名', '支店コード', '電話', '所在地']] + [[rnd.choice(SUR) + '支店', digits(3), landline(), address()[0]] for _ in range(n)], 0


def z_log(n):
    return [['日時', '機器番号', '状態', '備考']] + [['2026-05-0%d 10:%02d' % (rnd.randint(1, 9), i % 60), 'EQ' + digits(6), pick('正常', '停止'), pick('', '再起動')] for i in range(n)], 0


def z_budget(n):
    return [['科目', '予算額', '決算額', '差引']] + [[pick('旅費', '会議費', '委託料', '工事請負費'), digits(7), digits(7), digits(5)] for _ in range(n)], 0


def z_shops(n):
    return [['加盟店名', '代表電話', '定休日']] + [[pick('レストラン', '居酒屋', 'ベーカリー') + rnd.choice(SUR), landline(), pick('月曜', '水曜')] for _ in range(n)], 0


TABLES = [t_officers, t_attendance, t_last_first, t_residents, t_with_totals, t_forms, t_students, t_twice, z_stock, z_weather, z_branches, z_log, z_budget, z_shops]


def tables(out):
    os.makedirs(os.path.join(out, 'tables'), exist_ok=True)
    with open(os.path.join(out, 'tables.jsonl'), 'w', encoding='utf-8') as f:
        i = 0
        for maker in TABLES:
            for n in (3, 25, 98, 100, 101, 999, 1002, 1300):
                rows, persons = maker(n)
                file = 'r%04d.csv' % i
                i += 1
                with open(os.path.join(out, 'tables', file), 'w', encoding=pick('utf-8', 'utf-8-sig'), newline='') as c:
                    csv.writer(c).writerows(rows)
                f.write(json.dumps({'file': file, 'kind': maker.__name__[2:], 'persons': persons}) + '\n')


if __name__ == '__main__':
    if len(sys.argv) != 2 or sys.argv[1].startswith('-'):
        sys.exit('usage: make.py FOLDER')
    os.makedirs(sys.argv[1], exist_ok=True)
    mails(sys.argv[1])
    tables(sys.argv[1])
