#!/usr/bin/python3
# coding: utf-8
"""make.py OUT: labelled mails and tables by an author who knew none of the rules: forms and records pasted into mail (openpyxl; fixed seed)."""
import unicodedata, sys, os, re, json, random, csv, io, datetime
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
R = random.Random(2121)
# ---------------------------------------------------------------- names
COMMON_S = """佐藤さとう 鈴木すずき 高橋たかはし 田中たなか 伊藤いとう 渡辺わたなべ 山本やまもと 中村なかむら 小林こばやし 加藤かとう 吉田よしだ 山田やまだ 佐々木ささき 山口やまぐち 松本まつもと 井上いのうえ 木村きむら 林はやし 斎藤さいとう 清水しみず 山崎やまざき 森もり 池田いけだ 橋本はしもと 阿部あべ 石川いしかわ 山下やました 中島なかじま 石井いしい 小川おがわ 前田まえだ 岡田おかだ 長谷川はせがわ 藤田ふじた 後藤ごとう 近藤こんどう 村上むらかみ 遠藤えんどう 青木あおき 坂本さかもと 斉藤さいとう 福田ふくだ 太田おおた 西村にしむら 藤井ふじい 金子かねこ 岡本おかもと 藤原ふじわら 三浦みうら 中野なかの 中川なかがわ 原田はらだ 松田まつだ 竹内たけうち 小野おの 田村たむら 中山なかやま 和田わだ 石田いしだ 上田うえだ 森田もりた 原はら 柴田しばた 酒井さかい 工藤くどう 横山よこやま 宮崎みやざき 宮本みやもと 内田うちだ 高木たかぎ 安藤あんどう 谷口たにぐち 大野おおの 丸山まるやま 今井いまい 高田たかだ 藤本ふじもと 武田たけだ 村田むらた 上野うえの 杉山すぎやま 増田ますだ 平野ひらの 大塚おおつか 千葉ちば 久保くぼ 松井まつい 小島こじま 岩崎いわさき 桜井さくらい 野口のぐち 松尾まつお 野村のむら 木下きのした 菊地きくち 佐野さの 大西おおにし 杉本すぎもと 新井あらい 浜田はまだ 菅原すがわら 市川いちかわ 水野みずの 小松こまつ 島田しまだ 古川ふるかわ 小山こやま 安田やすだ 服部はっとり 川口かわぐち 関せき 永井ながい 吉川よしかわ 岩田いわた 川崎かわさき 飯田いいだ 平田ひらた 東ひがし 本田ほんだ 久保田くぼた 辻つじ 吉村よしむら 川上かわかみ 馬場ばば 土屋つちや 星野ほしの 大久保おおくぼ 西川にしかわ 樋口ひぐち 渡部わたなべ 矢野やの 五十嵐いがらし 北村きたむら 安部あべ 田口たぐち 大谷おおたに 早川はやかわ 尾崎おざき 荒木あらき 秋山あきやま 松下まつした 小野寺おのでら 片山かたやま 吉岡よしおか 石原いしはら 川村かわむら 三宅みやけ 富田とみた 黒田くろだ 望月もちづき 堀ほり 福島ふくしま 内藤ないとう 熊谷くまがい 西田にしだ 岩本いわもと 北川きたがわ 松岡まつおか 須藤すどう 篠原しのはら 荒井あらい 川島かわしま 永田ながた 松永まつなが 平井ひらい 浅野あさの 中田なかた 小池こいけ 大川おおかわ 白石しらいし 栗原くりはら 成田なりた 吉野よしの 片岡かたおか 関口せきぐち 本間ほんま 岡崎おかざき 奥村おくむら 児玉こだま 広瀬ひろせ 桑原くわはら 大森おおもり 吉沢よしざわ 小沢おざわ 神田かんだ 田辺たなべ 萩原はぎわら 坂口さかぐち 牧野まきの 横田よこた 大島おおしま 堀内ほりうち 徳永とくなが 笠原かさはら 西山にしやま 今村いまむら 田島たじま 松村まつむら 福井ふくい 稲垣いながき"""
RARE_S = """勅使河原てしがわら 小鳥遊たかなし 四月一日わたぬき 纐纈こうけつ 蓬田よもぎだ 薬袋みない 月見里やまなし 御手洗みたらい 生田目なまため 一尺八寸かまつか 毒島ぶすじま 鑓水やりみず 財前ざいぜん 鬼頭きとう 神代くましろ 伊集院いじゅういん 喜屋武きゃん 仲村渠なかんだかり 東恩納ひがしおんな 金城きんじょう 與那嶺よなみね 下地しもじ 小比類巻こひるいまき 長内おさない 鳴海なるみ 蛯名えびな 米内山よないやま 漆原うるしばら 外崎とのさき 鹿内しかない 兵藤ひょうどう 轟とどろき 礒部いそべ 都築つづき 榊原さかきばら 犬飼いぬかい 鵜飼うかい 猪又いのまた 竜崎りゅうざき 綿貫わたぬき 簗瀬やなせ 簑島みのしま 曽我部そがべ 十河そごう 越智おち 壬生みぶ 玉置たまき 南方みなかた 蘆田あしだ 籔内やぶうち 釜谷かまや 髙﨑たかさき 渡邊わたなべ 渡邉わたなべ 齋藤さいとう 齊藤さいとう 濵田はまだ 邊見へんみ 梛野なぎの 穴吹あなぶき 錦織にしこおり 足立原あだちはら 葛󠄀城かつらぎ 百目鬼どうめき 乙訓おとくに 上遠野かとおの 栂野とがの 筧かけひ 楠くすのき 樫村かしむら 砂子すなこ 雑賀さいか 倉科くらしな 百瀬ももせ 丸茂まるも 桐生きりゅう""".replace("葛\U000e0100城かつらぎ", "葛城かつらぎ")
OUT_S = """霧ヶ宮きりがみや 白縫しらぬい 蒼木戸あおきど 椋瀬むくせ 渚沢なぎさわ 鷺ノ宮さぎのみや 汐屋敷しおやしき 風祭場かざまつりば 梓林あずさばやし 苔沼こけぬま 雪待ゆきまち 灯野ともしの 玻瑠はる 柊木原ひいらぎはら 鯨岬くじらみさき 朧谷おぼろや 紙魚川しみかわ 茜部屋あかねべや 芹橋田せりはしだ 狐塚原こづかはら 桑名坂くわなざか 凪野なぎの 蓮見沢はすみざわ 葦切よしきり 棗田なつめだ 榛葉野しんばの 蔦屋敷つたやしき 鶫つぐみ 汀田みぎわだ 杼本とちもと"""
COMMON_G = """太郎たろう 健太けんた 翔しょう 大輔だいすけ 誠まこと 浩ひろし 隆たかし 直樹なおき 和也かずや 哲也てつや 拓也たくや 健一けんいち 博ひろし 茂しげる 正まさし 学まなぶ 修おさむ 剛たけし 亮りょう 雄太ゆうた 翔太しょうた 大樹だいき 蓮れん 陽翔はると 悠真ゆうま 湊みなと 颯太そうた 律りつ 樹いつき 朝陽あさひ 和夫かずお 清きよし 進すすむ 勇いさむ 昭あきら 実みのる 正雄まさお 秀樹ひでき 英樹ひでき 達也たつや 康弘やすひろ 智也ともや 俊介しゅんすけ 洋介ようすけ 恵子けいこ 幸子さちこ 和子かずこ 洋子ようこ 裕子ゆうこ 久美子くみこ 由美子ゆみこ 明美あけみ 智子ともこ 美穂みほ 陽子ようこ 直美なおみ 真由美まゆみ 恵美めぐみ 千尋ちひろ 彩あや 愛あい 美咲みさき 葵あおい 結衣ゆい 陽菜ひな 凛りん 咲良さくら 結菜ゆな 莉子りこ 芽衣めい 節子せつこ 文子ふみこ 千代子ちよこ 静江しずえ 京子きょうこ 麻衣まい 沙織さおり 綾香あやか 友美ともみ 奈々なな 理恵りえ 亜希子あきこ 香織かおり 純子じゅんこ 典子のりこ 春香はるか 優子ゆうこ 美香みか 佳奈かな 桃子ももこ 雅人まさと 一郎いちろう 次郎じろう 光男みつお 義則よしのり 孝之たかゆき 克己かつみ 信二しんじ 裕介ゆうすけ 聡さとし"""
RARE_G = """碧斗あおと 恋雪こゆき 叶望かのん 宗玄そうげん 惣一郎そういちろう 龍之介りゅうのすけ 伊織いおり 紬つむぎ 琥珀こはく 雫しずく 暁彦あきひこ 勘太郎かんたろう 朔さく 玲於奈れおな 瑠璃子るりこ 佐和さわ 妙たえ 志乃しの 鞠子まりこ 緋呂美ひろみ 壱成いっせい 蒼空そら 心愛ここあ 希空のあ 妃菜乃ひなの 嘉兵衛かへえ 弥太郎やたろう 寿々子すずこ トメとめ キヨきよ ハルエはるえ みゆきみゆき さくらさくら ひろみひろみ 円まどか 耀ひかる 睦月むつき 千早ちはや 多恵子たえこ 直衛なおえ 眞理まり 恭輔きょうすけ 圭悟けいご 啓史ひろふみ 隆徳たかのり 祥吾しょうご 磨美まみ 咲乃さくの 穂乃花ほのか 偉織いおり"""
def parse(s):
    o = []
    for w in s.split():
        # reading = tail; kanji head. hiragana/katakana given names are doubled
        m = re.match(r'^([^ぁ-ゖ]+?(?:[ヶノ々][^ぁ-ゖ]+)?)([ぁ-ゖー]+)$', w)
        if m: o.append((m[1], m[2]))
        else:
            h = len(w)//2; o.append((w[:h], w[h:]))
    return o
CS, RS_, OS, CG, RG = map(parse, (COMMON_S, RARE_S, OUT_S, COMMON_G, RARE_G))
CS200 = CS
FOREIGN = ["グエン・ヴァン・ナム", "マリア・サントス", "レ・ティ・ホア", "アンドレ・シルバ", "ラジェシュ・シャルマ", "チャン・ミン・ドゥック", "ジェイソン・ミラー", "エカ・プトリ", "キム・ミンジュン", "ソフィー・ベルナール", "ビクラム・タパ", "ダニエラ・オリヴェイラ"]
EN_F = "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Lisa Matthew Nancy Anthony Betty Mark Sandra Emily Ashley Kimberly Joshua Kevin Brian Rebecca Laura Priya Arjun Ananya Fatima Omar Yusuf Aisha Chidi Ngozi Kwame Siobhan Declan Aoife Callum Fiona Imogen Rhys Lars Ingrid Sven Astrid Matteo Giulia Chiara Javier Lucia Camila Diego Thandiwe Sipho Mei-Ling Wei Xiaoming Min-jun Ji-woo Linh Rahul Deepa Tomasz Agnieszka Zoltan Petra Élodie Benoît Anneke Pieter Jürgen Katarzyna Hamish Makoa Leilani Tadhg Oluwaseun".split()
EN_L = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Hall Allen Young Hughes Patel Raghunathan Krishnamurthy Chaudhry Al-Hassan Okonkwo Adeyemi Mensah Dlamini Nkosi O'Brien O'Sullivan MacKenzie Fitzgerald Ó Braonáin Lindqvist Sørensen Haugen van der Berg de Vries Rossi Bianchi Fernández Ibáñez Silva Pereira Kowalski Nowak Szabó Dvořák Dubois Lefèvre Müller Schneider Weissenborn Nakamura Tanaka Chen Wang Zhang Kim Park Nguyen Tran Kahananui Featherstonehaugh Cholmondeley Butterworth Abernathy Quillfeather Marrowby Trelawney".replace("Ó Braonáin", "Ó_Braonáin").replace("van der Berg", "van_der_Berg").replace("de Vries", "de_Vries").split()
EN_L = [x.replace('_', ' ') for x in EN_L]
MON = {'きゃ':'kya','きゅ':'kyu','きょ':'kyo','しゃ':'sha','しゅ':'shu','しょ':'sho','ちゃ':'cha','ちゅ':'chu','ちょ':'cho','にゃ':'nya','にゅ':'nyu','にょ':'nyo','ひゃ':'hya','ひゅ':'hyu','ひょ':'hyo','みゃ':'mya','みゅ':'myu','みょ':'myo','りゃ':'rya','りゅ':'ryu','りょ':'ryo','ぎゃ':'gya','ぎゅ':'gyu','ぎょ':'gyo','じゃ':'ja','じゅ':'ju','じょ':'jo','びゃ':'bya','びゅ':'byu','びょ':'byo'}
for k, v in zip("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ", "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po".split()): MON[k] = v
def romaji(h):
    o = ''; i = 0
    while i < len(h):
        if h[i] == 'っ': o += romaji(h[i+1:i+2] or 'た')[0]; i += 1; continue
        if h[i:i+2] in MON and len(h[i:i+2]) == 2: o += MON[h[i:i+2]]; i += 2
        else: o += MON.get(h[i], ''); i += 1
    return re.sub(r'ou', 'o', o).replace('oo', 'o').replace('uu', 'u').capitalize()
kata = lambda h: ''.join(chr(ord(c)+0x60) if 'ぁ' <= c <= 'ゖ' else c for c in h)
HK = dict(zip("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ"))
for a, b in zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ"): HK[a] = b+'ﾞ'
for a, b in zip("パピプペポ", "ﾊﾋﾌﾍﾎ"): HK[a] = b+'ﾟ'
hank = lambda k: ''.join(HK.get(c, c) for c in k)
FEM = {}
for i_, g_ in enumerate(CG): FEM[g_] = int(any(g_[0] == x for x in '恵子 幸子 和子 洋子 裕子 久美子 由美子 明美 智子 美穂 陽子 直美 真由美 恵美 千尋 彩 愛 美咲 葵 結衣 陽菜 凛 咲良 結菜 莉子 芽衣 節子 文子 千代子 静江 京子 麻衣 沙織 綾香 友美 奈々 理恵 亜希子 香織 純子 典子 春香 優子 美香 佳奈 桃子'.split()))
class JP:
    def __init__(s, taken=()):
        while 1:
            x = R.random()
            if x < .56: s.s, s.src = R.choice(CS200), 'common'
            elif x < .83: s.s, s.src = R.choice(RS_), 'rare'
            else: s.s, s.src = R.choice(OS), 'outside'
            if s.s[0] not in taken: break
        if R.random() < .75: s.g = R.choice(CG); s.gsrc = 'common'
        else:
            s.g = R.choice(RG); s.gsrc = 'rare'
    def full(s, sep): return s.s[0]+sep+s.g[0]
    def fsrc(s): return s.src if s.src != 'common' else s.gsrc
class EN:
    def __init__(s, taken=()):
        while 1:
            s.f, s.l = R.choice(EN_F), R.choice(EN_L)
            if s.l not in taken and s.f not in taken and s.f != s.l: break
    def full(s): return s.f+' '+s.l
# ---------------------------------------------------------------- numbers
rd = lambda n: ''.join(R.choice('0123456789') for _ in range(n))
ZEN = str.maketrans('0123456789-', '０１２３４５６７８９－')
def luhn_cd(s):
    t = 0
    for i, c in enumerate(reversed(s)):
        d = int(c)*(2 if i % 2 == 0 else 1); t += d-9 if d > 9 else d
    return str(-t % 10)
def luhn_ok(s): return luhn_cd(s[:-1]) == s[-1]
def mn_cd(s):
    r = sum(int(a)*b for a, b in zip(s, (6,5,4,3,2,7,6,5,4,3,2))) % 11
    return '0' if r <= 1 else str(11-r)
def mynum():
    s = rd(11); s += mn_cd(s)
    return R.choice([s, s, f'{s[:4]}-{s[4:8]}-{s[8:]}', f'{s[:4]} {s[4:8]} {s[8:]}', f'{s[:4]} {s[4:8]} {s[8:]}', f'{s[:4]}　{s[4:8]}　{s[8:]}', s.translate(ZEN)])
def not_mn(): 
    while 1:
        s = R.choice('3456789')+rd(11)
        if mn_cd(s[:11]) != s[11]: return s
def dl():
    s = R.choice(['10','30','43','44','45','50','54','62','63','90','40','22'])+f'{R.randint(0,24):02d}'+rd(6)
    r = 11-sum(int(a)*b for a, b in zip(s, (5,4,3,2,7,6,5,4,3,2))) % 11
    s += {11:'1',10:'0'}.get(r, str(r))+R.choice('000012')
    return R.choice([s, s, s, f'{s[:4]} {s[4:8]} {s[8:]}', s.translate(ZEN)])
def card(en=False):
    x = R.random()
    if x < .45: s = '4'+rd(14)
    elif x < .8: s = R.choice(['51','52','53','54','55'])+rd(13)
    elif x < .92: s = '35'+str(R.randint(30,89))+rd(11)
    else:
        s = R.choice(['34','37'])+rd(12); s += luhn_cd(s); return R.choice([s, f'{s[:4]} {s[4:10]} {s[10:]}', f'{s[:4]}-{s[4:10]}-{s[10:]}'])
    s += luhn_cd(s); q = [s[i:i+4] for i in (0,4,8,12)]
    return R.choice(['-'.join(q), ' '.join(q), ' '.join(q), s] + ([] if en else ['-'.join(q).translate(ZEN)]))
def bad16():
    while 1:
        s = R.choice('2345679')+rd(15)
        if not luhn_ok(s): return R.choice([s, '-'.join(s[i:i+4] for i in (0,4,8,12))])
def iban():
    c = R.choice(['DE','GB','NL','FR','ES','IT','BE','IE'])
    b = {'DE':rd(18),'GB':R.choice(['NWBK','BARC','LOYD','HBUK'])+rd(14),'NL':R.choice(['ABNA','INGB','RABO'])+rd(10),'FR':rd(23),'ES':rd(20),'IT':R.choice('ABCKX')+rd(22),'BE':rd(12),'IE':R.choice(['AIBK','BOFI'])+rd(14)}[c]
    n = ''.join(str(int(ch,36)) for ch in b+c+'00'); s = c+f'{98-int(n)%97:02d}'+b
    return s if R.random() < .45 else ' '.join(s[i:i+4] for i in range(0,len(s),4))
def ssn():
    a = R.choice([R.randint(1,665), R.randint(667,899)])
    return f'{a:03d}-{R.randint(1,99):02d}-{R.randint(1,9999):04d}'
def corp():
    b = R.choice('1234567890')+rd(11); t = sum(int(c)*(1 if i%2==0 else 2) for i, c in enumerate(reversed(b)))
    return str(9-t % 9)+b
AREA = ['03','03','03','06','06','045','052','075','011','092','082','022','078','048','043','0466','0422','0263','0776','0852','0985','0197','0235','0749','0893']
def land(key=None):
    a = R.choice(AREA)
    if len(a) == 2: b, c = str(R.randint(3,6))+rd(3), rd(4)
    else: b, c = str(R.randint(2,8))+rd(5-len(a)), rd(4)
    return R.choice([f'{a}-{b}-{c}']*6+[f'{a}({b}){c}', f'({a}){b}-{c}', f'（{a}）{b}-{c}', f'{a}-{b}-{c}'.translate(ZEN), f'+81-{a[1:]}-{b}-{c}', f'{a} {b} {c}'])
def mob():
    a, b, c = R.choice(['090','090','080','080','070']), str(R.randint(1,9))+rd(3), rd(4)
    return R.choice([f'{a}-{b}-{c}']*6+[a+b+c, a+b+c, f'{a} {b} {c}', f'{a}({b}){c}', f'{a}-{b}-{c}'.translate(ZEN), f'{a}－{b}－{c}', f'+81 {a[1:]} {b} {c}', f'+81-{a[1:]}-{b}-{c}'])
free = lambda: R.choice([f'0120-{rd(3)}-{rd(3)}', f'0120-{R.randint(10,99)}-{rd(4)}', f'0800-{rd(3)}-{rd(4)}'])
def ustel():
    a, b, c = R.choice(['206','415','312','512','617','303','404','602','713','919']), str(R.randint(2,9))+rd(2), rd(4)
    return R.choice([f'({a}) {b}-{c}', f'{a}-{b}-{c}', f'{a}.{b}.{c}', f'+1 {a} {b} {c}', f'+1-{a}-{b}-{c}'])
uktel = lambda: R.choice([f'020 {R.choice("378")}{rd(3)} {rd(4)}', f'07{R.randint(3,9)}{rd(2)} {rd(6)}', f'+44 7{R.randint(3,9)}{rd(2)} {rd(6)}', f'+44 (0)20 7{rd(3)} {rd(4)}', f'0161 {R.randint(2,9)}{rd(2)} {rd(4)}', f'01223 {R.randint(2,9)}{rd(5)}'])
intel = lambda: R.choice([f'+91 98{rd(3)} {rd(5)}', f'+65 9{rd(3)} {rd(4)}', f'+61 4{rd(2)} {rd(3)} {rd(3)}', f'+49 30 {rd(8)}', f'+353 87 {rd(3)} {rd(4)}', f'+33 6 {rd(2)} {rd(2)} {rd(2)} {rd(2)}', f'+64 21 {rd(3)} {rd(4)}'])
def sid(): return R.choice([f's{R.randint(20,26)}{rd(4)}', f'{R.randint(20,26)}{R.choice("ABEKLMT")}{rd(4)}', f'20{R.randint(20,26)}{rd(4)}', f'{R.choice("EMLCJ")}{R.randint(21,26)}-{rd(4)}', f'{R.randint(20,26)}{rd(5)}'])
def bdate(lo=1935, hi=2021):
    y, m, d = R.randint(lo, hi), R.randint(1,12), R.randint(1,28)
    era = []
    if y >= 2020: era = [f'令和{y-2018}年{m}月{d}日', f'R{y-2018}.{m}.{d}']
    elif 1990 <= y <= 2018: era = [f'平成{y-1988}年{m}月{d}日', f'H{y-1988}.{m}.{d}', f'平成{y-1988}.{m}.{d}']
    elif 1927 <= y <= 1988: era = [f'昭和{y-1925}年{m}月{d}日', f'S{y-1925}.{m}.{d}', f'S{y-1925}/{m}/{d}', f'昭和{y-1925}年{m}月{d}日']
    return R.choice(era+[f'{y}年{m}月{d}日', f'{y}年{m}月{d}日', f'{y}/{m:02d}/{d:02d}', f'{y}-{m:02d}-{d:02d}', f'{y}/{m}/{d}', f'{y}.{m}.{d}', f'{y}{m:02d}{d:02d}'])
MN = 'January February March April May June July August September October November December'.split()
def endob(lo=1960, hi=2004):
    y, m, d = R.randint(lo, hi), R.randint(1,12), R.randint(1,28)
    return R.choice([f'{m:02d}/{d:02d}/{y}', f'{d} {MN[m-1]} {y}', f'{MN[m-1]} {d}, {y}', f'{y}-{m:02d}-{d:02d}', f'{d:02d} {MN[m-1][:3]} {y}', f'{d:02d}/{m:02d}/{y}', f'{d:02d}.{m:02d}.{y}'])
TOWNS = """158-0094 東京都世田谷区玉川|530-0001 大阪府大阪市北区梅田|460-0008 愛知県名古屋市中区栄|980-0021 宮城県仙台市青葉区中央|060-0042 北海道札幌市中央区大通西|812-0011 福岡県福岡市博多区博多駅前|730-0011 広島県広島市中区基町|604-8005 京都府京都市中京区恵比須町|231-0023 神奈川県横浜市中区山下町|330-0854 埼玉県さいたま市大宮区桜木町|260-0013 千葉県千葉市中央区中央|650-0021 兵庫県神戸市中央区三宮町|390-0811 長野県松本市中央|920-0981 石川県金沢市片町|700-0901 岡山県岡山市北区本町|760-0019 香川県高松市サンポート|790-0011 愛媛県松山市千舟町|850-0853 長崎県長崎市浜町|860-0806 熊本県熊本市中央区花畑町|900-0015 沖縄県那覇市久茂地|020-0022 岩手県盛岡市大通|990-0039 山形県山形市香澄町|950-0087 新潟県新潟市中央区東大通|420-0851 静岡県静岡市葵区黒金町|500-8833 岐阜県岐阜市神田町|514-0009 三重県津市羽所町|640-8156 和歌山県和歌山市七番丁|680-0831 鳥取県鳥取市栄町|690-0003 島根県松江市朝日町|753-0047 山口県山口市道場門前|770-0831 徳島県徳島市寺島本町西|780-0822 高知県高知市はりまや町|840-0801 佐賀県佐賀市駅前中央|870-0035 大分県大分市中央町|880-0805 宮崎県宮崎市橘通東|892-0842 鹿児島県鹿児島市東千石町|180-0004 東京都武蔵野市吉祥寺本町|206-0033 東京都多摩市落合|192-0081 東京都八王子市横山町|277-0005 千葉県柏市柏|350-0043 埼玉県川越市新富町|252-0303 神奈川県相模原市南区相模大野|569-0804 大阪府高槻市紺屋町|662-0911 兵庫県西宮市池田町|299-5226 千葉県勝浦市串浜|399-8301 長野県安曇野市穂高有明|949-6101 新潟県南魚沼郡湯沢町湯沢|098-5207 北海道枝幸郡中頓別町中頓別|901-0305 沖縄県糸満市西崎""".split('|')
BLD = ["コーポ若葉","メゾン青山","ハイツ木の実","サンライズ","パークハイム西口","グランドール","第二みどり荘","レジデンス本町","シャトー桜","ライオンズ中央","県営住宅","アーバンコート"]
def townpick():
    t = R.choice(TOWNS); return t[:8], t[9:]
def addr_from(town):
    a, b, c = R.randint(1,8), R.randint(1,30), R.randint(1,28)
    if R.random() < .15: town = re.sub(r'^(北海道|東京都|(?:大阪|京都)府|.{2,3}県)', '', town)
    n = R.choice([f'{a}-{b}-{c}']*4+[f'{a}丁目{b}番{c}号', f'{a}丁目{b}-{c}', f'{b*37}番地{c}', f'{b*37}-{c}', f'{"一二三四五六七八"[a-1]}丁目{b}番{c}号', f'{a}-{b}-{c}'.translate(ZEN), f'{a}－{b}－{c}'])
    bl = ''
    if R.random() < .4: bl = R.choice([' ','　',''])+R.choice(BLD)+R.choice([f'{R.randint(1,12)}{R.randint(1,12):02d}号室', f'{R.randint(101,909)}', f'{R.choice("ABC")}-{R.randint(101,505)}', f'{R.randint(2,12)}F'])
    if bl[:1] not in (' ','　','') and n[-1].isdigit(): bl = ' '+bl
    return town+n+bl
def us_addr(): return f'{R.randint(12,9800)} {R.choice(["Maple Ave","Oak Street","W 4th St","Juniper Lane","Main St","Lakeview Drive","Harrison Blvd","Cedar Ct"])}{R.choice(["",""," Apt %d"%R.randint(1,40),", Unit %d"%R.randint(1,40), ", Suite %d"%R.randint(100,600)])}, {R.choice(["Springfield, IL 62704","Seattle, WA 98101","Austin, TX 78701","Denver, CO 80202","Portland, OR 97204","Raleigh, NC 27601","Boston, MA 02108","Tucson, AZ 85701"])}'
def uk_addr(): return f'{R.choice(["", "Flat %d, "%R.randint(1,30)])}{R.randint(1,240)} {R.choice(["High Street","Station Road","Victoria Road","Church Lane","Mill Lane","Kings Avenue","Queensway"])}, {R.choice(["Cambridge CB2 1TN","Manchester M1 4BT","Bristol BS1 5TR","London SW1A 2AA","Leeds LS1 3AB","Norwich NR2 1TF","Edinburgh EH1 1YZ","Swansea SA1 3SN"])}'
def in_addr(): return R.choice([f'{R.randint(1,200)} Collins Street, Melbourne VIC 3000', f'{R.randint(2,80)} Lower Baggot Street, Dublin 2, D02 {R.choice("XRT")}{rd(3)}', f'{R.randint(3,90)}, 4th Cross, Indiranagar, Bengaluru 560038', f'Blk {R.randint(100,700)} Ang Mo Kio Ave 3 #{R.randint(2,20):02d}-{rd(3)}, Singapore 560{rd(3)}', f'Hauptstraße {R.randint(1,90)}, 10827 Berlin', f'{R.randint(2,99)} Queen Street, Auckland 1010'])
def pw():
    L = R.randint(8,14); a = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
    s = ''.join(R.choice(a) for _ in range(L)); s = s[:3]+R.choice('!#$%&@_-+')+s[4:]
    return R.choice([s, s, R.choice(['Sakura','Haru','Welcome','Fuji','Tempo','Summer','Gakuen'])+R.choice(['#','@','_','!','-'])+str(R.randint(2019,2026))+R.choice(['!','x','Q','']), s[:3]+rd(1)+s[4:]])
B62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
rb = lambda n, a=B62: ''.join(R.choice(a) for _ in range(n))
def secret():
    return R.choice([lambda: 'AKIA'+rb(16,'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), lambda: 'ghp_'+rb(36), lambda: 'sk_live_'+rb(24), lambda: 'xoxb-'+rd(12)+'-'+rd(12)+'-'+rb(24), lambda: 'AIza'+rb(35), lambda: 'glpat-'+rb(20)])()
HEX = '0123456789abcdef'
uuid = lambda: '-'.join(rb(n, HEX) for n in (8,4,4,4,12))
def date26(): 
    y, m, d = 2026, R.randint(1,12), R.randint(1,28)
    return R.choice([f'{y}年{m}月{d}日', f'{y}/{m:02d}/{d:02d}', f'{m}月{d}日（{R.choice("月火水木金")}）', f'{m}/{d}({R.choice("月火水木金")})', f'令和8年{m}月{d}日', f'{m}月{d}日'])
def endate(): m, d = R.randint(1,12), R.randint(1,28); return R.choice([f'{d} {MN[m-1]} 2026', f'{MN[m-1]} {d}, 2026', f'{m:02d}/{d:02d}/2026', f'{MN[m-1][:3]} {d}', f'2026-{m:02d}-{d:02d}'])
def tm(): return f'{R.randint(8,19)}:{R.choice(["00","15","30","45"])}'
def trng(): h = R.randint(8,16); return R.choice([f'{h}:00-{h+2}:30', f'{h}:00～{h+1}:30', f'{h}時～{h+2}時', f'{h:02d}:30〜{h+3}:00'])
def isbn():
    s = '9784'+rd(8); s += str(-sum(int(c)*(1 if i%2==0 else 3) for i, c in enumerate(s)) % 10); return R.choice([s, f'{s[:3]}-{s[3]}-{s[4:8]}-{s[8:12]}-{s[12]}'])
ORGS = ["商店","工業","建設","会計事務所","製作所","運輸","電機","産業","クリニック","不動産","印刷","食品","鉄工所","医院","園芸"]
def org(): 
    s = R.choice(CS)[0]; o = R.choice(ORGS)
    if o in ("クリニック","医院"): return s+o
    return R.choice(['株式会社'+s+o, s+o+'株式会社', '有限会社'+s+o, '(株)'+s+o, s+o])
DOMS = ["example.co.jp","example.jp","sakura-med.example.jp","city-minato.example.lg.jp","hoshino-gakuen.example.ac.jp","kitami-logi.example.co.jp","mail.example.or.jp","aoba-care.example.jp"]
EDOMS = ["example.com","northgate.example.com","example.org","harbour-clinic.example.co.uk","example.edu","brightline.example.net"]
PRIV = ["gmail.com","yahoo.co.jp","docomo.ne.jp","ezweb.ne.jp","icloud.com","outlook.jp","softbank.ne.jp"]
EPRIV = ["gmail.com","outlook.com","yahoo.com","hotmail.co.uk","icloud.com","proton.me"]
TYPES = {  # token -> (type, function)
 'mob':('PHONE',mob),'land':('PHONE',land),'free':('PHONE',free),'fax':('PHONE',land),'tel':('PHONE',lambda: R.choice([mob,mob,land])()),
 'ustel':('PHONE',ustel),'uktel':('PHONE',uktel),'intel':('PHONE',intel),'mn':('MYNUMBER',mynum),'dl':('DRIVER_LICENSE',dl),'card':('CREDIT_CARD',card),'ecard':('CREDIT_CARD',lambda: card(True)),
 'iban':('IBAN',iban),'ssn':('US_SSN',ssn),'pen':('PENSION_NO',lambda: f'{rd(4)}-{rd(6)}'),'pen10':('PENSION_NO',lambda: rd(10)),'pp':('PASSPORT',lambda: R.choice('TTTMN')+R.choice('RZSKHJ')+rd(7)),
 'vnpp':('PASSPORT',lambda: R.choice('BCNP')+rd(7)),'uspp':('PASSPORT',lambda: R.choice([rd(9), R.choice('AXY')+rd(8)])),'ukpp':('PASSPORT',lambda: str(R.randint(1,9))+rd(8)),'acct':('BANK_ACCOUNT',lambda: R.choice([rd(7)]*5+[rd(7).translate(ZEN)])),'acct8':('BANK_ACCOUNT',lambda: rd(8)),'usacct':('BANK_ACCOUNT',lambda: str(R.randint(1,9))+rd(R.choice([8,9,11]))),
 'sid':('STUDENT_ID',sid),'pw':('PASSWORD',pw),'sec':('SECRET',secret),'bd':('BIRTHDATE',lambda: bdate(1938,2004)),'bdc':('BIRTHDATE',lambda: bdate(2014,2022)),'bdo':('BIRTHDATE',lambda: bdate(1928,1956)),'bda':('BIRTHDATE',lambda: bdate(1958,2004)),'dob':('BIRTHDATE',endob),'dobc':('BIRTHDATE',lambda: endob(2010,2021)),'dobo':('BIRTHDATE',lambda: endob(1932,1955)),
 'usaddr':('ADDRESS',us_addr),'ukaddr':('ADDRESS',uk_addr),'inaddr':('ADDRESS',in_addr),
 # harmless
 'order':('-order12',lambda: R.choice([f'2026{R.randint(1,12):02d}{R.randint(1,28):02d}{rd(4)}', f'ORD-{rd(8)}', f'{rd(3)}-{rd(7)}-{rd(7)}'])),'track':('-track12',lambda: (lambda s: R.choice([s, f'{s[:4]}-{s[4:8]}-{s[8:]}']))(not_mn())),'b16':('-track16',bad16),
 'inv':('-invoiceT',lambda: 'T'+corp()),'corp':('-corp',corp),'model':('-model',lambda: f'{rb(2,"ABCDEFGHKLMNPRSTX")}-{rd(4)}{R.choice(["","A","-W","/J"])}'),'ver':('-version',lambda: f'{R.randint(1,20)}.{R.randint(0,30)}.{rd(R.choice([1,3,5]))}'),
 'amt':('-amount',lambda: R.choice([f'{R.randint(8,9800)*100:,}円', f'¥{R.randint(8,9800)*100:,}', f'￥{R.randint(8,9800)*100:,}-'])),'usd':('-amount',lambda: f'${R.randint(20,90000):,}.{rd(2)}'),'gbp':('-amount',lambda: f'£{R.randint(20,9000):,}.{rd(2)}'),'samt':('-amount',lambda: R.choice([f'{R.randint(2,60)*50:,}円', f'¥{R.randint(2,60)*50:,}'])),'date':('-date',date26),'edate':('-date',endate),'time':('-time',tm),'rng':('-time',trng),
 'isbn':('-isbn',isbn),'jan':('-jan13',lambda: '49'+rd(11)),'uuid':('-uuid',uuid),'ip':('-ip',lambda: f'{R.choice(["10.0","192.168","172.16"])}.{R.randint(0,250)}.{R.randint(1,250)}'),'hash':('-hash',lambda: rb(40,HEX)),'zoom':('-meeting',lambda: f'{R.randint(800,999)} {rd(4)} {rd(4)}'),'lot':('-lot',lambda: rd(8)),
 'ext':('-ext',lambda: rd(4)),'case':('-case',lambda: R.choice([f'#{rd(6)}', f'INC{rd(7)}', f'CS-2026-{rd(5)}', f'第{rd(4)}号'])),'emp':('-empno',lambda: R.choice([rd(6), 'E'+rd(5), rd(5)])),'pat':('-patient_id',lambda: R.choice([rd(6), rd(7), f'{rd(3)}-{rd(4)}'])),'hok':('-insurance_no',lambda: rd(8)),
 'org':('-org_surname',org),'clinic':('-org_surname',lambda: R.choice(CS)[0]+R.choice(['クリニック','医院','内科','整形外科','病院'])),'taxorg':('-org_surname',lambda: R.choice(CS)[0]+R.choice(['会計事務所','税理士事務所'])),'reorg':('-org_surname',lambda: R.choice(['株式会社','有限会社',''])+R.choice(CS)[0]+R.choice(['不動産','ハウジング','エステート'])),'bldg':('-bldg',lambda: R.choice(CS)[0]+R.choice(['記念館','ビル','会館','ホール'])),'place':('-place',lambda: R.choice(['松本市','福島駅','山口県','高田馬場駅','石川県','宮崎市','渋谷','三宮','川崎区','長野','大宮','千葉港','和田岬駅','上野公園','中野サンプラザ前'])),'ein':('-ein',lambda: f'{R.randint(20,90)}-{rd(7)}'),'eorg':('-en_company',lambda: R.choice(EN_L[:32])+R.choice([' & Sons Ltd',' Logistics Inc.',' Dental Group',' Holdings plc',' Bakery'])),'po':('-order',lambda: R.choice([f'PO-{rd(6)}', f'SO{rd(8)}', f'{rd(3)}-{rd(2)}-{rd(5)}'])),'etrack':('-track',lambda: R.choice(['1Z'+rb(16,'ABCDEFX0123456789'), 'JJD0'+rd(14), '9400 1'+rd(3)+' '+rd(4)+' '+rd(4)])),
 'log':('-timestamp',lambda: f'2026-{R.randint(1,12):02d}-{R.randint(1,28):02d} {R.randint(0,23):02d}:{rd(1)}{rd(1)}'[:14]+f'{R.randint(0,5)}{rd(1)}:{R.randint(0,5)}{rd(1)}'),'pct':('-stat',lambda: f'{R.randint(1,99)}.{rd(1)}%'),'num':('-stat',lambda: f'{R.randint(101,98000):,}'),'file':('-filename',lambda: f'{R.choice(["IMG","DSC","scan","報告書"])}_{rd(8)}{R.choice([".jpg",".pdf","_01.xlsx"])}'),
 'acref':('-acct_ref',lambda: rd(7)),
}
LABEL = re.compile(r'([:：=＝】〕\]|｜」）)]|氏名|名前|番号|[Nn]o\.?|TEL|Tel|FAX|電話|携帯|住所|生年月日|口座|メール|Mail|ID|PW|From|To|Cc|名義|様|担当|〒)\s*$')
class Mail:
    def __init__(s, lang):
        s.lang = lang; s.p = {}; s.e = {}; s.memo = {}; s.used = set(); s.buf = []; s.n = 0; s.spans = []; s.neg = []; s.row = 0; s.seen = set(); s.clock = R.randint(500, 1080)
        s.sep = R.choice(['',' ','　',' ']); s.dom = R.choice(DOMS if lang == 'ja' else EDOMS); s.rowt = None
    def person(s, k):
        k = k.replace('*', f'r{s.row}')
        if k not in s.p and k[-1] in 'abc':
            q = JP(); b = s.p.get(k[:-1]) or s.peek(k[:-1]); q.s, q.src = b.s, b.src
            while q.g in [x.g for x in s.p.values()]: q.g = R.choice(CG); q.gsrc = 'common'
            s.p[k] = q
        if k not in s.p: s.p[k] = JP({x.s[0] for x in s.p.values()})
        if k not in s.seen:
            s.seen.add(k); tail = ''.join(s.buf[-8:])[-8:].split('\n')[-1]; want = None
            if re.search('妻|長女|次女|母|嫁|新婦|娘|女', tail): want = 1
            elif re.search('夫|長男|父|新郎|次男|息子', tail): want = 0
            while want is not None and (FEM.get(s.p[k].g) is not want or s.p[k].g in [x.g for y, x in s.p.items() if y != k]):
                s.p[k].g = R.choice(CG); s.p[k].gsrc = 'common'
        s.used.add('J'+k); return s.p[k]
    def eperson(s, k):
        k = k.replace('*', f'r{s.row}')
        if k not in s.e and k[-1] in 'abc':
            q = EN({x.l for x in s.e.values()} | {x.f for x in s.e.values()}); b = s.e.get(k[:-1]) or s.peek(k[:-1]); q.l = b.l; s.e[k] = q
        if k not in s.e: s.e[k] = EN({x.l for x in s.e.values()} | {x.f for x in s.e.values()})
        s.used.add('E'+k); return s.e[k]
    def peek(s, k):   # for e-mail addresses: do not count the person
        u = set(s.used); k2 = k
        p = (s.person if s.lang == 'ja' else s.eperson)(k2); s.used = u; return p
    def put(s, t): s.buf.append(t); s.n += len(t)
    def span(s, t, typ, src=None):
        cur = ''.join(s.buf[-6:]); line = cur.rsplit('\n', 1)[-1][-20:]
        ctx = 'none' if line.strip() == '' else ('label' if LABEL.search(line) else 'run')
        d = dict(start=s.n, end=s.n+len(t), type=typ, ctx=ctx)
        if typ == 'PERSON': d['src'] = src
        s.spans.append(d); s.put(t)
    def ngt(s, t, kind): s.neg.append(dict(start=s.n, end=s.n+len(t), kind=kind)); s.put(t)
    def email(s, k, priv):
        if k:
            p = s.peek(k)
            a, b = (romaji(p.s[1]).lower(), romaji(p.g[1]).lower()) if isinstance(p, JP) else [re.sub('[^a-z]', '', unicodedata.normalize('NFKD', x.replace('ø', 'o').replace('Ø', 'O')).lower()) or 'k' for x in (p.f, p.l)]
            loc = R.choice([f'{b}.{a}', f'{a}.{b}', f'{b[0]}.{a}', f'{a}-{b[0]}', a, f'{a}_{b}{R.randint(1,99)}' if priv else f'{b[0]}-{a}'])
        else: loc = R.choice(['info','soumu','support','contact','desk','office','jinji','keiri','hoken','madoguchi'] if s.lang == 'ja' else ['info','help','office','admissions','claims','hr','bookings','payroll'])
        if priv: return loc+'@'+R.choice(PRIV if s.lang == 'ja' else EPRIV)
        return loc+'@'+s.dom
    def tok(s, t):
        key = None
        if '#' in t and t[0] not in '!~': t, key = t.split('#', 1)
        if t[0] == '!': typ, v = t[1:].split('|', 1); return s.span(v, typ, 'outside')
        if t[0] == '~':
            k, v = t[1:].split('|', 1)
            if k == 'exp' and v[2:3] == '/': v = f'{R.randint(1,12):02d}/{R.randint(27,31)}'
            elif k in ('num','room','member','key','plate','koyo','shelf','age','stat','last4','amount','pnr','exp','sort') and re.search(r'\d', v):
                v = re.sub(r'(?<=\d)\d(?!\d)', lambda q: R.choice('0123456789'), v) if k != 'exp' else re.sub(r'\d日', lambda q: f'{R.randint(1,9)}日', v)
            return s.ngt(v, k)
        if t == 'i': return s.put(str(s.row))
        m = re.match(r'^([NSGKHBRQLEFMXTUV])((?:\d+|\*)[abc]?)$', t)
        if m:
            c, k = m.groups()
            if c in 'UV':   # former / new surname of a person already counted
                q = s.memo.setdefault('U'+k, JP({x.s[0] for x in s.p.values()}))
                if c == 'U': return s.span(q.s[0], 'PERSON', q.src)
                return s.span(q.s[0]+s.sep+s.person(k).g[0], 'PERSON', q.src)
            if c in 'EFM':
                p = s.eperson(k); return s.span({'E':p.full(),'F':p.f,'M':p.l}[c], 'PERSON', 'en')
            if c == 'T':  # Last, First
                p = s.eperson(k); return s.span(p.l+', '+p.f, 'PERSON', 'en')
            if c == 'X':
                if ('X'+k) not in s.memo: s.memo['X'+k] = R.choice([f for f in FOREIGN if f not in s.memo.values()])
                s.used.add('X'+k); return s.span(s.memo['X'+k], 'PERSON', 'outside')
            p = s.person(k); a, b = romaji(p.s[1]), romaji(p.g[1])
            if c == 'N': return s.span(p.full(s.sep), 'PERSON', p.fsrc())
            if c == 'S': return s.span(p.s[0], 'PERSON', p.src)
            if c == 'G': return s.span(p.g[0], 'PERSON', p.gsrc)
            if c == 'K': return s.ngt(kata(p.s[1])+(s.sep or ' ')+kata(p.g[1]), 'reading')
            if c == 'H': return s.ngt(p.s[1]+(s.sep or ' ')+p.g[1], 'reading')
            if c == 'B': return s.ngt(hank(kata(p.s[1])+' '+kata(p.g[1])), 'reading')
            if c == 'R': return s.span(b+' '+a, 'PERSON', 'romaji')
            if c == 'Q': return s.span(a.upper()+' '+b, 'PERSON', 'romaji')
            if c == 'L': return s.span(a, 'PERSON', 'romaji')
        m = re.match(r'^(em|pm)((?:\d+|\*)[abc]?|)$', t)
        if m:
            mk = (t, key, s.row if '*' in m[2] else 0)
            if mk not in s.memo: s.memo[mk] = s.email(m[2], m[1] == 'pm')
            return s.span(s.memo[mk], 'EMAIL')
        if t in ('post','addr'):
            mk = ('town', key, s.row)
            if mk not in s.memo or t in s.memo.get(('seen',)+mk, set()): s.memo[mk] = townpick(); s.memo[('seen',)+mk] = set()
            s.memo[('seen',)+mk].add(t); P, A = s.memo[mk]
            if t == 'post':
                return s.span(R.choice([P, P, P, P, P.replace('-', ''), P.translate(ZEN)]) if not s.buf or ''.join(s.buf[-2:]).rstrip().endswith(('〒','号','号:','号：')) else P, 'POSTAL')
            return s.span(addr_from(A), 'ADDRESS')
        if t == 'ct':
            s.clock += R.randint(1, 4); return s.ngt(f'{s.clock//60}:{s.clock%60:02d}', 'time')
        typ, f = TYPES[t]
        if t == 'case' and s.lang == 'en': f = lambda: R.choice([f'#{rd(6)}', f'INC{rd(7)}', f'CS-2026-{rd(5)}', f'CLM/{rd(3)}/{rd(5)}'])
        if key is not None:
            if (t, key) not in s.memo: s.memo[(t, key)] = f()
            v = s.memo[(t, key)]
        else: v = f()
        if s.lang == 'en': v = unicodedata.normalize('NFKC', v)
        if t == 'land': s.last = v
        if t == 'fax' and getattr(s, 'last', None): v = s.last[:-2]+('%02d' % R.randint(0, 99) if s.last[-1] < '０' else ('%02d' % R.randint(0, 99)).translate(ZEN))
        if typ[0] == '-': s.ngt(v, typ[1:])
        else: s.span(v, typ)
    def render(s, sk):
        sk = sk.strip('\n')+'\n'
        pick = lambda m: R.choice(m[1].split('||'))
        while '[[' in sk: sk = re.sub(r'\[\[((?:(?!\[\[|\]\]).)*)\]\]', pick, sk, flags=re.S)
        pos = 0
        for m in re.finditer(r'<<(\d+)-(\d+)(,[^|]*)?\|(.*?)>>', sk, flags=re.S):
            s.run(sk[pos:m.start()])
            n = R.randint(int(m[1]), int(m[2])); sep = m[3][1:] if m[3] else '\n'
            for i in range(n):
                if i: s.put(sep)
                s.row += 1; body = m[4]
                while '((' in body and '|||' in body:
                    body = re.sub(r'\(\(((?:(?!\(\(|\)\)).)*)\)\)', lambda q: R.choice(q[1].split('|||')), body, count=1, flags=re.S)
                s.run(body)
            pos = m.end()
        s.run(sk[pos:])
    def run(s, t):
        pos = 0
        for m in re.finditer(r'\{([^{}]+)\}', t):
            s.put(t[pos:m.start()]); s.tok(m[1]); pos = m.end()
        s.put(t[pos:])
def build(lang, sk, care, i):
    m = Mail(lang); m.render(sk); text = ''.join(m.buf)
    text2 = text.rstrip('\n')+'\n'; assert text2 == text or text.startswith(text2)
    u = lambda k: len(text[:k].encode('utf-16-le'))//2
    for d in m.spans+m.neg: d['u16s'] = u(d['start']); d['u16e'] = u(d['end']); assert text[d['start']:d['end']].strip()
    return dict(id=f's21_{i:04d}', lang=lang, text=text2, spans=m.spans, neg=m.neg, special_care=care, persons=len(m.used))
def main(out):
    import sk_ja, sk_en, sk_tab, collections
    os.makedirs(out+'/tables', exist_ok=True)
    jobs = []
    for lang, mod, n in (('ja', sk_ja, 300), ('en', sk_en, 100)):
        L = mod.SK; ncl = round(n*.27); cl = [x for x in L if x[0] == 'clean']; no = [x for x in L if x[0] != 'clean']
        for grp, k in ((cl, ncl), (no, n-ncl)):
            o = []
            while len(o) < k: g = grp[:]; R.shuffle(g); o += g
            jobs += [(lang, x) for x in o[:k]]
    R.shuffle(jobs); c = collections.Counter(); clean = 0
    NUMS = {'MYNUMBER','BANK_ACCOUNT','CREDIT_CARD','DRIVER_LICENSE','US_SSN','IBAN','PASSPORT','PENSION_NO','STUDENT_ID','PASSWORD','SECRET','BIRTHDATE'}
    with open(out+'/mails.jsonl', 'w', encoding='utf-8') as f:
        for i, (lang, (fl, sk)) in enumerate(jobs):
            m = build(lang, sk, fl == 'care', i); f.write(json.dumps(m, ensure_ascii=False)+'\n')
            for s in m['spans']: c[s['type']] += 1
            clean += not any(s['type'] in NUMS for s in m['spans'])
    print('skeletons ja', len(sk_ja.SK), 'en', len(sk_en.SK), 'mails', len(jobs), 'without number classes', clean); print(dict(c))
    sk_tab.make(out, R, sys.modules['__main__'])
if __name__ == '__main__': main(sys.argv[1] if len(sys.argv) > 1 else 'out')
