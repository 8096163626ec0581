#!/usr/bin/python3
"""make.py OUT: labelled mails and tables by an author who knew none of the rules (standard library, openpyxl; fixed seed).

Skeleton notation
  ⟦a¦b¦c⟧        one of the alternatives (first pass, no nesting)
  {A} {As} {Ag}  person A: full name, surname, given name (labelled PERSON); A-H, I/J = family of A
  {Ak} {Ah}      reading in katakana / hiragana beside the name (neg, kind reading)
  {AK}           katakana name standing for the person itself (account holder; labelled)
  {Ar} {AR}      romaji: Taro Yamada / YAMADA Taro (labelled, src romaji)
  {Am} {Ap}      business / private e-mail address of the person
  {X}            person with a foreign name; {Xl} in Latin letters
  {Q..}          fresh person in each repetition of a line marked  *3-6* line
  [[text|kind]]  hard negative
"""
import csv, json, os, random, re, sys
from datetime import date, timedelta

SEED = 15_2026

# ------------------------------------------------------------------ names
SUR = """佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ 山田ヤマダ 佐々木ササキ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 斎藤サイトウ 清水シミズ 山崎ヤマザキ 森モリ 池田イケダ 橋本ハシモト 阿部アベ 石川イシカワ 山下ヤマシタ 中島ナカジマ 石井イシイ 小川オガワ 前田マエダ 岡田オカダ 長谷川ハセガワ 藤田フジタ 後藤ゴトウ 近藤コンドウ 村上ムラカミ 遠藤エンドウ 青木アオキ 坂本サカモト 斉藤サイトウ 福田フクダ 太田オオタ 西村ニシムラ 藤井フジイ 金子カネコ 藤原フジワラ 岡本オカモト 三浦ミウラ 中野ナカノ 中川ナカガワ 原田ハラダ 松田マツダ 竹内タケウチ 小野オノ 田村タムラ 中山ナカヤマ 和田ワダ 石田イシダ 森田モリタ 上田ウエダ 原ハラ 内田ウチダ 柴田シバタ 酒井サカイ 宮崎ミヤザキ 横山ヨコヤマ 高木タカギ 安藤アンドウ 宮本ミヤモト 大野オオノ 小島コジマ 工藤クドウ 谷口タニグチ 今井イマイ 高田タカダ 丸山マルヤマ 増田マスダ 杉山スギヤマ 村田ムラタ 大塚オオツカ 新井アライ 小山コヤマ 平野ヒラノ 藤本フジモト 河野コウノ 上野ウエノ 野口ノグチ 武田タケダ 松井マツイ 千葉チバ 菅原スガワラ 岩崎イワサキ 久保クボ 木下キノシタ 佐野サノ 野村ノムラ 松尾マツオ 市川イチカワ 菊地キクチ 杉本スギモト 古川フルカワ 大西オオニシ 島田シマダ 水野ミズノ 桜井サクライ 高野タカノ 渡部ワタナベ 吉川ヨシカワ 山内ヤマウチ 西田ニシダ 飯田イイダ 菊池キクチ 西川ニシカワ 小松コマツ 北村キタムラ 安田ヤスダ 五十嵐イガラシ 川口カワグチ 平田ヒラタ 関セキ 中田ナカタ 久保田クボタ 服部ハットリ 東ヒガシ 岩田イワタ 土屋ツチヤ 川崎カワサキ 福島フクシマ 本田ホンダ 辻ツジ 樋口ヒグチ 秋山アキヤマ 田口タグチ 永井ナガイ 中西ナカニシ 吉村ヨシムラ 川上カワカミ 石原イシハラ 大橋オオハシ 松岡マツオカ 馬場ババ 浜田ハマダ 森本モリモト 星野ホシノ 矢野ヤノ 浅野アサノ 大久保オオクボ 吉岡ヨシオカ 小池コイケ 野田ノダ 荒木アラキ 熊谷クマガイ 松浦マツウラ 大谷オオタニ 内藤ナイトウ 黒田クロダ 尾崎オザキ 川村カワムラ 永田ナガタ 望月モチヅキ 松村マツムラ 田辺タナベ 菅野カンノ 荒井アライ 堀ホリ 平井ヒライ 大島オオシマ 西山ニシヤマ 早川ハヤカワ 広瀬ヒロセ 栗原クリハラ 橋口ハシグチ 岩本イワモト 小西コニシ 片山カタヤマ 本間ホンマ 三宅ミヤケ 須藤スドウ 宮田ミヤタ 高山タカヤマ 沢田サワダ 榎本エノモト 河合カワイ 富田トミタ 関口セキグチ 小沢オザワ 鎌田カマダ 松永マツナガ 大石オオイシ 上原ウエハラ 石橋イシバシ 児玉コダマ 横田ヨコタ""".split()
RARE_SUR = """御手洗ミタライ 小鳥遊タカナシ 月見里ヤマナシ 五百旗頭イオキベ 勅使河原テシガワラ 東海林ショウジ 十河ソゴウ 生駒イコマ 鴻池コウノイケ 百目鬼ドウメキ 一番ヶ瀬イチバンガセ 八鍬ヤクワ 纐纈コウケツ 喜屋武キャン 我那覇ガナハ 仲村渠ナカンダカリ 四方田ヨモダ 猪苗代イナワシロ 樫原カシハラ 蛭子エビス 九鬼クキ 兵頭ヒョウドウ 鵜飼ウカイ 轟トドロキ 毒島ブスジマ 雲丹亀ウニガメ 財前ザイゼン 乾イヌイ 設楽シタラ 錦織ニシコオリ 道明寺ドウミョウジ 袴田ハカマダ 六車ムグルマ 十時トトキ 利根川トネガワ 鬼頭キトウ 帯刀タテワキ 下山田シモヤマダ 安里アサト 宇賀神ウガジン 小比類巻コヒルイマキ 奈良岡ナラオカ 苫米地トマベチ 神子島カゴシマ 米倉ヨネクラ 桝谷マスタニ 鍬田クワタ 箕輪ミノワ 虻川アブカワ 鑓水ヤリミズ 粟飯原アイハラ 都築ツヅキ 嘉手納カデナ 目黒メグロ 城ジョウ 舘タチ 畝ウネ 梁瀬ヤナセ 潮田ウシオダ 塙ハナワ 臼杵ウスキ 釘宮クギミヤ 薗田ソノダ 鳥越トリゴエ 髙栁タカヤナギ 渡邉ワタナベ 齋藤サイトウ 德永トクナガ 濵口ハマグチ 﨑山サキヤマ""".split()
OUT_SUR = """霧乃瀬キリノセ 槻野原ツキノハラ 燈沢ヒサワ 葦名塚アシナヅカ 紺乃屋コンノヤ 蔓本ツルモト 瑠璃村ルリムラ 鯨岡部クジラオカベ 梟谷戸フクロヤト 杏堂アンドウ 鷺宮路サギミヤジ 椛嶋田カバシマダ 雫石原シズクイシハラ 篝ヶ岡カガリガオカ 柚河内ユズコウチ 朧谷オボロダニ 狐坂キツネザカ 鱒淵川マスブチガワ 蕗澤フキザワ 炭谷口スミタニグチ 萌木野モエギノ 碇ヶ浜イカリガハマ 匂坂部サギサカベ 空閑崎クガサキ 樒田シキミダ 榧尾カヤオ 潟岸カタギシ 露木原ツユキハラ 鶸田ヒワダ 苔口コケグチ 汐路シオジ 欅沼ケヤキヌマ 檜葉山ヒバヤマ 砧沢キヌタザワ 墨染谷スミゾメタニ 鳶尾田トビオダ 莢野サヤノ 錫木スズキ 栂井トガイ 茅ヶ瀬チガセ""".split()
GM = """健一ケンイチ 大輔ダイスケ 翔太ショウタ 誠マコト 浩二コウジ 拓也タクヤ 直樹ナオキ 隆タカシ 和夫カズオ 正雄マサオ 達也タツヤ 健太ケンタ 智也トモヤ 雄太ユウタ 茂シゲル 修オサム 勇気ユウキ 洋平ヨウヘイ 亮リョウ 大翔ヒロト 蓮レン 悠真ユウマ 陽翔ハルト 湊ミナト 樹イツキ 颯太ソウタ 博ヒロシ 清キヨシ 進ススム 剛ツヨシ 哲也テツヤ 俊介シュンスケ 裕之ヒロユキ 康弘ヤスヒロ 宏ヒロシ 信夫ノブオ 孝タカシ 幸雄ユキオ 慎吾シンゴ 秀樹ヒデキ 学マナブ 圭介ケイスケ 純ジュン 晃アキラ 功イサオ 貴志タカシ 良太リョウタ 昭アキラ 義明ヨシアキ 三郎サブロウ""".split()
GF = """陽子ヨウコ 美咲ミサキ 裕子ユウコ 恵子ケイコ 明美アケミ 由美子ユミコ 直美ナオミ 久美子クミコ 愛アイ 彩アヤ 葵アオイ 結衣ユイ 陽菜ヒナ 凛リン 咲良サクラ 莉子リコ さくらサクラ 真由美マユミ 智子トモコ 千尋チヒロ 幸子サチコ 和子カズコ 節子セツコ 京子キョウコ 麻衣マイ 優花ユウカ 美穂ミホ 香織カオリ 瞳ヒトミ めぐみメグミ 友美トモミ 沙織サオリ 典子ノリコ 理恵リエ 文子フミコ みどりミドリ 舞マイ 詩織シオリ 奈々ナナ 千代チヨ トメトメ ハルハル 加奈子カナコ 悦子エツコ 志保シホ 里美サトミ 麗奈レイナ 桃子モモコ 純子ジュンコ 芽衣メイ""".split()
GR = """喜兵衛キヘエ 佑次郎ユウジロウ 壱太イチタ 碧海アオミ 凪沙ナギサ 惟人コレヒト 采音コトネ 瑚子ココ 永遠トワ 蔵之介クラノスケ 昴流スバル 千景チカゲ 仁左ニザ 伊万里イマリ 芙美乃フミノ 暁洋アキヒロ 朔弥サクヤ 世津子セツコ 知世トモヨ 乃愛ノア 琉唯ルイ 唯月イツキ 絃葉イトハ 煌大コウダイ 丞タスク 克之進カツノシン 登茂子トモコ イクヨイクヨ 弥栄子ヤエコ 弦ゲン""".split()
GO = """澪瑳ミオサ 暁緒アキオ 灯璃トモリ 鷺一サギイチ 桐緒キリオ 凛玖リンク 稜臥リョウガ 紬乃ツムノ 波弥太ナミヤタ 穂積緒ホズミオ 霞弥カスミ 楓斗磨フウトマ 星羅音セラネ 湖晴コハル 蒔絵子マキエコ 冴次サエジ 眞砂弥マサヤ 梢佳コズカ 帆之助ホノスケ 璃空斗リクト 柊瑚シュウゴ 珠伊タマイ 遥杜ハルト 砂羽子サワコ 櫂一カイイチ""".split()
FOREIGN = [("グエン・ヴァン・ナム","グエン","Nguyen Van Nam"),("マリア・サントス","サントス","Maria Santos"),("ジョン・ミラー","ミラー","John Miller"),("レ・ティ・ホア","レ","Le Thi Hoa"),("アリ・ハッサン","ハッサン","Ali Hassan"),("エミリー・クラーク","クラーク","Emily Clark"),("カルロス・ペレイラ","ペレイラ","Carlos Pereira"),("スニタ・タマン","タマン","Sunita Tamang"),("ダニエル・シュミット","シュミット","Daniel Schmidt"),("ブディ・サントソ","サントソ","Budi Santoso"),("王 偉","王","Wang Wei"),("李 明華","李","Li Minghua"),("陳 志強","陳","Chen Zhiqiang"),("朴 智恩","朴","Park Jieun"),("金 民秀","金","Kim Minsoo")]
EN_F = "Olivia Emma Liam Noah Ava Sophia Mason Lucas Ethan Grace Hannah Rachel Daniel Matthew Andrew Joshua Megan Laura Kevin Brian Steven Karen Nancy Linda Susan Patricia Robert Michael David James Thomas Charles Paul Mark George Helen Alice Ruth Priya Anjali Rahul Omar Fatima Aisha Mei Chloe Zoe Ian Fiona Callum Siobhan Declan Ingrid Lars Mateo Lucia Diego Elena Tobias Greta Nadia Yusuf Keisha Darnell Thandiwe Kwame".split()
EN_L = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Wilson Anderson Taylor Moore Jackson Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts Okafor Patel Sharma Iyer Haddad Lindqvist Bergstrom Kowalski Novak Petrov Ferrari O'Brien McAllister MacLeod Fitzgerald Abernathy Thistlewood Quillfeather Osgood Whitcombe Vandermeer Castellanos Mbeki Adeyemi Nakagawa-Reed Saint-Clair Featherstone Hollingsworth Birtwhistle Zamora".split()

def split_k(w):
    m = re.match(r"^(.*?)([ァ-ヴー]+)$", w)
    a, b = m.group(1), m.group(2)
    if not a:                       # a name itself in katakana, written twice
        h = len(b) // 2
        return b[:h], b[h:]
    return a, b

SUR, RARE_SUR, OUT_SUR, GM, GF, GR, GO = ([split_k(x) for x in l] for l in (SUR, RARE_SUR, OUT_SUR, GM, GF, GR, GO))
SUR = [("茅ヶ瀬", "チガセ") if a == "茅" else (a, b) for a, b in SUR]
RARE_SUR = [("一番ヶ瀬","イチバンガセ") if a.startswith("一番") else (a,b) for a,b in RARE_SUR]

KR = {"キャ":"kya","キュ":"kyu","キョ":"kyo","シャ":"sha","シュ":"shu","ショ":"sho","チャ":"cha","チュ":"chu","チョ":"cho","ニャ":"nya","ニュ":"nyu","ニョ":"nyo","ヒャ":"hya","ヒュ":"hyu","ヒョ":"hyo","ミャ":"mya","ミュ":"myu","ミョ":"myo","リャ":"rya","リュ":"ryu","リョ":"ryo","ギャ":"gya","ギュ":"gyu","ギョ":"gyo","ジャ":"ja","ジュ":"ju","ジョ":"jo","ビャ":"bya","ビュ":"byu","ビョ":"byo"}
for row, rom in (("アイウエオ","a i u e o"),("カキクケコ","ka ki ku ke ko"),("サシスセソ","sa shi su se so"),("タチツテト","ta chi tsu te to"),("ナニヌネノ","na ni nu ne no"),("ハヒフヘホ","ha hi fu he ho"),("マミムメモ","ma mi mu me mo"),("ヤユヨ","ya yu yo"),("ラリルレロ","ra ri ru re ro"),("ワヲン","wa o n"),("ガギグゲゴ","ga gi gu ge go"),("ザジズゼゾ","za ji zu ze zo"),("ダヂヅデド","da ji zu de do"),("バビブベボ","ba bi bu be bo"),("パピプペポ","pa pi pu pe po")):
    for k, r in zip(row, rom.split()):
        KR[k] = r

def romaji(k):
    out, i, dbl = "", 0, False
    while i < len(k):
        if k[i] == "ッ":
            dbl = True; i += 1; continue
        t = k[i:i+2] if k[i:i+2] in KR else k[i]
        r = KR[t]
        if dbl:
            r = ("t" if r.startswith("ch") else r[0]) + r; dbl = False
        out += r; i += len(t)
    out = re.sub(r"ou(?!$)|ou$", "o", out)
    out = re.sub(r"uu", "u", out)
    out = re.sub(r"oo(?=.)", "o", out)
    return out

def hira(k):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in k)

class Person:
    def __init__(s, sur, surk, giv, givk, src):
        s.sur, s.surk, s.giv, s.givk, s.src = sur, surk, giv, givk, src

GIRLS = {a for a, _ in GF} | set('采音 瑚子 千景 伊万里 芙美乃 世津子 知世 乃愛 絃葉 登茂子 イクヨ 弥栄子 澪瑳 灯璃 桐緒 紬乃 霞弥 星羅音 湖晴 蒔絵子 眞砂弥 梢佳 珠伊 砂羽子 凪沙'.split())
EN_GIRLS = set('Olivia Emma Ava Sophia Grace Hannah Rachel Megan Laura Karen Nancy Linda Susan Patricia Helen Alice Ruth Priya Anjali Fatima Aisha Mei Chloe Zoe Fiona Siobhan Ingrid Lucia Elena Greta Nadia Keisha Thandiwe'.split())

def ja_person(r, taken=(), sur=None, child=False, sex=None):
    while True:
        k = r.random()
        src = "common" if k < .55 else "rare" if k < .78 else "outside"
        g = r.choice(GM + GF)
        if src == "common": s = r.choice(SUR)
        elif src == "rare":
            s = r.choice(RARE_SUR) if r.random() < .75 else r.choice(SUR)
            if r.random() < .5 or s in SUR: g = r.choice(GR)
        else:
            s = r.choice(OUT_SUR) if r.random() < .8 else r.choice(RARE_SUR)
            if r.random() < .6 or s not in OUT_SUR: g = r.choice(GO)
        if sur: s = (sur.sur, sur.surk)
        if sex and (g[0] in GIRLS) != (sex == 'f'): continue
        if child and g[0] in ("和夫","正雄","三郎","節子","和子","トメ","ハル","千代","幸雄","昭","茂","喜兵衛","イクヨ"): continue
        if any(t.sur == s[0] and not sur for t in taken) or any(t.giv == g[0] for t in taken): continue
        # a surname that is part of another one in the same mail makes labels hard to read
        if not sur and any(t.sur in s[0] or s[0] in t.sur for t in taken): continue
        return Person(s[0], s[1], g[0], g[1], src)

def en_person(r, taken=(), sex=None):
    while True:
        p = Person(r.choice(EN_L), "", r.choice(EN_F), "", "en")
        if sex and (p.giv in EN_GIRLS) != (sex == 'f'): continue
        if not any(t.sur == p.sur or t.giv == p.giv for t in taken): return p

# ------------------------------------------------------------------ numbers
def dig(r, n): return "".join(r.choice("0123456789") for _ in range(n))
def nz(r, n): return r.choice("123456789") + dig(r, n - 1)
def mn_check(d):
    s = sum(int(c) * w for c, w in zip(d, (6,5,4,3,2,7,6,5,4,3,2))) % 11
    return "0" if s <= 1 else str(11 - s)
def mynumber(r):
    d = dig(r, 11); return d + mn_check(d)
def mynumber_bad(r):
    d = dig(r, 11); c = mn_check(d)
    return d + r.choice([x for x in "0123456789" if x != c])
def luhn_ok(s):
    t = 0
    for i, c in enumerate(reversed(s)):
        v = int(c)
        if i % 2:
            v *= 2
            if v > 9: v -= 9
        t += v
    return t % 10 == 0
def card(r):
    k = r.random()
    if k < .5: p, n = "4" + nz(r, 5), 16
    elif k < .8: p, n = r.choice(("51","52","53","54","55")) + dig(r, 4), 16
    elif k < .9: p, n = r.choice(("3528","3540","3566")) + dig(r, 2), 16
    else: p, n = r.choice(("34","37")) + dig(r, 4), 15
    b = p + dig(r, n - 1 - len(p))
    return next(b + c for c in "0123456789" if luhn_ok(b + c))
def card_bad(r):
    c = card(r)
    return c[:-1] + str((int(c[-1]) + r.randint(1, 9)) % 10)
def group_card(r, c):
    sep = r.choice(("-", " ", "-", " ", ""))
    g = (4,4,4,4) if len(c) == 16 else (4,6,5)
    out, i = [], 0
    for n in g:
        out.append(c[i:i+n]); i += n
    return sep.join(out)
def licence(r):
    d = r.choice(("10","30","30","43","44","45","54","62","90","72","20")) + f"{r.choice(list(range(75,100))+list(range(0,24))):02d}" + dig(r, 6)
    s = sum(int(c) * w for c, w in zip(d, (5,4,3,2,7,6,5,4,3,2))) % 11
    v = 11 - s
    v = {11: 1, 10: 0}.get(v, v)
    return d + str(v) + r.choice("000001")
def iban(r):
    cc, bban = r.choice((("DE", dig(r, 18)), ("GB", r.choice(("NWBK","BARC","LOYD","HBUK")) + dig(r, 14)), ("FR", dig(r, 10) + dig(r, 11) + dig(r, 2)), ("NL", r.choice(("ABNA","INGB","RABO")) + dig(r, 10)), ("ES", dig(r, 20)), ("CH", dig(r, 17)), ("AT", dig(r, 16)), ("BE", dig(r, 12))))
    f = lambda s: int("".join(str(int(c, 36)) for c in s))
    k = 98 - f(bban + cc + "00") % 97
    s = f"{cc}{k:02d}{bban}"
    assert f(s[4:] + s[:4]) % 97 == 1
    return s
def ssn(r):
    a = r.choice([x for x in range(1, 900) if x != 666])
    return f"{a:03d}-{r.randint(1,99):02d}-{r.randint(1,9999):04d}"
def corp(r):
    b = dig(r, 12)
    s = sum(int(c) * (1 if i % 2 == 0 else 2) for i, c in enumerate(reversed(b))) % 9
    return str(9 - s) + b
def jan(r):
    b = r.choice(("45","49")) + dig(r, 10)
    s = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(b))
    return b + str(-s % 10)
def isbn(r):
    b = "9784" + dig(r, 8)
    s = b + str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(b)) % 10)
    return r.choice((s, f"{s[:3]}-{s[3]}-{s[4:8]}-{s[8:12]}-{s[12]}"))
AL = "ABCDEFGHJKLMNPQRSTUVWXYZ"; al = "abcdefghijkmnopqrstuvwxyz"
B64 = al + AL + "0123456789"
def rs(r, cs, n): return "".join(r.choice(cs) for _ in range(n))
def password(r):
    w = r.choice(("tanpopo","Sakura","himawari","Kumiai","yotei","Fukushi","kaikei","Nimbus","harbor","Maple","orange","Kensetsu"))
    return r.choice((rs(r, B64 + "!#%$@", 3) + r.choice("!#%$") + rs(r, B64, 5) + r.choice("23456789"), f"{w}{r.choice(('-','_','@','#',''))}{r.randint(1000,9999)}", f"{w.capitalize()}{r.randint(10,99)}{r.choice('!?#')}", rs(r, al, 4) + "-" + rs(r, al, 4) + "-" + dig(r, 4), rs(r, B64, 11) + r.choice("79")))
def secret(r, kind):
    if kind == "aws": return "AKIA" + rs(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
    if kind == "gh": return "ghp_" + rs(r, B64, 36)
    if kind == "slack": return f"xoxb-{nz(r,12)}-{nz(r,13)}-{rs(r,B64,24)}"
    if kind == "google": return "AIza" + rs(r, B64 + "_-", 35)
    if kind == "stripe": return "sk_live_" + rs(r, B64, 24)
    if kind == "pem":
        k = r.choice(("RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY"))
        return f"-----BEGIN {k}-----\n" + "".join(rs(r, B64 + "+/", 64) + "\n" for _ in range(r.randint(4, 7))) + rs(r, B64, 38) + f"==\n-----END {k}-----"

AREA = ["03:4","03:4","03:4","06:4","06:4","011:3","022:3","025:3","043:3","045:3","048:3","052:3","053:3","075:3","078:3","082:3","086:3","092:3","096:3","099:3","0422:2","0466:2","0533:2","0268:2","0745:2","0982:2","0176:2","0857:2","0895:2","04:4","0178:2","0266:2"]
def fixed(r, style=None):
    a, n = r.choice(AREA).split(":"); n = int(n)
    b, c = (r.choice("23456789") + dig(r, n - 1)) , dig(r, 4)
    if a == "04": b = r.choice(("29","71")) + dig(r, 2)
    st = style or r.choice(("-",) * 10 + ("()", "((", " ", "", "+"))
    return {"-": f"{a}-{b}-{c}", "()": f"{a}({b}){c}", "((": f"({a}) {b}-{c}", " ": f"{a} {b} {c}", "": a + b + c, "+": f"+81-{a[1:]}-{b}-{c}"}[st]
def mobile(r):
    a, b, c = r.choice(("090","080","070")), r.choice("123456789") + dig(r, 3), dig(r, 4)
    return r.choice((f"{a}-{b}-{c}",) * 8 + (f"{a}{b}{c}", f"{a}{b}{c}", f"{a} {b} {c}", f"{a}({b}){c}", f"+81 {a[1:]}-{b}-{c}", f"{a}ー{b}ー{c}"))
Z = str.maketrans("0123456789-", "０１２３４５６７８９－")

PLACES = [l.split() for l in """060-0042 北海道 札幌市中央区大通西
078-8214 北海道 旭川市四条通
030-0861 青森県 青森市長島
020-0022 岩手県 盛岡市大通
980-0811 宮城県 仙台市青葉区一番町
990-0042 山形県 山形市七日町
963-8002 福島県 郡山市駅前
310-0026 茨城県 水戸市泉町
320-0806 栃木県 宇都宮市中央
371-0023 群馬県 前橋市本町
330-0854 埼玉県 さいたま市大宮区桜木町
350-1122 埼玉県 川越市脇田町
260-0015 千葉県 千葉市中央区富士見
277-0852 千葉県 柏市旭町
154-0023 東京都 世田谷区若林
166-0004 東京都 杉並区阿佐谷南
120-0034 東京都 足立区千住
190-0012 東京都 立川市曙町
194-0013 東京都 町田市原町田
231-0015 神奈川県 横浜市中区尾上町
252-0303 神奈川県 相模原市南区相模大野
251-0025 神奈川県 藤沢市鵠沼石上
950-0087 新潟県 新潟市中央区東大通
930-0083 富山県 富山市総曲輪
920-0853 石川県 金沢市本町
910-0006 福井県 福井市中央
400-0031 山梨県 甲府市丸の内
380-0824 長野県 長野市南石堂町
392-0004 長野県 諏訪市諏訪
500-8833 岐阜県 岐阜市神田町
420-0034 静岡県 静岡市葵区常磐町
460-0003 愛知県 名古屋市中区錦
440-0888 愛知県 豊橋市駅前大通
514-0032 三重県 津市中央
520-0044 滋賀県 大津市京町
604-8006 京都府 京都市中京区下丸屋町
611-0021 京都府 宇治市宇治
530-0047 大阪府 大阪市北区西天満
577-0056 大阪府 東大阪市長堂
650-0011 兵庫県 神戸市中央区下山手通
670-0927 兵庫県 姫路市駅前町
630-8227 奈良県 奈良市林小路町
640-8154 和歌山県 和歌山市六番丁
680-0832 鳥取県 鳥取市弥生町
690-0003 島根県 松江市朝日町
700-0822 岡山県 岡山市北区表町
730-0031 広島県 広島市中区紙屋町
753-0048 山口県 山口市駅通り
770-0841 徳島県 徳島市八百屋町
760-0023 香川県 高松市寿町
790-0004 愛媛県 松山市大街道
780-0841 高知県 高知市帯屋町
810-0041 福岡県 福岡市中央区大名
830-0033 福岡県 久留米市天神町
840-0801 佐賀県 佐賀市駅前中央
850-0853 長崎県 長崎市浜町
860-0806 熊本県 熊本市中央区花畑町
870-0035 大分県 大分市中央町
880-0805 宮崎県 宮崎市橘通東
892-0842 鹿児島県 鹿児島市東千石町
900-0015 沖縄県 那覇市久茂地""".splitlines()]
KN = "一二三四五六七八九"
def address(r):
    z, p, c = r.choice(PLACES)
    a, b, d = r.randint(1, 6), r.randint(1, 38), r.randint(1, 25)
    blk = r.choice((f"{a}-{b}-{d}",) * 4 + (f"{a}丁目{b}番{d}号", f"{KN[a-1]}丁目{b}-{d}", f"{a}丁目{b}番地{d}", f"{b*17}番地", f"{b*11}番地の{d}", f"{a}－{b}－{d}".translate(Z), f"{b}-{d}"))
    bl = ""
    if r.random() < .4:
        n = r.choice(("コーポ青葉","メゾン緑丘","グランハイツ","第二ひまわり荘","サンライズマンション","レジデンス欅","ハイム若草","プレミール本町"))
        bl = r.choice((" ", "　", "")) + n + r.choice((f"{r.randint(1,9)}0{r.randint(1,9)}", f"{r.randint(1,9)}0{r.randint(1,9)}号室", f" {r.choice('ABC')}-{r.randint(101,310)}", f"　{r.randint(101,1205)}"))
    return z, (p if r.random() < .8 else "") + c + blk + bl
US = [("Springfield","IL","62704"),("Denver","CO","80203"),("Portland","OR","97205"),("Austin","TX","78704"),("Columbus","OH","43215"),("Madison","WI","53703"),("Raleigh","NC","27601"),("Tacoma","WA","98402"),("Albany","NY","12207"),("Boise","ID","83702")]
def us_address(r):
    c, s, z = r.choice(US)
    st = f"{r.randint(12,9800)} {r.choice(('Maple','Oak','Birch Hill','Lakeview','Washington','3rd','Elm','Cedar Creek','Prospect','N. Mill'))} {r.choice(('St','Ave','Road','Lane','Blvd','Drive'))}"
    ap = r.choice(("", "", f", Apt {r.randint(1,40)}{r.choice(('','B','C'))}", f" #{r.randint(101,990)}"))
    return f"{st}{ap}, {c}, {s} {z}"
def uk_address(r):
    c, z = r.choice((("Leeds","LS6 2AB"),("Bristol","BS8 1TH"),("Manchester","M14 5RX"),("London","SE22 8HT"),("Norwich","NR2 3LP"),("Edinburgh","EH9 1QT")))
    return f"{r.randint(1,180)} {r.choice(('Station Road','Church Lane','Victoria Terrace','Albert Street','Mill Close'))}, {c} {z}"

CO_A = ["田中","山本","小松","宮崎","森","大塚","福島","村田","石川","高島","松井","本田","吉野","浜田","佐川","三浦"]
CO_B = ["製作所","工務店","商事","印刷","運輸","建材","精機","電機","薬品","興業","食品","不動産"]
CO_AR = dict(zip(CO_A, "tanaka yamamoto komatsu miyazaki mori otsuka fukushima murata ishikawa takashima matsui honda yoshino hamada sagawa miura".split()))
CO_BR = dict(zip(CO_B, "ss koumuten shoji print unyu kenzai seiki denki pharma kogyo foods fudosan".split()))
CO_C = ["北辰化成","オリエント物流","アクア設計","日の出プランニング","みなとテクノス","東亜計装","クレスト通商","サンフィールド","ハーベスト","瑞光システムズ","丘の上工房","新星ロジテック","ミライエナジー","光洋フーズ"]
CODOM = dict(zip(CO_C, "hokushin-kasei.co.jp orient-logi.jp aqua-design.example.jp hinode-planning.co.jp minato-technos.co.jp toa-keiso.co.jp crest-trading.example.co.jp sunfield.example.jp harvest-foods.co.jp zuikou-sys.jp okanoue-kobo.com shinsei-logitec.co.jp mirai-energy.example.jp koyo-foods.co.jp".split()))
def company(r):
    """(text, surname-like?)"""
    if r.random() < .5:
        n = r.choice(CO_A) + r.choice(CO_B)
        return r.choice((f"株式会社{n}", f"{n}株式会社", f"(株){n}", f"㈱{n}", f"有限会社{n}", n)), True
    n = r.choice(CO_C)
    return r.choice((f"株式会社{n}", f"{n}株式会社", f"(株){n}", n)), False
BANKS = ["みずほ銀行 上野支店","三菱UFJ銀行　立川支店","三井住友銀行 姫路支店","りそな銀行 大宮支店","横浜銀行 藤沢支店","京都中央信用金庫　宇治支店","城南信金 町田支店","北洋銀行 大通支店","福岡銀行 久留米支店","JAあいち豊橋 駅前支店","楽天銀行 第三営業支店（支店番号 253）","八十二銀行 諏訪支店（店番 481）","住信SBIネット銀行 レモン支店","千葉銀行 柏支店","山口銀行 駅通支店"]
DOM = {"co": ["hokushin-kasei.co.jp","minato-technos.co.jp","toa-keiso.co.jp","crest-trading.example.co.jp","zuikou-sys.jp","sunfield.example.jp","okanoue-kobo.com","harvest-foods.co.jp"], "lg": ["city.aozora.lg.jp","town.midorino.lg.jp","city.kawabe.example.lg.jp"], "ac": ["sakuragawa-u.ac.jp","tohto-tech.ac.jp","kaiyo-med.ac.jp"], "or": ["aoba-hp.or.jp","midorinokai.or.jp","himawari-fukushi.or.jp","seiwa-clinic.jp"], "ed": ["wakaba-e.ed.jp","midori-jh.ed.jp","aoi-kids.jp"], "law": ["hamakaze-law.jp","nagisa-tax.jp","chuo-legal.gr.jp"], "en": ["northfield-group.com","harborlight.org","brightwater.co.uk","orbitware.io","cedarvalleyclinic.org","lakeshore-schools.org"]}
PRIV = ["gmail.com","yahoo.co.jp","docomo.ne.jp","ezweb.ne.jp","icloud.com","outlook.jp","softbank.ne.jp","i.softbank.jp"]
PRIV_EN = ["gmail.com","yahoo.com","hotmail.co.uk","outlook.com","proton.me","aol.com"]

# ------------------------------------------------------------------ Japanese skeletons
# header line: === id [clean] [sc] [dom=x]
JA = r'''
=== j01 dom=lg bd=1940-1992
件名：⟦介護保険料の還付について¦国民健康保険税の還付口座の確認¦高額療養費の支給に関するお願い⟧

保険年金課の{A}です。
先日窓口にいらした{B}様（{bd}生）から、還付金の振込先変更の届がありました。

　金融機関　{bankname}
　種別・番号　普通 {bank}
　名義　{BK}

届出書の控えは{date}付けで受付簿に綴っています。住所は{zip} {addr}のまま変更なしです。
お手数ですが、システムへの反映をお願いします。

内線{ext}　{As}
=== j02 dom=lg
{A}様

平素より市政にご協力いただきありがとうございます。
マイナンバーカードの受取りについて、下記のとおりご案内します。
・申請者　{A}（{Ak}）
・個人番号　{mn}
・受取場所　⟦市民課3番窓口¦[[千葉|place]]街道支所¦駅前サービスセンター⟧
・予約番号　{order}
ご都合がつかない場合は{tel}までお電話ください。

市民課　{Bs}
=== j03 dom=lg clean
各課　庶務担当者　様

⟦お疲れさまです。¦お世話になっております。⟧総務課{A}です。
{sd}の全庁会議の資料を共有フォルダに置きました。
議題は、⟦来年度の予算編成方針¦庁舎LED化の進捗¦文書管理規程の改正⟧、窓口アンケートの結果（回答{n:300-980}件、満足度{n:70-95}.{n:1-9}％）です。
紙での配布はしませんので、各自ご覧ください。会場は[[福島|place]]会館3階、{tm}開始です。

総務課　庶務係
=== j04 dom=lg bd=1930-1958
防災情報システム管理者の皆様

災害時要配慮者名簿（⟦北部¦南部¦川西⟧地区）に、下の3名を追加します。外には出さないでください。
{A}　{bd}　{addr}　電話{tel}
{B}　{bd}　{addr}　電話{mob}
{C}　{bd}　{addr}　電話なし
民生委員：{D}さん（{mob}）
=== j05 dom=or sc f=I bd=1928-1955
地域連携室 御中

⟦いつも大変お世話になっております。¦平素より患者様のご紹介を賜り厚く御礼申し上げます。⟧
下記患者様の転院につきご相談申し上げます。

患者氏名：{A}
フリガナ：{Ak}
生年月日：{bd}
診断名：⟦大腿骨頸部骨折術後、2型糖尿病¦脳梗塞後遺症、左片麻痺¦慢性腎不全（週3回透析）⟧
ID：{pat}
キーパーソン：長女 {I}様（携帯 {mob}）

医療相談員　{B}
TEL {tel}（内線{ext}）
=== j06 dom=or
{A}様

予約の確認をいたします。
日時：{sd} {tm}
診療科：⟦皮膚科¦眼科¦整形外科¦耳鼻咽喉科⟧　担当医：{B}
診察券番号：{pat}
当日は保険証またはマイナ保険証をお持ちください。変更は{tel}（受付）まで。
=== j07 dom=or clean
スタッフ各位

来週の⟦院内感染対策¦医療安全¦接遇⟧研修についてです。
{sd}　{tm}～　講堂
講師：{A}先生（[[福田|place]]総合病院 感染制御部）
昨年度の手指衛生遵守率は{n:60-90}％、アルコール使用量は1患者日あたり{n:8-20}.{n:1-9}mLでした。
出席できない方はeラーニング（{url}）を{sd}までに受講してください。
看護部 {B}
=== j08 dom=or m=A
夜勤の申し送りです（⟦3階東¦2階西¦別館⟧）。

{A}さん　38.2度、クーリングで37.4まで下がる。家族（妻）に連絡済み {mob}
{B}さん　夜間トイレ2回、ふらつきあり。センサーマット継続
{C}さん　眠剤希望あり、{D}先生に確認し1錠
{X}さん　通訳の手配を地域連携へ依頼
=== j09 dom=or f=I bd=1930-1955
⟦お忙しいところ恐れ入ります。¦お世話になります。⟧{A}と申します。
母の{I}（{bd}生まれ）が4月からそちらに入居させていただきたく、見学を希望しております。
平日は仕事のため、{mob}に18時以降お電話いただけると助かります。
住まいは{addr}です。
よろしくお願いいたします。
{A}
{Ap}
=== j10 dom=or sc m=I
【事故報告】
発生日時：{date} {tm}ごろ
場所：居室前廊下
利用者：{A}様（要介護⟦2¦3¦4⟧）
状況：居室から食堂へ移動中、歩行器の前輪が敷居にかかり右側へ転倒。
発見者：{B}
対応：看護師{C}がバイタル確認、{D}医師の指示で経過観察。長男の{I}様に{tm}電話（{mob}）。
再発防止：敷居にスロープを設置、巡視を30分ごとに。
以上、施設長 {E} 確認済み
=== j11 dom=or f=K
ケアマネジャーの{A}です。{B}様の担当者会議を開きます。

■日時　{sd} {tm}
■場所　{B}様ご自宅（{addr}）
■出席予定
　ご本人、長女{K}様
　デイサービスみのり　{C}様
　福祉用具　{D}様
被保険者証の写しは当日お持ちします。

居宅介護支援事業所 ひだまり　{A}
{zip} {addr}
電話 {tel}　FAX {fax}
=== j12 dom=ed child=QW
保護者の皆様

{sd}の遠足の班をお知らせします。
*4-6* {i}班　{Q}　{W}
集合は{tm}、正門前です。雨天の場合は弁当持参で通常授業となります。
引率：{A}、{B}
=== j13 dom=ed child=K m=K
{A}先生

2年3組の{B}です。いつも息子がお世話になっています。
{Kg}は⟦昨夜から熱があり¦腹痛のため¦通院のため⟧、本日欠席いたします。
連絡先は{mob}です。よろしくお願いいたします。
=== j14 dom=ed clean
職員会議のまとめ（⟦6月¦9月¦1月⟧）

1 体育祭　雨天順延の判断は当日6時、教頭{A}
2 図書室　蔵書点検で不明{n:8-40}冊。ISBN {isbn} は購入し直す
3 給食費　未納{n:2-9}件、金額{amt}
4 ICT　端末{n:300-600}台のうち故障{n:4-19}台。型番{model}は部品待ち
記録　{B}
=== j15 dom=ac
⟦教務課です。¦学務係からのお知らせです。⟧

下記の学生の成績証明書が未受領です。
*3-5* {sid}　{Q}
学籍番号と氏名を確認のうえ、{sd}までに学生証をお持ちください。
担当：{A}　{Am}
=== j16 dom=ac
{A}先生

⟦お世話になっております。¦突然のメールで失礼いたします。⟧経済学部3年の{B}（学籍番号{sid}）です。
{sd}のゼミを就職活動のため欠席させていただきたく、ご連絡いたしました。
発表資料は{C}さんに預けてあります。
ご迷惑をおかけしますが、よろしくお願いいたします。

{B}
{Bm}
=== j17 dom=ac clean
共同利用装置の利用状況（{date}現在）

・透過電子顕微鏡 {model}　稼働率{n:40-98}％
・NMR　ヘリウム残量{n:50-90}％、次回充填{sd}
・解析サーバ　{ip}（停止予定 {sd} {tm}～）
ソフトは{ver}に更新しました。不具合は技術職員の{A}まで。
=== j18 dom=ed child=ABCD
【至急】緊急連絡網の修正

年長組の連絡網に誤りがありました。差し替えをお願いします。
1. {A}　{tel}
2. {B}　{mob}
3. {C}　{mob}
4. {D}　{tel}
※古いものはシュレッダーにかけてください。
⟦ひばり組担任¦副園長⟧　{E}
=== j19 dom=ed child=CD m=C f=D
ひよこ組　れんらく

{Cg}くんは今日、給食を全部食べました。お昼寝は{tm}から1時間半。
{Dg}ちゃんは鼻水が少し出ていますので、様子を見てあげてください。
明日の持ち物：タオル、着替え2組、水筒
担任　{A}・{B}
=== j20 dom=ed sc child=ABC
アレルギー対応児の確認（給食室・担任用）

{A}（⟦もも¦きく¦ばら⟧組）　卵・乳　エピペン持参
{B}（すみれ組）　そば
{C}（ゆり組）　小麦　※医師の指示書 {date}
主治医：[[みやた小児科|company]]　{D}先生　{tel}
誤食時は園長{E}（{mob}）へ直ちに連絡のこと。
=== j21 dom=law m=AJ f=I
{A}様

確定申告の件、資料をありがとうございました。
不足しているものは次のとおりです。
・奥様（{I}様）とご長男（{J}様）のマイナンバー
・医療費の領収書（{n:3-9}月分）
ご本人の番号は {mn} で控えております。相違ないかご確認ください。
還付金の受取口座：{bankname} 普通預金 {bank}

[[山本|company]]税理士事務所　{B}
TEL：{tel}
=== j22 dom=law
{As}先生

給与支払報告書の件です。下記3名分の個人番号をお知らせします。
{B}　{mn}
{C}　{mn}
{D}　{mn}
なお{Cs}は{date}付で退職しました。退職後の住所は{zip} {addr}です。
⟦総務¦経理⟧　{E}
=== j23 dom=law clean
顧問先各位

⟦インボイス制度¦電子帳簿保存法¦定額減税⟧に関するお知らせです。
登録番号は「T＋13桁」で、国税庁サイトで確認できます（例：{tno}）。
当事務所の登録番号：{tno}
法人番号：{corp}
ご不明な点は担当の{A}（{tel}）へお尋ねください。
なお{sd}～{sd}は事務所をお休みとさせていただきます。
=== j24 dom=law
{A}様

ご依頼の交通事故の件、相手方代理人から次の提案がありました。
1　賠償額　{amt}
2　支払期限　{date}限り
3　振込先　ご指定の口座（{bankname}　普通　{bank}　{AK}）
ご了解いただける場合は、このメールに返信してください。
事件番号　[[令和7年(ワ)第{n0:100-2900}号|case]]

弁護士　{B}
浜風法律事務所　{tel}
=== j25 dom=law sc m=AJ f=I bd=1975-2003
（部外秘）接見メモ
被疑者　{A}　{bd}生　⟦窃盗¦傷害¦道路交通法違反⟧
勾留場所　[[中村|place]]警察署
家族　妻 {I}　{mob}
・前科1犯（本人談）。勤務先には言わないでほしいとのこと
・身元引受は父の{J}氏。住所は{addr}
次回 {sd} {tm}　担当 {B}
=== j26 dom=co
{A}様

お申込みいただいた物件の入居審査に必要な書類をお願いします。
①住民票　②収入証明　③免許証の写し
免許証番号 {dl} は受領済みの写しで確認いたしました。
物件：{addr}
賃料：{amt:4-19}（共益費別）
保証人：{B}様（{mob}）

[[大塚|company]]不動産　⟦営業¦賃貸課⟧ {C}
{free}
=== j27 dom=co
オーナー {A}様

⟦202¦105¦301⟧号室の件です。
入居者の{B}さんから水漏れの連絡があり、{sd}に業者を手配しました。
修理代は{amt:2-20}の見込みです。請求書No.{inv}を後日お送りします。
{Bs}さんは平日不在なので、立会いは{mob}に電話してからにしてください。
管理担当 {C}
=== j28 dom=co clean
【新着物件】
・[[宮崎|place]]駅 徒歩{n:3-15}分　2LDK {n:45-68}.{n:10-90}㎡　{amt}
・[[森下|place]]駅 徒歩{n:3-15}分　1K 25.{n:10-90}㎡　{amt}
・[[吉田|place]]町　中古戸建　{amt}　築{n:5-35}年
お問合せ番号：{order}
=== j29 dom=co
{co2}
購買部　{Cs}様

いつもお世話になっております。{co1}の{A}です。
ご注文（注文番号 {order}）の納期について、{sd}着でお届けできます。
品番：{model}　数量：{n:10-900}　ロット：{lot}
送り状番号は{track}です。
ご確認のほどよろしくお願いいたします。

----
{co1}　営業部　{A}
{zip} {addr}
TEL {tel} / FAX {fax}
{Am}
=== j30 dom=co clean
生産会議 議事録
日時：{date} {tm}-
出席：{As}部長、{Bs}、{Cs}、{Ds}（記）

1. 第2ラインの停止は{n:2-9}回、計{n:30-240}分。原因はセンサー{model}の汚れ。
2. 不良率 {n:0-3}.{n:10-99}％。ロット{lot}を再検査。
3. {Bs}課長より：治具の図面は版数{ver}を使うこと。
4. 次回{sd}。
=== j31 dom=co bd=1968-2004
人事部　{A}です。

{date}入社の方の社員登録をお願いします。
氏名：{B}
ローマ字：{Br}
生年月日：{bd}
社員番号：{emp}
基礎年金番号：{pen}
給与振込：{bankname} 普通 {bank}
通勤経路は本人から別途提出があります。
=== j32 dom=co bd=1970-1998
⟦お疲れさまです。¦お疲れ様です、人事です。⟧

扶養控除申告書が未提出の方へ個別に連絡しています。
{A}さんの場合、配偶者{I}さん（{bd}生）の個人番号の記入が漏れています。
鍵付きの封筒で{B}までお持ちください。メールには書かないようお願いします。
=== j33 dom=co clean
社員各位

⟦本社ビル¦工場棟¦研修所⟧の臨時休業は{sd}から{sd}です。
緊急連絡先：守衛室 {tel}
冷蔵庫の中身は各自で片付けてください。空調は{tm}に止まります。
総務 {A}
=== j34 dom=co bd=1976-2004
採用担当 {A}様

このたび貴社の⟦総合職¦技術職¦事務職⟧に応募いたします{B}と申します。
履歴書の内容と重複しますが、連絡先を記します。
現住所：{zip}　{addr}
携帯：{mob}
メール：{Bp}
生年月日：{bd}
どうぞよろしくお願い申し上げます。
=== j35 dom=co
面接結果（取扱注意）

1次面接　{sd}　面接官：{As}、{Bs}
・{C}　A　志望度高い。{n:4-12}月から可
・{D}　B　給与条件の確認要
・{X}　A　在留資格は技術・人文知識・国際業務、期限{fut}
・{E}　C
2次は{As}部長の予定を確保してください。
=== j36 dom=co
情報システム部です。
{A}さんのアカウントを発行しました。
ID：{emp}
初期パスワード：{pw}
初回ログイン後に必ず変更してください。
VPNの接続先は {ip} です。
ヘルプデスク　内線{ext}　{B}
=== j37 dom=co clean
【障害報告】{date}
{ts} 監視サーバでアラート
{tm} {A}が一次切り分け、{ip}の応答なしを確認
{tm} 再起動で復旧
影響：受注画面、約{n:20-90}分
原因：ミドルウェア{ver}の不具合
コミット {sha}
チケット {ticket}
再発防止策は{B}が{sd}までに作成
=== j38 dom=co
{As}さん

検証環境の鍵です。チャットに貼るなと言われたのでメールで。
AWS_ACCESS_KEY_ID={sec:aws}
Slackのbot token：{sec:slack}
DBのパスワードは {pw} です。
使い終わったら消してください。
{B}
=== j39 dom=co
CIが落ちる件、{A}さんのトークンが切れていたようです。
新しい方（⟦{sec:gh}¦{sec:google}¦{sec:stripe}⟧）に差し替えたら通りました。
ビルド番号 {n:1200-9800}、バージョン {ver}
あとで{B}さんにも伝えます。
=== j40 dom=co
サーバ移行の作業者各位

新サーバの秘密鍵を共有します。保管場所は{A}管理の金庫に変更予定。

{sec:pem}

接続確認は{sd}中に。不明点は{B}（{mob}）へ
=== j41 dom=co clean
Wi-Fi更改のお知らせ
対象：本社2階～5階
機種：{model}（ファームウェア {ver}）
作業：{sd} {tm}～、1フロア約{n:20-50}分
停止中は有線をご利用ください。MACアドレスの再登録は不要です。
情シス {A} 内線{ext}
=== j42 dom=co m=A f=I bd=1950-1999
件名：RE: RE: ⟦ご予約内容の確認¦ご旅行の最終確認¦航空券の発券について⟧

{A}様
お世話になっております。旅行センターの{B}です。
パスポート情報をありがとうございました。
　お名前　{Ar}
　旅券番号　{pass}
　生年月日　{bd}
　有効期限　{fut}
ご同行の{I}様の分（{Ir}）もお待ちしております。
予約番号：{order}

> {B}様
> 旅券の写しを送ります。妻は後ほど。
> {A}
=== j43 dom=co
{A}様　ご予約ありがとうございます。

宿泊日：{date}より⟦1¦2⟧泊
お部屋：和室10畳　2名様
代表者：{A}様　{mob}
お支払い：カード（{cc}　期限{exp}）
キャンセル料は3日前より30％です。
旅館 [[小松|company]]屋　フロント {Bs}
=== j44 dom=co clean
バスツアー催行状況

{sd}発　高原のりんご狩り　{n:20-44}名　催行
{sd}発　[[石川|place]]・能登の旅　{n:8-19}名　調整中
{sd}発　[[宮崎|place]]神社めぐり　最少催行{n:15-20}名に達せず中止
添乗：{As}、{Bs}
車両は[[三浦|company]]観光バス、予約番号{order}
=== j45 dom=co
店長　{As}さん

お客様からの電話メモです。
{tm}　{B}様（{tel}）
先週買った電気ケトル（型番{model}）から水が漏れる。レシートNo.{inv}。
会員番号は分からないとのこと。住所は{addr}。
折り返し希望、できれば夕方。
受けた人：{C}
=== j46 dom=co
【ご注文ありがとうございます】
ご注文番号：{order}
ご注文日：{date}
お届け先
{zip}
{addr}
{A}様
{mob}
商品：⟦羽毛布団¦コーヒー豆200g¦防水スニーカー⟧（JAN {jan}）
合計：{amt}
お支払い：代金引換
お荷物番号：{track}
=== j47 dom=co
カード会社からの照会です。

会員名　{A}
カード番号　{cc}
有効期限　{exp}
利用日　{date}　金額　{amt}
承認番号　{n:100000-999999}
売上票の控えを{sd}までにFAX（{fax}）してください。
加盟店デスク　{Bs}
=== j48 dom=co clean
本日の売上
レジ1　{amt}
レジ2　{amt}
客数{n:80-420}　客単価{yen:400-3900}
欠品：{jan}　{jan}
廃棄：{n:2-30}点
明日の早番は{As}さん、{Bs}さん。{Cs}さんは休み希望です。
特売はトマトと[[松井|company]]食品の豆腐。
=== j49 dom=co
シフト変更のお願い

{As}さんが急病のため、{sd}の遅番を探しています。
{Bs}さん・{Cs}くん、どちらか入れますか？
難しければ{Ds}マネージャーに相談します。
返信は店の携帯（{mob}）でもOKです。
=== j50 dom=co bd=1962-2006 m=Q
{co1}
安全管理者　{A}様

現場（[[本田|place]]橋補修工事）の作業員名簿です。
*4-6* {i}．{Q}　{bd}　血液型⟦A¦B¦O⟧　{mob}
新規入場者教育は{sd}に{B}職長が行いました。
=== j51 dom=co clean
週間工程（{sd}～{sd}）
月：配筋検査、{tm}～　立会い {As}
火：コンクリート打設　{n:30-90}m3　[[村田|company]]生コン
水：養生
木：型枠解体　{Bs}班
金：安全パトロール
KYのテーマは「足場の開口部」。図面番号{model}、改訂{ver}。
=== j52 dom=co m=A f=I
{A}邸新築工事の件

施主の{A}様より、引渡しは{date}でよいと返事をもらいました。
敷地：{addr}
連絡先：ご主人 {mob}、奥様（{Ig}さん）{mob}
照明は{B}設計士の案で進めます。追加金額{amt}は見積番号{inv}のとおり。
監督　{C}
=== j53 dom=co
{A}先生

ご執筆ありがとうございます。第{n:2-9}校をお送りします。
戻りは{sd}必着でお願いいたします。
印税のお支払い先を念のため確認させてください。
　{bankname}　普通預金口座 {bank}　{A}名義
献本先（5名様）は{B}様、{C}様、{D}様、{E}様、{F}様で承りました。

第二編集部　{G}
{Gm}
=== j54 dom=co clean
9月刊行予定
『⟦港町の建築史¦やさしい統計¦庭の昆虫図鑑⟧』 {isbn} 定価{yen:1200-4800} 初版{n:1500-9000}部
『⟦駅弁の百年¦土と肥料¦はじめての簿記⟧』 {isbn} 重版{n:800-3000}部
印刷は[[浜田|company]]印刷、束見本は{sd}。
進行：{As}
=== j55 dom=or
檀家の皆様へ

{sd}の⟦施餓鬼会¦彼岸法要¦報恩講⟧につきまして、塔婆のお申込みを承っております。
総代の{A}様、{B}様、世話人の{C}様にお取りまとめをお願いしました。
お布施はお振込みでも結構です。
お振込先　{bankname}　普通　{bank}
[[福田|company]]寺　住職 {D}
電話 {tel}
=== j56 dom=or m=I
ご葬儀の件、取り急ぎお知らせいたします。

故　{A}　儀（享年{n:70-98}）　{date}　逝去
通夜　{sd} {tm}
喪主　{I}（長男）
式場　セレモニーホール[[吉野|company]]　電話{tel}
供花のお申込みは{B}まで
=== j57 dom=or clean
少年野球　[[高島|place]]リーグ戦

第1試合 {tm}　⟦青空¦みどり⟧イーグルス 対 港南スターズ　{n:0-9}-{n:0-9}
第2試合 {tm}　中央ジャガーズ 対 東部ファイターズ　{n:0-9}-{n:0-9}
審判：{As}、{Bs}
グラウンドは第3運動公園（A面）。車は{n:10-30}台まで。
=== j58 dom=or
スイミングクラブ事務局です。

{A}様（会員番号{pat}）の引落しができませんでした。
登録口座：{bankname}　普通　{bank}　{AK}様
再振替日は{date}です。
口座変更の際は{tel}へご連絡ください。　担当{Bs}
=== j59 dom=or bd=1980-2006 m=Q
大会参加申込（一般男子の部）
チーム名：フェニックス
監督　{A}　{mob}
選手
*5-8* {n:1-99}　{Q}　{bdc}
責任者メール　{Ap}
参加料 {yen:2000-20000} は{date}に振込済みです。
=== j60 dom=or
町内会の皆様

班長会で決まったことをお知らせします。
・夏祭りの会計は{A}さん、やぐら担当は{B}さんと{C}さん
・ごみ置場の鍵は{D}さん宅（{addr}）で預かります
・回覧は{Es}さん→{Fs}さん→{Gs}さんの順
会長　{H}　{tel}
=== j61 dom=co
From: {A} <{Am}>
To: {C} <{Cm2}>
Cc: {B} <{Bm}>
Date: {date} {tm}
Subject: ⟦見積書送付の件¦打合せ日程のご相談¦サンプルご評価のお願い⟧

{co2} {Cs}様

お世話になっております。{co1}の{As}です。
見積番号{inv}をお送りいたします。ご査収ください。
=== j62 dom=co
{As}さん

転送します。対応お願いします。
{Bs}

-----Original Message-----
From: {C} [mailto:{Cp}]
Sent: {date} {tm}
To: {info1}
Subject: 配送先の変更

注文番号{order}の{C}です。
配送先を会社から自宅に変えてください。
{zip} {addr}
電話は{mob}です。
=== j63 dom=co
了解です！{As}さんにも伝えておきます。
あと、{Bs}さんの送別会は{sd} {tm}から、駅前の「[[大谷|company]]」で。会費{yen:3000-6000}。
参加は今のところ{Cs}さん、{Ds}さん、{Es}くん、私の4人です。

> 明日の会議、{As}さんも呼びます？
=== j64 dom=co
⟦チャットのログを貼ります。¦Slackから転記です。⟧

{As} {tm}
　例の件、進んでます？
{Bs} {tm}
　先方の{Cs}様から電話あり。{tel}に折り返してほしいそうです
{As} {tm}
　了解。請求書{inv}の話ですね
{Bs} {tm}
　はい。あと[[佐川|company]]の伝票{track}も確認したいと
=== j65 dom=co
運転者台帳の更新をお願いします。

氏名　　{A}
免許証番号　第{dl}号
有効期限　{fut}
種類　⟦中型¦準中型¦大型⟧
事故歴　なし
車両　{model}
配車　{Bs}
=== j66 dom=co
車をぶつけられた件の連絡先です。

相手：{A}さん
免許証：{dl}
電話：{mob}
住所：{addr}
保険会社：あおぞら損保　証券番号 {policy}　担当 {Bs}さん {free}
警察（[[山口|place]]署）に届出済み、受理番号{n:1000-9999}
{C}
=== j67 dom=co bd=1950-2000
保険金のお支払いについて

ご契約者　{A}様
証券番号　{policy}
被保険者　{I}様（{bd}）
お受取口座　{bankname}　普通預金　口座番号 {bank}
お支払額　{amt}

お客様サービス部　{B}　{free}
=== j68 dom=co clean
配送センターより
本日の出荷 {n:300-980}口、持戻り{n:2-19}口。
問合せ番号 {track}、{track}、{track} は天候により遅延しています。
[[高知|place]]・[[徳島|place]]方面は翌々日着。
担当：{As}
=== j69 dom=co
納品書
{date}
{co2}　御中
下記のとおり納品いたしました。
1　{model}　{n:1-50}個　{amt}
2　{model}　{n:1-50}個　{amt}
合計　{amt}
受領者：{C}　　担当：{A}
伝票番号 {inv}　登録番号 {tno}
{co1}　TEL {tel}
=== j70 dom=co
{co2}
経理ご担当　{C}様

⟦いつも大変お世話になっております。¦平素は格別のお引き立てを賜り、誠にありがとうございます。⟧
請求書（{inv}）を添付いたします。
お支払期限：{date}
ご請求額：{amt}（税込）
ご不明の点は{A}（{tel}、{Am}）へお問い合わせください。

{co1}
経理課　{A}
登録番号：{tno}
=== j71 dom=co clean
{co2}
{Cs}様

先日はお打合せのお時間をいただきありがとうございました。
宿題をまとめます。
・{model}の耐熱試験：{n:80-150}℃、{n:100-1000}時間
・価格表（{date}改定）の送付
・部材コード {jan} の在庫
次回は{sd}に貴社[[千葉|place]]工場へ伺います。

{co1}　{A}
=== j72 dom=co m=I
出張手配依頼

出張者：{A}（{Ar}）
行先：台北
旅券：{pass}（有効期限 {fut}）
マイレージ：{mile}
ホテル：会社のカードで。番号は{cc}、{exp}まで
緊急連絡先：{I}（父）{mob}
手配者：{B}
=== j73 dom=co
海外送金の依頼書

受取人：{X}
IBAN：{iban}
SWIFT：[[DEUTDEFF|swift]]
金額：EUR {n:1000-90000}.00
依頼人：{co1}　経理部 {A}
目的：⟦技術指導料¦展示会出展料¦翻訳料⟧（請求書番号 {inv}）
=== j74 dom=or
技能実習生の入国手続きについて

監理団体の{A}です。次の4名の旅券番号をお知らせします。
{X}　{pass}
ほか3名は査証待ちです。受入企業は{co1}、指導員は{B}様。
空港への出迎えは{sd} {tm}、{C}が参ります（{mob}）。
=== j75 dom=or bd=1950-1964
年金相談の記録

相談者：{A}（{Ak}）
基礎年金番号　{pen}
生年月日　{bd}
内容：⟦加給年金¦繰下げ受給¦障害年金の更新⟧について
回答：{B}社労士
次回：{date}
なお{pat}は当事務所の整理番号です。
=== j76 dom=lg child=J m=A f=I bd=2011-2024
児童手当の現況届（不備）

受給者　{A}
個人番号　{mn}
配偶者　{I}
児童　{J}（{bdc}生）
不備：振込口座の名義が児童名。受給者本人の口座（{bankname} 普通 {bank} など）に直してもらう
連絡：{mob}　留守電あり
処理者 {B}
=== j77 dom=lg clean
統計係より

人口（{date}現在）：{n:30000-98000}人（前月比−{n:5-80}）
世帯数：{n:12000-40000}
[[福島|place]]町 {n:900-3000}人、[[大野|place]]町 {n:900-3000}人、[[小川|place]] {n:900-3000}人
出典：住民基本台帳。統計表番号 [[0003-4481-2290|stat_no]]
担当　{A}（内線{ext}）
=== j78 dom=lg clean
{co1}　御中

入札結果のお知らせ
案件番号：{order}
件名：⟦[[川上|place]]小学校プール改修¦市道[[中野|place]]線舗装¦庁舎清掃業務⟧
落札金額：{amt}
法人番号：{corp}
契約書は{sd}までに契約係{As}へご提出ください。
電話：{tel}
=== j79 dom=or
献血の御礼と次回のご案内

{A}様
先日はご協力ありがとうございました。次回は{date}以降に可能です。
登録のお電話番号（{mob}）に変更がありましたら、{free}までお知らせください。
=== j80 dom=or sc bd=1940-1985
{As}先生　御侍史

平素より大変お世話になっております。
ご紹介いただきました{B}様（{bd}生）を拝見しました。
⟦上部消化管内視鏡で胃角部に早期癌¦HbA1c 9.2％で教育入院¦うつ病の診断で内服を調整¦心房細動に対し抗凝固薬を開始⟧しております。
次回外来は{sd}です。
今後ともよろしくお願い申し上げます。

{C}　拝
内科　TEL {tel}
=== j81 dom=or
薬局から疑義照会です。

患者 {A}様　{bd}
処方医 {B}先生
保険薬局　[[青木|company]]薬局　{Cs}（薬剤師）
内容：アムロジピン5mgが前回2.5mg。変更の意図を確認したい。
{tel} / FAX {fax}
=== j82 dom=co clean
取扱説明書の改版
・型式 {model} → {model}
・JANコード {jan} は変わりません
・問い合わせ先を {free} に統一
・第{n:3-30}頁の図を差し替え（ファイル名 {file}）
・UUID {uuid}
校了は{sd}、担当{As}
=== j83 dom=co clean
オンライン会議のご案内
{sd} {tm}～
ミーティングID：{zoom}
議題
　1　新製品{model}の値付け
　2　[[松本|place]]営業所の移転
　3　その他
⟦資料は前日までに送ります。¦資料はありません。⟧

{A}
=== j84 dom=co
同窓会の名簿を更新しました（3年B組）。

*6-10* {Q}（⟦未定¦幹事¦欠席¦出席⟧）{Qp}
住所不明：{A}さん、{B}さん。ご存じの方は{C}まで。
=== j85 dom=or child=BCD
ピアノ教室の{A}です。

発表会の順番です。
1　{B}（小2）　「きらきら星」
2　{C}（年長）　「ちょうちょう」
3　{D}（中1）　「エリーゼのために」
リハーサルは{sd} {tm}。駐車場が少ないので乗り合わせでお願いします。
=== j86 dom=co clean
見積の比較
A社　[[田中|company]]電機　{amt}
B社　[[クレスト通商|company]]　{amt}
C社　[[村田|company]]商事　{amt}
保守は{n:3-7}年、部品番号{model}。A社は伝票{acctref}の値引きが未反映。
{As}課長の意見ではC社が有利。
=== j87 dom=or bd=1945-2005
ボランティア保険の加入者です（{date}）。

氏名,ふりがな,生年月日,電話
{A},{Ah},{bd},{mob}
{B},{Bh},{bd},{tel}
{C},{Ch},{bd},{mob}
{D},{Dh},{bd},{mob}

社会福祉協議会　{E}
=== j88 dom=co
マイナンバーの再提出をお願いします

{A}様
ご提出の番号 {mnbad} は検査用数字が合わず登録できませんでした。
桁の写し間違いと思われます。カードの裏面をご確認ください。
従業員番号 {emp}
労務　{B}
=== j89 dom=co
決済エラーの調査
・注文{order}：カード番号 {ccbad} が桁誤り（お客様の入力ミス）
・注文{order}：{A}様、正しい番号 {cc} で再決済済み
・問い合わせ {ticket}
担当 {B}（{Bm}）
=== j90 dom=co
{A}さん、{B}さん

パスワード付きzipを送ります。
解凍パスワードは「{pw}」です。
中身は{C}さんの⟦労災¦健康診断¦出張精算⟧の書類です。
{D}
=== j91 dom=lg
図書館です。ご予約の本が届きました。

{A}様　利用者番号 {pat}
『⟦地図の読み方¦発酵の科学¦北国の民話⟧』（{isbn}）
取置期限 {date}
⟦[[大島|place]]分館¦中央館⟧カウンターまでお越しください。
=== j92 dom=co child=A f=A
夜分に失礼します。下の子の名前、「{Ag}」に決めました（読みは{Agh}）。
{date}の朝、{n:2600-3600}g。母子ともに元気です。
会社には{Bs}部長と{Cs}さんにだけ伝えてあります。
落ち着いたら{D}さんにも連絡します。{mob}は通じにくいのでメールで。
=== j93 dom=ac
非常勤講師の手続き書類

{A}先生
下記を{sd}までにご返送ください。
　・個人番号：（前年度届出 {mn} から変更の有無）
　・給与振込口座：{bankname} 普通 {bank}
　・旅券または在留カードの写し（該当者のみ）
人事課　{B}　{Bm}　{tel}
=== j94 dom=co clean
{As}様

展示会の搬入について
小間番号 [[B-0312-45|booth]]、搬入は{sd} {tm}から。
車両は4トンまで。電源は{n:1-6}kW。
パネルは[[山本|company]]印刷より直送（送り状 {track}）。
当日の責任者は{Bs}、補助は{Cs}です。
=== j95 dom=or
NPO事務局{A}より理事の皆様

総会の出欠です（{date}現在）。
出席：{B}、{C}、{D}
委任状：{E}、{F}
未回答：{G}（{Gp}に再送済み）
監事の{H}先生は会計監査のみ。
=== j96 dom=co
クリーニング店です。{As}様のお品が仕上がりました。
お預かり番号 {n:1000-9999}、シャツ{n:2-9}点。
⟦{tm}まで営業¦木曜定休⟧です。お電話 {tel}
=== j97 dom=co bd=1965-2005
健康保険・厚生年金保険　資格取得届の下書きです。

被保険者氏名：{A}（{Ak}）
生年月日：{bd}
個人番号［または基礎年金番号］：{pen}
取得年月日：{date}
報酬月額：{amt:18-48}
被扶養者：{I}、{J}
提出は{sd}まで。年金事務所の整理番号は {policy} です。
労務 {B}
=== j98 dom=law
社労士の{A}です。

離職票の件、{B}様の基礎年金番号が{pen}、{C}様が{pen}で合っているかご確認ください。
{Cs}様は年金手帳ではなく通知書の写しでしたので、念のためです。
雇用保険の事業所番号は [[1301-{n0:100000-999999}-{n0:1-9}|office_no]] で変わりありません。
=== j99 dom=co
レンタカー予約　{order}

運転者1　{A}　免許証番号：{dl}（{fut}まで有効）
運転者2　{I}　免許証番号：{dl}
ご利用　{sd} {tm} ～ {sd}
店舗　[[松山|place]]空港前　TEL {tel}
お支払いは当日カードにて（事前登録のカード {cc}）
=== j100 dom=co
{A}課長

営業車の運転資格を更新しましたのでご報告します。
*3-5* ・{Q}　免許証 {dl}　次回確認 {fut}
アルコール検知器は{model}に入れ替え済みです。
車両管理　{B}
=== j101 dom=co m=A f=I bd=1955-2000
【ツアー名簿（添乗員用）】ハワイ6日間
1　{A}　{AR}　{pass}　{bd}
2　{I}　{IR}　{pass}　{bd}
3　{B}　{BR}　{pass}　{bd}
4　{C}　{CR}　{pass}　{bd}
便名 NH{n:100-990}　集合{tm}
添乗員 {D}（{mob}）
=== j102 dom=ac
国際交流課です。

交換留学の応募書類を受け付けました。
学籍番号：{sid}
氏名：{A}（{Ar}）
旅券番号：{pass}
口座（奨学金）：{bankname} 普通 {bank}
面接は{sd}　{tm}、{B}教授と{C}准教授が担当します。
=== j103 dom=co
お世話になっております。{co1}の{A}です。

独立行政法人の口座ではなく、先方の講師（{X}氏）個人への送金になるため、IBANの{iban}をそのままお使いください。
銀行側の受付番号は {policy}、通貨はユーロです。
手数料は当社負担でお願いします。
{A}（{Am}）
=== j104 dom=co
経理メモ（{Bs}さんへ）

出張旅費の海外精算、下の2件が止まっています。
① {X}さん　IBAN {iban}
② {C}さん　{bankname} 普通 {bank}
どちらも請求書 {inv} の分です。{sd}までに処理してもらえますか。
{A}
=== j105 dom=or
会費のクレジットカード払い　申込控

会員氏名　{A}
カード番号　{cc}
有効期限　{exp}
名義　{AR}
電話　{mob}
受付　{sd}　{Bs}
=== j106 dom=co
ホテル宴会課　{A}様

保証金の決済はこちらのカードでお願いできますか。
番号 {cc}、期限 {exp}、名義は{BR}です。
裏面の番号は電話（{tel}）でお伝えします。
宴会名「[[本田|company]]工業 創立50周年」、{sd} {tm}～、{n:40-180}名。
{B}
=== j107 dom=co
講師謝金の支払調書を作るため、次の方の番号をいただきました。

{A}先生　マイナンバー：{mn}
{B}先生　マイナンバー：{mn}
{C}先生　法人でのお支払いのため不要（法人番号 {corp}）
番号を記した紙は{D}が施錠保管しています。
問い合わせ番号 {track} の書留は受領済みです。
=== j108 dom=lg bd=1930-2000
転入手続き　引継ぎメモ
世帯主　{A}　{bd}
　個人番号 {mn}
妻　{I}　個人番号 {mn}
前住所　{addr}
新住所　{addr}
国保の証は{sd}に郵送。続柄の訂正あり、{B}係長へ
=== j109 dom=co
共有アカウントの一覧（更新）

・受発注サイト　ID：{emp}　PW：{pw}
・宅配便の法人ページ　ID：{pat}　PW：{pw}
・Zoom（{zoom}）　パスワード：{pw}
{A}さんの退職に伴い変えました。古いメモは捨ててください。{B}
=== j110 dom=ed bd=2008-2013
{A}先生

模試の申込者です。受験番号は当日配ります。
*4-7* 生徒番号 {sid}　{Q}　{bd}
受験料 {yen:3000-6000} は{sd}に集金します。
進路指導　{B}
=== j111 dom=or bd=1930-1970
法事のお日取り

施主　{A}様
故人　{I}様（{bd}生まれ）の三回忌
日時　{sd} {tm}
お斎　[[大谷|company]]屋　{n:8-30}名様　電話 {tel}
お車は境内に停められます。
[[岩田|company]]山 正覚寺　{Bs}
=== j112 dom=co
レジの入金が合わない件

{tm}に{As}さん、{tm}に{Bs}さんが精算しています。
差額は{yen:100-3900}。伝票{inv}が二重です。
当座の口座番号 {bank}（{bankname}）への入金は明日になります。
{C}
'''

# ------------------------------------------------------------------ English skeletons
EN = r'''
=== e01
Dear {Ag},

⟦Thank you for choosing Cedar Valley Clinic.¦This is a reminder from Cedar Valley Clinic.⟧
Your appointment with Dr. {Bs} is on {sd} at {tm}.
We have the following on file:
  Date of birth: {bd}
  Phone: {tel}
  Address: {addr}
If any of this is wrong, call the front desk at {tel}.

{C}
Patient Services
=== e02
Hi {Ag},

HR needs a few things before your first day:
- SSN (we have {ssn}, please confirm)
- direct deposit: account {bankus}, routing {routing}
- emergency contact: {B}, {tel}

Bring two forms of ID on {sd}.

Best,
{C}
{Cm}
=== e03 clean
All,

Minutes from the {sd} operations call.

Present: {A}, {B}, {C} (notes)
1. Line 4 ran at {n:70-98}% of plan. Part {model} is on back order.
2. {As} to raise PO {order} by Friday.
3. Release {ver} goes out after the freeze.
Next call: {sd}, {tm}, meeting ID {zoom}.
=== e04
Hello,

I'd like to change the card on my account. The new one is {cc}, expires {exp}. Name on card is {A}.
Booking ref {order}. My number is {tel} if the desk has questions.

Thanks
{A}
=== e05
{Ag} -

Wire details for the {co} settlement:

Beneficiary: {B}
IBAN {iban}
Reference: {inv}
Amount: EUR {n:1200-98000}.00

Please call me before you release it, {tel}.
{C}
=== e06 clean
Subject: [{ticket}] nightly backup failed

Host 10.{n0:1-250}.{n0:1-250}.{n0:2-250} returned exit code {n:2-99} at {tm}.
Job id {uuid}
Agent version {ver}
Checksum {sha}
No action needed; the retry succeeded.

-- 
Platform team
=== e07
Hey {Ag}, can you rotate this today? {B} pasted it into the wiki by mistake:

⟦AWS key {sec:aws}¦GitHub token {sec:gh}¦Google API key {sec:google}¦Stripe key {sec:stripe}⟧

Ticket is {ticket}. Ping {Cg} when done.
=== e08
Team,

New jump host is live. Log in as deploy, password {pw}, and change it at first login.
The private key for the batch user:

{sec:pem}

Questions to {A} ({Am}).
=== e09
Dear Parents,

Room assignments for the fall:
*4-6* - Room {n:1-30}: {Q} (bus {n:1-19})
Supply lists are on the school site. If your number has changed, call {tel}.

{A}
Principal, Lakeshore Elementary
=== e10 m=B
From: {A} <{Am}>
To: {B} <{Bp}>
Sent: {date}
Subject: Your claim

Dear Mr. {Bs},

Claim {policy} for the damage at {addr} has been approved. Payment of {amt} will go to the account ending in [[{n0:1000-9999}|last4]].
Our adjuster, {C}, may be reached at {tel}.
=== e11 f=BC
Dr. {As},

I am referring {B} (DOB {bd}, MRN {pat}) for evaluation of ⟦chest pain¦a thyroid nodule¦persistent migraine⟧.
Her contact is {tel}. Mother: {C}.
Thank you for seeing her.

{D}, MD
=== e12
Student {A} (student ID {sid}) has requested a transcript.
Please mail it to {addr}.
Fee of {usd:8-60} paid, receipt {inv}.

Registrar's Office
{B}
=== e13 clean
Hi {Ag},

Thanks for the tour of the ⟦Jackson|¦Columbus|¦Tacoma|⟧ plant. As promised:
* datasheet for {model}
* lead time {n:4-16} weeks, MOQ {n:100-900}
* our D-U-N-S is [[08-146-{n0:1000-9999}|duns]]
Quote {inv} is valid until {fut}.

Regards,
{B}
Northfield Group
{tel}
=== e14 m=R f=S
{As}-san,

Mr. {R} and Ms. {S} will arrive at Narita on {sd}.
Passports: {passjp} and {passjp}.
Their driver can be reached at {jtel}. Hotel is under {Rs}.

Regards,
{A2}
=== e15
Tenant: {A}
Unit: {addr}
Move-in: {date}
Deposit: {usd:600-3400}
Co-signer: {B}, {tel}, {Bp}

Keys are with {C} in the leasing office.
=== e16 f=C bd=1965-2003
{Ag},

Background check is back for {B}. SSN {ssn}, DOB {bd}, no records. {C} still pending - her SSN {ssn} did not match the address she gave ({addr}).
Keep this between us please.

{Dg}
=== e17 clean
Shipping update

Order {order} left Denver on {date}.
Tracking: [[1Z{n0:100-999}E{n0:10-99}{n0:10000000-99999999}|track_ups]]
Two cartons, 14 kg. SKU {model}.
Delivery window {tm} - 18:00.

Customer care, {tel}
=== e18 f=A
Hi both,

Quick recap of the call with {A} from Brightwater:
{Bg} will send the redline; {C} owns the NDA. {As} wants the price held until {date}.
She's on {tel} (mobile) or {Am}.

{Dg}
=== e19 m=B
> On {date}, {A} wrote:
> Can someone send me {B}'s number?

It's {tel}. Email is {Bp}. He's out until {sd}; {C} covers.

{Dg}
=== e20
Dear {A},

Your refund of {usd:20-700} will be paid to account number {bankuk}, sort code {sort}.
If these details are wrong please call {uktel} within 5 days.

Yours sincerely,
{B}
Membership Office
{ukaddr}
=== e21 clean
Reading list for the spring term

{isbn}  Soil and Water (2nd ed.)
{isbn}  A Short History of Rail
{isbn}  Statistics for Nurses

Library opens {tm}. Room [[204-555-01|room]].
{A}, Librarian
=== e22
INCIDENT REPORT
Date: {date}
Employee: {A} (badge {emp})
Witness: {B}
Supervisor: {C}
Description: Employee slipped on wet floor near bay {n:1-20}. First aid given by {Ds}. Refused transport.
Phone of next of kin: {tel}
=== e23 bd=1970-2001
Hello {Rs}-san,

Payroll in Tokyo asks for your My Number again. The one on file is {mn}; is that right?
Also confirm your date of birth ({bd}) and the spelling {RU}.

Thanks,
{A}
=== e24 clean
Release notes {ver}

- fixed a crash when the serial [[555-0142-8891-X|serial]] contained a letter
- the installer now checks {sha}
- raised the limit from {n:100-500} to {n:600-2000}
- thanks to {A} and {B} for the reports
=== e25
Phone message for {As}
Caller: {B}, {co}
Time: {tm}
Number: {tel}
Message: wants to move the site visit to {sd}. Says {C} already agreed.
Taken by: {Dg}
=== e26 f=Q
Roster, U12 girls

*5-7* {Q}  born {bdq}  parent cell {tel}

Coach {A}, assistant {B}. Game shirts are in {Bg}'s car.
=== e27
Dear {co} accounts team,

Please update our remittance details from {date}:
  Bank: First Prairie Bank
  Account no. {bankus}
  ABA {routing}
  Contact: {A}, {Am}, {tel}

{A}
Finance Manager
=== e28 clean
Good morning,

Q3 numbers: revenue {amt}, up {n:2-19}%. Headcount {n:120-900}. Churn {n:1-6}.{n:1-9}%.
{A} will present on {sd}. Dial-in {zoom}, no passcode.

{B}
=== e29
Hi {Ag}, it's {B} from the front desk at Harbor Inn. A guest, {C}, left a camera in room {n:101-640}. We have an email ({Cp}) but the phone, {tel}, rings out. Could you try again after {tm}?
=== e30
{A}
{addr}

{date}

Re: Estate of {B}

Dear {Ag},

We enclose the inventory. The decedent's Social Security number was {ssn} and the brokerage account is to be transferred to {C}. Please sign and return.

Very truly yours,
{D}
=== e31 clean
Facilities notice

The elevators in the [[Wilson|place]] Building will be out of service {sd} from {tm}. Use the [[Lincoln|place]] Street stairs. Work order {order}, contractor [[Baker & Hill|company]].
Questions: facilities desk, ext. {ext}.
=== e32 bd=1965-2000
Visa support letter

Applicant: {R}
Passport No.: {passjp}
Date of birth: {bd}
Employer: {co}
Host: {A}, {tel}
Stay: three weeks from {fut}
=== e33 clean
Hi {Ag},

Are you free for lunch {sd}? {B} and {Cg} are in town. I was thinking the noodle place on 5th, around {tm}.

{Dg}
=== e34
Donor acknowledgement

Dear {A},
We received your gift of {usd:20-2500} on {date}, charged to the card {cc}.
Receipt {inv}. Tax ID [[{n0:10-99}-{n0:1000000-9999999}|ein]].
With gratitude,
{B}
Harborlight Mission
=== e35
hey, wifi for the guests: network HarborGuest, password: {pw}
{A} asked for it twice now. printer PIN is [[{n0:1000-9999}|pin]].
- {Bg}
=== e36
{Ag},

The chauffeur desk wants a card on file. Use mine: {cc} exp {exp}, billing address {addr}.
Don't send it to {B} again, he forwards everything.

{C}
=== e37 bd=1950-2003
Rooming list

1. {A}, {bd}, passport {passjp}
2. {R}, {bd}, passport {passjp}
3. {S}, {bd}, passport {passjp}
Group reference {order}. Tour leader {B}, {tel}.
=== e38
Hello {Ag},

For the honorarium please pay IBAN {iban} (account holder {B}). The old one is closed.
Invoice {inv}, {usd:200-2400}.

Kind regards
{B}
{Bm}
=== e39
Payroll exception list, week of {sd}

*3-5* {Q}   SSN {ssn}   hours {n:8-60}
Approved by {A}; questions to {B}, ext. {ext}.
=== e40
Hi {Rs}-san,

Please add the new staff to the Tokyo payroll:
 - {S}: My Number {mn}, account {bank} at Harbor Bank
 - {A}: residence card pending
Their supervisor is {B}.

{C}
=== e41
{Ag}, the staging box was rebuilt. User: svc_report, pwd: {pw}. The Google key is {sec:google} and expires with the project. {B} has the same in the vault.
'''.replace("Jackson|", "[[Jackson|place]]").replace("Columbus|", "Columbus").replace("Tacoma|", "Tacoma").replace("{A2}", "{B}")

# ------------------------------------------------------------------ rendering
def load(src):
    out = []
    for blk in re.split(r"(?m)^=== ", src)[1:]:
        head, body = blk.split("\n", 1)
        h = head.split()
        out.append({"id": h[0], "flags": set(h[1:]), "opt": dict(x.split("=") for x in h[1:] if "=" in x), "body": body.rstrip("\n") + "\n"})
    return out

LABELTAIL = re.compile(r"(?:[:：＝=]|氏名|名前|電話|TEL|FAX|Tel|携帯|番号|口座|普通|普通預金|No\.|担当|住所|メール|DOB|SSN|IBAN|number|password|Account no\.|旅券|生年月日|は|is|パスワード)[\s　「]*$")

class Mail:
    def __init__(s, r, sk, lang):
        s.r, s.sk, s.lang = r, sk, lang
        s.p = {}; s.taken = []; s.out = []; s.n = 0; s.spans = []; s.neg = []; s.used = set(); s.zipnext = None; s.mails = {}
        s.sep = r.choice(("", "", "", " ", " ", " ", "　", "　"))
        s.fw = lang == "ja" and r.random() < .07
        s.co = [None, None]
        d = DOM[sk["opt"].get("dom", "en" if lang == "en" else "co")]
        s.dom = r.sample(d, 2) if len(d) > 1 else d * 2
        s.bdst = r.randrange(8); s.sidst = r.randrange(6); s.sdst = r.randrange(4); s.tmst = r.random() < .7
        s.day = date(2026, 1, 5) + timedelta(r.randrange(330)); s.min = r.choice((480, 510, 540, 600, 660, 780)); s.loop = 0
        b = sk["body"]
        for i, k in enumerate(("{co1}", "{co2}")):
            if k in b:
                s.co[i] = company(r)
                n = re.sub(r"株式会社|有限会社|\(株\)|㈱", "", s.co[i][0])
                s.dom[i] = CODOM[n] if n in CODOM else CO_AR[n[:next(j for j in (2, 1) if n[:j] in CO_AR)]] + "-" + CO_BR[n[next(j for j in (2, 1) if n[:j] in CO_AR):]] + ".co.jp"
    def put(s, t):
        s.out.append(t); s.n += len(t)
    def line_before(s):
        return "".join(s.out).rsplit("\n", 1)[-1]
    def span(s, t, typ, src=None, who=None):
        before = s.line_before()
        e = {"start": s.n, "end": s.n + len(t), "type": typ, "ctx": "label" if LABELTAIL.search(before) else "none" if not before.strip() else "run"}
        if src: e["src"] = src
        s.spans.append(e); s.put(t)
        if who: s.used.add(id(who))
    def ng(s, t, kind):
        s.neg.append({"start": s.n, "end": s.n + len(t), "kind": kind}); s.put(t)
    def num(s, t): return t.translate(Z) if s.fw and s.r.random() < .8 else t

    def person(s, k):
        if k in s.p: return s.p[k]
        r = s.r
        o = s.sk["opt"]; child = k in o.get("child", "")
        sex = "f" if k in o.get("f", "") else "m" if k in o.get("m", "") else None
        if k == "X":
            f = r.choice(FOREIGN); p = Person(f[1], "", f[2], f[0], "rare")
        elif k in "RS" and s.lang == "en":
            p = ja_person(r, s.taken, None, False, sex); p.src = "romaji"
        elif k in "IJ": p = ja_person(r, s.taken, s.person("A"), child, sex)
        elif k in "KL": p = ja_person(r, s.taken, s.person("B"), child, sex)
        else: p = en_person(r, s.taken, sex) if s.lang == "en" else ja_person(r, s.taken, None, child, sex)
        s.p[k] = p; s.taken.append(p)
        return p

    def who(s, k, f):
        r, p = s.r, s.person(k)
        if k == "X":
            t = {"": p.givk, "s": p.sur, "l": p.giv}[f]
            return s.span(t, "PERSON", "en" if f == "l" else "rare", p)
        if p.src in ("en", "romaji"):
            a, b = (p.sur, p.giv) if p.src == "en" else (romaji(p.surk).capitalize(), romaji(p.givk).capitalize())
            t = {"": f"{b} {a}", "s": a, "g": b, "U": f"{a.upper()} {b}"}.get(f)
            if t: return s.span(t, "PERSON", p.src, p)
            loc = re.sub(r"[^a-z.]", "", (b + "." + a).lower())
            key = (id(p), f)
            if key not in s.mails:
                s.mails[key] = (r.choice((loc, loc[0] + loc.split(".")[1])) + "@" + s.dom[0]) if f == "m" else r.choice((loc, loc.split(".")[1] + str(r.randint(1, 99)), loc.replace(".", "_"))) + "@" + r.choice(PRIV_EN)
            return s.span(s.mails[key], "EMAIL")
        A, B = romaji(p.surk), romaji(p.givk)
        if f == "": return s.span(p.sur + s.sep + p.giv, "PERSON", p.src, p)
        # a part of a name is as rare as the part itself
        part = lambda w, common, rare: "common" if w in common else "rare" if w in rare else "outside"
        if f == "s": return s.span(p.sur, "PERSON", part(p.sur, {a for a, _ in SUR}, {a for a, _ in RARE_SUR}), p)
        if f == "g": return s.span(p.giv, "PERSON", part(p.giv, {a for a, _ in GM + GF}, {a for a, _ in GR}), p)
        if f == "k": return s.ng(p.surk + (s.sep or " ") + p.givk, "reading")
        if f == "h": return s.ng(hira(p.surk) + (s.sep or " ") + hira(p.givk), "reading")
        if f == "gh": return s.ng(hira(p.givk), "reading")
        if f == "K": return s.span(p.surk + r.choice((" ", "　")) + p.givk, "PERSON", p.src, p)
        if f == "r": return s.span(f"{B.capitalize()} {A.capitalize()}", "PERSON", "romaji", p)
        if f == "R": return s.span(f"{A.upper()} {B.upper()}", "PERSON", "romaji", p)
        key = (id(p), f)
        if key not in s.mails:
            if f in ("m", "m2"):
                loc = r.choice((A, A, f"{A}.{B}", f"{A}-{B[0]}", f"{B[0]}-{A}", f"{B[0]}.{A}", f"{A}_{B}"))
                s.mails[key] = loc + "@" + s.dom[1 if f == "m2" else 0]
            else:
                loc = r.choice((f"{B}{A}", f"{A}.{B}", f"{B}-{r.randint(60,99)}", f"{A}{B[0]}{r.randint(1,12):02d}{r.randint(1,28):02d}", f"{r.choice(('mikan','sora','neko','hana','umi'))}.{B}"))
                s.mails[key] = loc + "@" + r.choice(PRIV)
        return s.span(s.mails[key], "EMAIL")

    def bdate(s, lo=1938, hi=2006):
        r = s.r
        if "bd" in s.sk["opt"]: lo, hi = map(int, s.sk["opt"]["bd"].split("-"))
        y, m, d = r.randint(lo, hi), r.randint(1, 12), r.randint(1, 28)
        if s.lang == "en":
            mo = ("January February March April May June July August September October November December").split()[m-1]
            return (f"{m:02d}/{d:02d}/{y}", f"{mo} {d}, {y}", f"{d} {mo} {y}", f"{y}-{m:02d}-{d:02d}", f"{m}/{d}/{y}", f"{mo[:3]} {d}, {y}", f"{d:02d}-{mo[:3]}-{y}", f"{m:02d}/{d:02d}/{y}")[s.bdst]
        e, n, x = ("昭和", y - 1925, "S") if y < 1989 else ("平成", y - 1988, "H") if y < 2019 else ("令和", y - 2018, "R")
        ny = "元" if n == 1 else str(n)
        t = (f"{y}年{m}月{d}日", f"{e}{ny}年{m}月{d}日", f"{y}/{m:02d}/{d:02d}", f"{x}{n}.{m}.{d}", f"{y}-{m:02d}-{d:02d}", f"{e}{ny}年{m:02d}月{d:02d}日", f"{y}.{m}.{d}", f"{y}/{m}/{d}")[s.bdst]
        return s.num(t)

    def tok(s, t):
        r = s.r
        m = re.fullmatch(r"([A-LQRSWXYZ])(gh|m2|[a-zKRU]?)", t)
        if m: return s.who(m.group(1), m.group(2))
        name, _, arg = t.partition(":")
        en = s.lang == "en"
        if name == "n":
            a, b = map(int, arg.split("-")); return s.put(str(r.randint(a, b)))
        if name == "sec":
            return s.span(secret(r, arg), "SECRET")
        if name in ("co1", "co2"):
            i = int(name[2]) - 1
            if not s.co[i]:
                s.co[i] = company(r)
            return s.ng(s.co[i][0], "company") if s.co[i][1] else s.put(s.co[i][0])
        if name == "co":
            return s.ng(r.choice(("Baker Logistics","Whitmore & Sons","Taylor Freight","Nelson Optical","Carter Tools","Adams Dairy Co.")), "company")
        if name == "zip":
            z, a = address(r); s.zipnext = a
            s.put(r.choice(("〒", "〒", "〒 ", "")))
            return s.span(s.num(z), "POSTAL")
        if name == "addr":
            if en: return s.span(us_address(r), "ADDRESS")
            a = s.zipnext or address(r)[1]; s.zipnext = None
            return s.span(a, "ADDRESS")
        if name == "ukaddr": return s.span(uk_address(r), "ADDRESS")
        if name in ("tel", "fax", "mob", "free", "jtel", "uktel"):
            if name == "free": v = f"0120-{dig(r,3)}-{dig(r,3)}" if r.random() < .8 else f"0800-{dig(r,3)}-{dig(r,4)}"
            elif name == "jtel": v = r.choice((mobile(r), "+81 90-" + nz(r, 4) + "-" + dig(r, 4)))
            elif name == "uktel": v = r.choice((f"0113 {r.randint(200,499)} {dig(r,4)}", f"020 7{dig(r,3)} {dig(r,4)}", f"07{r.randint(400,999)} {dig(r,6)}", f"+44 161 {r.randint(200,999)} {dig(r,4)}"))
            elif en:
                a, b, c = r.choice(("206","312","415","503","617","720","919","512","614","608")), str(r.randint(230, 989)), dig(r, 4)
                v = r.choice((f"{a}-{b}-{c}", f"({a}) {b}-{c}", f"({a}) {b}-{c}", f"{a}.{b}.{c}", f"+1 {a} {b} {c}", f"+1-{a}-{b}-{c}"))
            else: v = mobile(r) if name == "mob" else fixed(r, "-" if name == "fax" else None)
            return s.span(s.num(v), "PHONE")
        if name == "bd": return s.span(s.bdate(), "BIRTHDATE")
        if name in ("bdc", "bdq"): return s.span(s.bdate(2008, 2017) if name == "bdq" else s.bdate(1992, 2016), "BIRTHDATE")
        if name == "mn":
            v = mynumber(r); q = r.random()
            sp = "-" if q < .35 else " " if q < .6 else ""
            return s.span(s.num(sp.join((v[:4], v[4:8], v[8:])) if sp else v), "MYNUMBER")
        if name == "mnbad":
            v = mynumber_bad(r); return s.ng(r.choice((v, f"{v[:4]}-{v[4:8]}-{v[8:]}")), "mynumber_bad")
        if name == "bank": return s.span(s.num(dig(r, 7)), "BANK_ACCOUNT")
        if name == "bankus": return s.span(nz(r, r.choice((9, 10, 12))), "BANK_ACCOUNT")
        if name == "bankuk": return s.span(dig(r, 8), "BANK_ACCOUNT")
        if name == "bankname":
            v = r.choice(BANKS)
            return s.ng(v, "bank_name") if re.search("上野|千葉|山口", v) else s.put(v)
        if name == "cc": return s.span(s.num(group_card(r, card(r))), "CREDIT_CARD")
        if name == "ccbad": return s.ng(group_card(r, card_bad(r)), "card_bad_luhn")
        if name == "pw": return s.span(password(r), "PASSWORD")
        if name == "dl": return s.span(s.num(licence(r)), "DRIVER_LICENSE")
        if name in ("pass", "passjp"): return s.span(r.choice(("TK","TR","TZ","TS","MU","NH","TT")) + dig(r, 7), "PASSPORT")
        if name == "pen":
            v = dig(r, 10); return s.span(s.num(f"{v[:4]}-{v[4:]}"), "PENSION_NO")
        if name == "sid":
            return s.span((lambda: f"{r.randint(21,26)}{r.choice('ABEL')}{dig(r,5)}", lambda: f"s{r.randint(21,26)}{dig(r,4)}", lambda: f"{r.randint(2021,2026)}{r.choice('AKT')}{dig(r,4)}", lambda: nz(r, 7), lambda: f"{r.choice(('EC','LA','SC'))}{r.randint(21,26)}-{dig(r,4)}", lambda: f"U{dig(r,7)}")[s.sidst](), "STUDENT_ID")
        if name == "iban":
            v = iban(r); return s.span(" ".join(v[i:i+4] for i in range(0, len(v), 4)) if r.random() < .6 else v, "IBAN")
        if name == "ssn": return s.span(ssn(r), "US_SSN")
        if name == "info1":
            return s.span(r.choice(("info","order","support","contact")) + "@" + s.dom[0], "EMAIL")
        # things that are no personal data
        y, mo, d = r.choice((2025, 2026, 2026)), r.randint(1, 12), r.randint(1, 28)
        if name == "tm":
            s.min = min(s.min + r.choice((0, 15, 30, 45, 90)), 20 * 60); h, mi = divmod(s.min, 60)
            if en or s.tmst: return s.put(f"{h}:{mi:02d}")
            return s.put(f"{h}時" + ("" if not mi else f"{mi}分"))
        if name == "sd":
            s.day += timedelta(r.randint(1, 12)); mo, d, w = s.day.month, s.day.day, s.day.weekday()
            if en:
                ab = "Jan Feb March April May June July Aug Sept Oct Nov Dec".split()[mo - 1]
                return s.put((f"{'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()[w]}", f"{ab} {d}", f"{mo}/{d}", f"{d} {ab}")[s.sdst])
            return s.put((f"{mo}月{d}日", f"{mo}月{d}日（{'月火水木金土日'[w]}）", f"{mo}/{d}({'月火水木金土日'[w]})", f"{mo}/{d}")[s.sdst])
        if name == "i": return s.put(str(s.loop))
        if name == "fut":
            y = r.randint(2027, 2034)
            return s.ng(f"{r.choice(('March', 'June', 'October'))} {d}, {y}" if en else r.choice((f"{y}年{mo}月{d}日", f"令和{y-2018}年{mo}月{d}日", f"{y}/{mo:02d}/{d:02d}")), "date")
        if name == "amt" and arg:
            a, b = map(int, arg.split("-")); v = r.randint(a * 10, b * 10) * 1000
            return s.ng(r.choice((f"{v:,}円", f"￥{v:,}", f"{v/10000:g}万円")), "amount")
        if name == "yen":
            a, b = map(int, arg.split("-")); v = r.randint(a // 100, b // 100) * 100
            return s.ng(r.choice((f"{v:,}円", f"￥{v:,}", f"{v}円")), "amount")
        if name == "usd":
            a, b = map(int, arg.split("-")); return s.ng(f"${r.randint(a, b):,}.{r.choice(('00', '50', '25'))}", "amount")
        if name == "exp": return s.put(f"{mo:02d}/{r.randint(27,31)}")
        v, kind = {
            "date": lambda: (r.choice((f"{y}-{mo:02d}-{d:02d}", f"{r.choice(('March','June','October'))} {d}, {y}", f"{mo:02d}/{d:02d}/{y}")) if en else r.choice((f"{y}年{mo}月{d}日", f"{y}年{mo}月{d}日", f"令和{y-2018}年{mo}月{d}日", f"{y}/{mo:02d}/{d:02d}", f"{y}.{mo}.{d}")), "date"),
            "amt": lambda: ((f"${r.randint(40,98000):,}.{r.randint(0,99):02d}" if en else r.choice((f"{r.randint(3,4800)*1000:,}円", f"￥{r.randint(800,980000):,}", f"{r.randint(1,480)}万円", f"¥{r.randint(1000,99000):,}-"))), "amount"),
            "order": lambda: (r.choice((f"{y}{mo:02d}{d:02d}{dig(r,4)}", f"{dig(r,3)}-{dig(r,7)}-{dig(r,7)}", f"A{dig(r,8)}", f"{nz(r,9)}", f"R{y%100}-{dig(r,5)}")), "order"),
            "track": lambda: (r.choice(("{}-{}-{}", "{}{}{}", "{} {} {}")).format(nz(r, 4), dig(r, 4), dig(r, 4)), "track12"),
            "inv": lambda: (r.choice((f"INV-{y}-{dig(r,4)}", f"{nz(r,7)}", f"{y%100}{mo:02d}-{dig(r,4)}", f"M-{dig(r,6)}")), "invoice"),
            "model": lambda: (r.choice((f"{rs(r,AL,2)}-{dig(r,4)}{r.choice(AL)}", f"{rs(r,AL,3)}{dig(r,3)}-{dig(r,2)}", f"{rs(r,AL,1)}{dig(r,2)}-{dig(r,4)}-{dig(r,3)}")), "model"),
            "ver": lambda: (f"{r.randint(0,22)}.{r.randint(0,40)}.{r.randint(0,9000)}" + r.choice(("", "", f".{r.randint(1,300)}")), "version"),
            "corp": lambda: (corp(r), "corp"), "tno": lambda: ("T" + corp(r), "invoiceT"),
            "isbn": lambda: (isbn(r), "isbn"), "jan": lambda: (jan(r), "jan13"),
            "lot": lambda: (r.choice((dig(r, 8), f"L{dig(r,6)}", f"{y%100}{mo:02d}{d:02d}-{r.choice('AB')}{r.randint(1,9)}")), "lot"),
            "uuid": lambda: ("-".join(rs(r, "0123456789abcdef", n) for n in (8,4,4,4,12)), "uuid"),
            "sha": lambda: (rs(r, "0123456789abcdef", r.choice((7, 12, 40))), "hash"),
            "ip": lambda: (f"192.168.{r.randint(0,250)}.{r.randint(2,250)}", "ip"),
            "zoom": lambda: (r.choice((f"{nz(r,3)} {dig(r,4)} {dig(r,4)}", f"{nz(r,3)} {dig(r,3)} {dig(r,4)}")), "meeting"),
            "emp": lambda: (r.choice((f"E{dig(r,5)}", nz(r, 6), f"{r.randint(1998,2026)}{dig(r,3)}")), "employee_no"),
            "pat": lambda: (r.choice((nz(r, 6), nz(r, 8), f"{dig(r,3)}-{dig(r,4)}-{dig(r,1)}", f"M{dig(r,6)}")), "patient_no"),
            "file": lambda: (f"IMG_{y}{mo:02d}{d:02d}_{dig(r,6)}.jpg", "filename"),
            "ts": lambda: (f"{y}{mo:02d}{d:02d}{r.randint(0,23):02d}{r.randint(0,59):02d}{r.randint(0,59):02d}", "timestamp"),
            "policy": lambda: (r.choice((f"{nz(r,4)}-{dig(r,6)}", f"AZ{dig(r,9)}", f"{nz(r,10)}")), "policy"),
            "ticket": lambda: (r.choice((f"INC{dig(r,7)}", f"#{nz(r,5)}", f"OPS-{nz(r,4)}")), "ticket"),
            "mile": lambda: (nz(r, 7), "mileage_no"),
            "acctref": lambda: (nz(r, 7), "acct_ref"),
            "ext": lambda: (nz(r, r.choice((3, 4))), "ext"),
            "url": lambda: (f"https://{s.dom[0]}/e-learning/{nz(r,5)}", "url"),
            "routing": lambda: (next(x for x in iter(lambda: "0" + dig(r, 8), None) if (7*(int(x[0])+int(x[3])+int(x[6]))+3*(int(x[1])+int(x[4])+int(x[7]))+int(x[2])+int(x[5])+int(x[8])) % 10 == 0), "routing"),
            "sort": lambda: (f"{r.choice(('20','40','09','60'))}-{dig(r,2)}-{dig(r,2)}", "sort_code"),
        }[name]()
        return s.ng(v, kind)

    def render(s):
        r = s.r
        lines = []
        quoted = -1
        if "{sec:pem}" not in s.sk["body"] and "From:" not in s.sk["body"] and "> " not in s.sk["body"]:
            q = r.random(); k = "Y"
            if q < .07:
                lines = (["{Y}", "", "---------- Forwarded message ---------", "From: {Z} <{Zm}>", "Date: {date}", "Subject: " + r.choice(("Fwd: update", "as discussed", "details")), ""] if s.lang == "en" else r.choice((["---------- 転送されたメッセージ ----------", "From: {Y} <{Ym}>", "Date: {date} {tm}", "To: {Z} <{Zm}>", ""], ["{Zs}さん", "", "下記、共有します。{Ys}", "", "-----元のメッセージ-----", "差出人: {Y}", "送信日時: {date} {tm}", "宛先: {Z}", ""])))
            elif q < .13:
                lines = (["Got it, thanks.", "{Yg}", ""] if s.lang == "en" else r.choice((["承知しました。対応します。", "{Y}", ""], ["{Zs}さん", "ありがとうございます。確認しました。", "{Ys}", ""])))
                lines.append("On {date}, {Z} wrote:" if s.lang == "en" else "{date} {tm}、{Z} <{Zm}> のメール:")
                quoted = len(lines)
        tail = r.random()
        for ln in s.sk["body"].split("\n"):
            m = re.match(r"\*(\d+)-(\d+)\* (.*)", ln)
            if m: lines += ["\x01" + m.group(3)] * r.randint(int(m.group(1)), int(m.group(2)))
            else: lines.append(ln)
        # alternatives: the same choice at each repetition would look odd only in free text
        if tail < .06: lines += (["Sent from my iPhone", ""] if s.lang == "en" else [r.choice(("iPhoneから送信", "※このメールは送信専用ではありません。ご返信いただけます。", "このメールに心当たりのない方は破棄してください。")), ""])
        for i, ln in enumerate(lines):
            if 0 <= quoted <= i and not (i == len(lines) - 1 and not ln): s.put("> " if ln else ">")
            ln = re.sub(r"⟦(.*?)⟧", lambda m: r.choice(m.group(1).split("¦")), ln)
            ln = re.sub(r"\{n0:(\d+)-(\d+)\}", lambda m: str(r.randint(int(m.group(1)), int(m.group(2)))), ln)
            if ln.startswith("\x01"):
                s.p.pop("Q", None); s.p.pop("W", None); ln = ln[1:]; s.loop += 1
            pos = 0
            for m in re.finditer(r"\{([^{}]+)\}|\[\[(.*?)\|(\w+)\]\]", ln):
                s.put(ln[pos:m.start()]); pos = m.end()
                if m.group(1): s.tok(m.group(1))
                else: s.ng(m.group(2), m.group(3))
            s.put(ln[pos:])
            if i < len(lines) - 1: s.put("\n")
        return "".join(s.out)

def u16(t, i): return len(t[:i].encode("utf-16-le")) // 2

RARE = re.compile(r"\{(mn|cc|dl|pass|passjp|pen|iban|ssn|pw|sid|sec:\w+)\}")

def make_mails(r):
    ja, en = load(JA), load(EN)
    plan = []
    for lang, sks, nclean, ntot in (("ja", ja, 80, 300), ("en", en, 30, 100)):
        for sub, n in (([k for k in sks if "clean" in k["flags"]], nclean), ([k for k in sks if "clean" not in k["flags"]], ntot - nclean)):
            order = []
            while len(order) < n:
                x = sub + [k for k in sub if RARE.search(k["body"])]; r.shuffle(x); order += x
            plan += [(lang, k) for k in order[:n]]
    r.shuffle(plan)
    out = []
    for i, (lang, sk) in enumerate(plan):
        m = Mail(r, sk, lang)
        t = m.render()
        for e in m.spans + m.neg:
            e["u16s"], e["u16e"] = u16(t, e["start"]), u16(t, e["end"])
        out.append({"id": f"m{i:06d}", "lang": lang, "text": t, "spans": m.spans, "neg": m.neg, "special_care": "sc" in sk["flags"], "persons": len(m.used), "_": (sk["id"], "clean" in sk["flags"])})
    return out

# ------------------------------------------------------------------ tables
def people(r, n, en=False, enc=None):
    seen, out = set(), []
    while len(out) < n:
        p = en_person(r) if en else ja_person(r)
        k = p.giv + " " + p.sur if en else p.sur + p.giv
        if k in seen: continue
        if enc == "cp932":
            try: k.encode("cp932")
            except UnicodeEncodeError: continue
        seen.add(k); out.append(p)
    return out

def tdate(r, lo=2025, hi=2026): return f"{r.randint(lo,hi)}/{r.randint(1,12):02d}/{r.randint(1,28):02d}"
def pmail(r, p): return f"{romaji(p.surk)}.{romaji(p.givk)}{r.choice(('', str(r.randint(1,99))))}@{r.choice(PRIV)}"
def cell_company(r): return company(r)[0]

def t_customers(r, n, enc):
    P = people(r, n, enc=enc); sp = r.choice(("", " ", "　"))
    h = [r.choice(("No", "会員番号", "顧客ID")), r.choice(("氏名", "お名前", "契約者名")), "フリガナ", "郵便番号", "住所", r.choice(("電話番号", "TEL", "連絡先")), r.choice(("メール", "E-mail"))]
    rows = []
    for i, p in enumerate(P):
        z, a = address(r)
        rows.append([i + 1, p.sur + sp + p.giv, p.surk + " " + p.givk, z, a, r.choice((mobile, fixed))(r), pmail(r, p) if r.random() < .7 else ""])
    return h, rows, n, True
def t_split(r, n, enc):
    P = people(r, n, enc=enc)
    h = r.choice((["社員番号", "姓", "名", "部署", "入社日", "内線"], ["職員番号", "苗字", "名前", "所属", "採用年月日", "内線"]))
    return h, [[f"E{i+1001}", p.sur, p.giv, r.choice(("総務課", "営業部", "製造1課", "看護部", "経理")), tdate(r, 1998, 2026), nz(r, 4)] for i, p in enumerate(P)], n, False
def t_trans(r, n, enc):
    k = max(2, n // r.randint(2, 5)); P = people(r, k, enc=enc); sp = r.choice(("", " ", "　"))
    T = {id(p): mobile(r) for p in P}
    pick = P + [r.choice(P) for _ in range(n - k)]; r.shuffle(pick)
    h = ["受付日", "伝票番号", r.choice(("氏名", "お客様名", "購入者")), "電話番号", "商品", "金額"]
    return h, [[tdate(r), nz(r, 8), p.sur + sp + p.giv, T[id(p)], r.choice(("灯油18L", "米10kg", "タイヤ交換", "オイル交換", "蛍光灯")), r.randint(5, 300) * 100] for p in pick], k, True
def t_appts(r, n, enc):
    k = max(2, n // r.randint(2, 4)); P = people(r, k, enc=enc)
    B = {id(p): tdate(r, 1935, 2018) for p in P}; I = {id(p): nz(r, 6) for p in P}
    pick = P + [r.choice(P) for _ in range(n - k)]; r.shuffle(pick)
    return ["予約日", "時間", "診察券番号", "患者氏名", "生年月日", "診療科"], [[tdate(r), f"{r.randint(9,17)}:{r.choice(('00','30'))}", I[id(p)], f"{p.sur} {p.giv}", B[id(p)], r.choice(("内科", "外科", "小児科", "眼科"))] for p in pick], k, False
def t_students(r, n, enc):
    P = people(r, n, enc=enc); sp = r.choice((" ", "　", ""))
    return ["学籍番号", "氏名", r.choice(("点数", "成績", "出席回数"))], [[f"26A{i+10001}", p.sur + sp + p.giv, r.randint(30, 100)] for i, p in enumerate(P)], n, False
def t_attend(r, n, enc):
    P = people(r, n, enc=enc); sp = r.choice((" ", "　", ""))
    return [r.choice(("氏名", "参加者", "名前")), "出欠", "備考"], [[p.sur + sp + p.giv, r.choice("○×△"), r.choice(("", "", "", "車で来場", "遅れて参加"))] for p in P], n, False
def t_shift(r, n, enc):
    n = min(n, 40); P = people(r, n, enc=enc)
    return ["氏名"] + [f"{d}日" for d in range(1, 15)], [[f"{p.sur} {p.giv}"] + [r.choice(("早", "遅", "夜", "休", "日")) for _ in range(14)] for p in P], n, False
def t_kids(r, n, enc):
    rows, seen = [], set()
    kids = people(r, n, enc=enc)
    names = {p.sur + p.giv for p in kids}
    for p in kids:
        while True:
            g = r.choice(GM + GF)
            if p.sur + g[0] not in names: break
        names.add(p.sur + g[0])
        rows.append([r.choice(("ひばり", "つばめ", "はと")), f"{p.sur} {p.giv}", f"{p.sur} {g[0]}", mobile(r), address(r)[1]])
    return ["組", "園児氏名", "保護者氏名", "緊急連絡先", "住所"], rows, 2 * n, True
def t_payroll(r, n, enc):
    P = people(r, n, enc=enc)
    return ["社員番号", "氏名", "個人番号", "銀行", "口座番号", "基本給"], [[f"{i+501:05d}", p.sur + "　" + p.giv, mynumber(r), r.choice(BANKS), dig(r, 7), r.randint(180, 420) * 1000] for i, p in enumerate(P)], n, False
def t_contacts(r, n, enc):
    P = people(r, n, enc=enc)
    return ["会社名", "部署", "ご担当者", "電話", "メールアドレス"], [[cell_company(r), r.choice(("営業部", "購買課", "総務部", "")), f"{p.sur} {p.giv}" + r.choice(("", " 様")), fixed(r), f"{romaji(p.surk)}@{r.choice(DOM['co'])}"] for p in P], n, True
def t_halves(r, n, enc):
    n = max(6, min(n, 60)); P = people(r, n, enc=enc); half = (n + 1) // 2
    rows = []
    for i in range(half):
        row = [i + 1, f"{P[i].sur} {P[i].giv}", mobile(r)]
        j = i + half
        row += [j + 1, f"{P[j].sur} {P[j].giv}", mobile(r)] if j < n else ["", "", ""]
        rows.append(row)
    return ["No", "氏名", "電話", "No", "氏名", "電話"], rows, n, True
def t_volunteers(r, n, enc):
    P = people(r, n, enc=enc)
    return ["氏名", "ふりがな", "性別", "生年月日", "携帯電話", "班"], [[p.sur + " " + p.giv, hira(p.surk) + " " + hira(p.givk), r.choice("男女"), tdate(r, 1945, 2007), mobile(r), r.choice("ABCD") + "班"] for p in P], n, True
def t_encontacts(r, n, enc):
    n = min(n, 300); P = people(r, n, True)
    return ["First name", "Last name", "Email", "Phone", "City"], [[p.giv, p.sur, re.sub("[^a-z.]", "", (p.giv + "." + p.sur).lower()) + "@" + r.choice(PRIV_EN), f"({r.choice((206,312,415))}) {r.randint(230,989)}-{dig(r,4)}", r.choice(US)[0]] for p in P], n, True
def t_endonors(r, n, enc):
    k = max(2, n // 3); P = people(r, k, True)
    pick = P + [r.choice(P) for _ in range(n - k)]; r.shuffle(pick)
    return ["Date", "Donor", "Amount", "Receipt"], [[f"2026-{r.randint(1,12):02d}-{r.randint(1,28):02d}", f"{p.giv} {p.sur}", r.randint(5, 900), nz(r, 7)] for p in pick], k, False
def t_noheader(r, n, enc):
    n = min(n, 120); P = people(r, n, enc=enc)
    return None, [[i + 1, p.sur + " " + p.giv, mobile(r), address(r)[1]] for i, p in enumerate(P)], n, True
# tables without persons
def t_products(r, n, enc): return ["JANコード", "商品名", "型番", "在庫", "単価"], [[jan(r), r.choice(("山本のりのり巻", "森の水2L", "強力磁石", "防水テープ", "LED電球", "石川産コシヒカリ")), f"{rs(r,AL,2)}-{dig(r,4)}", r.randint(0, 900), r.randint(1, 200) * 10] for _ in range(n)], 0, False
def t_companies(r, n, enc): return ["取引先コード", "会社名", "法人番号", "登録番号", "売掛残高"], [[nz(r, 6), cell_company(r), corp(r), "T" + corp(r), r.randint(0, 900) * 1000] for _ in range(n)], 0, False
def t_stats(r, n, enc): return ["年月", "地区", "世帯数", "男", "女", "高齢化率"], [[f"2026年{r.randint(1,12)}月", r.choice(("福島町", "大野町", "中川", "高田", "川上", "本町")), r.randint(300, 4000), r.randint(400, 5000), r.randint(400, 5000), f"{r.randint(15,45)}.{r.randint(0,9)}%"] for _ in range(n)], 0, False
def t_survey(r, n, enc): return ["回答番号", "年代", "性別", "満足度", "自由記述"], [[i + 1, r.choice(("20代", "30代", "40代", "60代以上")), r.choice(("男性", "女性", "無回答")), r.randint(1, 5), r.choice(("特になし", "駐車場が狭い", "説明が丁寧でした", "待ち時間が長い", ""))] for i in range(n)], 0, False
def t_log(r, n, enc): return ["timestamp", "host", "level", "request_id", "message"], [[f"2026-{r.randint(1,12):02d}-{r.randint(1,28):02d}T{r.randint(0,23):02d}:{r.randint(0,59):02d}:00Z", f"192.168.{r.randint(0,9)}.{r.randint(2,250)}", r.choice(("INFO", "WARN", "ERROR")), rs(r, "0123456789abcdef", 12), r.choice(("retry", "timeout after 3000 ms", "cache miss", "disk 91%"))] for _ in range(n)], 0, False
def t_shipments(r, n, enc): return ["出荷日", "送り状番号", "個口", "重量kg", "行先"], [[tdate(r), nz(r, 12), r.randint(1, 9), r.randint(1, 40), r.choice(("宮崎", "千葉", "福島", "山口", "石川", "高知"))] for _ in range(n)], 0, False
def t_equipment(r, n, enc): return ["管理番号", "品名", "設置場所", "点検日", "次回"], [[f"{dig(r,3)}-{dig(r,4)}-{dig(r,4)}", r.choice(("消火器", "AED", "脚立", "プロジェクター")), r.choice(("1階ロビー", "松井記念ホール", "第2倉庫", "職員室")), tdate(r), tdate(r, 2026, 2027)] for _ in range(n)], 0, False
def t_timetable(r, n, enc): return ["時限", "月", "火", "水", "木", "金"], [[i + 1] + [r.choice(("国語", "数学", "英語", "理科", "体育", "音楽", "総合")) for _ in range(5)] for i in range(min(n, 7))], 0, False

CSV_KINDS = [t_customers, t_customers, t_split, t_trans, t_trans, t_appts, t_students, t_attend, t_kids, t_payroll, t_contacts, t_contacts, t_halves, t_volunteers, t_volunteers, t_encontacts, t_encontacts, t_endonors, t_noheader, t_noheader, t_shift, t_products, t_products, t_companies, t_stats, t_survey, t_log, t_shipments, t_equipment, t_timetable]
XLSX_KINDS = [t_customers, t_customers, t_split, t_split, t_trans, t_trans, t_appts, t_students, t_attend, t_attend, t_kids, t_payroll, t_contacts, t_halves, t_volunteers, t_encontacts, t_endonors, t_shift, t_shift, "title", "title", "twosheets_same", "twosheets_diff", "hidden_sheet", t_products, t_companies, t_stats, t_survey, t_equipment, t_shipments]
SIZES = [5, 6, 8, 10, 12, 15, 18, 20, 24, 30, 35, 42, 50, 64, 80, 100, 120, 150, 180, 240, 300, 400]

def make_tables(r, out):
    import openpyxl
    from datetime import datetime
    os.makedirs(os.path.join(out, "tables"), exist_ok=True)
    plan = [("csv", k) for k in CSV_KINDS] + [("xlsx", k) for k in XLSX_KINDS]
    r.shuffle(plan)
    meta = []
    for i, (ext, k) in enumerate(plan):
        f = f"t{i:05d}.{ext}"; n = r.choice(SIZES)
        enc = "xlsx" if ext == "xlsx" else r.choice(("utf-8", "utf-8-sig", "cp932", "cp932", "tab"))
        path = os.path.join(out, "tables", f)
        hidden, title, extra = False, False, None
        name = k if isinstance(k, str) else k.__name__[2:]
        if k == "title": h, rows, per, con = t_volunteers(r, n, enc); title = True
        elif k == "twosheets_same":
            h, rows, per, con = t_customers(r, min(n, 180), enc); extra = ("出欠", ["氏名", "出欠"], [[x[1], r.choice("○×")] for x in rows])
        elif k == "twosheets_diff":
            h, rows, per, con = t_students(r, n, enc)
            have = {re.sub(r"\s", "", x[1]) for x in rows}
            o = [p for p in people(r, 30) if p.sur + p.giv not in have][:r.randint(5, 25)]
            extra = ("2組", h, [[f"26B{j+10001}", p.sur + " " + p.giv, r.randint(30, 100)] for j, p in enumerate(o)]); per += len(o)
        elif k == "hidden_sheet":
            h, rows, per, con = t_products(r, 20, enc)
            h2, rows2, per, con = t_customers(r, n, enc); extra = ("元データ", h2, rows2); hidden = True
        else: h, rows, per, con = k(r, n, enc)
        if ext == "csv":
            e = {"tab": "utf-8", "cp932": "cp932"}.get(enc, enc)
            with open(path, "w", encoding=e, newline="", errors="replace" if enc == "cp932" else "strict") as fh:
                w = csv.writer(fh, delimiter="\t" if enc == "tab" else ",", lineterminator=r.choice(("\r\n", "\n")))
                if h: w.writerow(h)
                w.writerows(rows)
        else:
            wb = openpyxl.Workbook(); ws = wb.active; ws.title = r.choice(("Sheet1", "名簿", "一覧", "R8年度"))
            if title:
                ws.append([r.choice(("令和8年度 ボランティア登録者一覧", "防災訓練 参加者名簿"))]); ws.append([f"作成日 {tdate(r)}"]); ws.append([])
            if h: ws.append(h)
            for x in rows: ws.append(x)
            if extra:
                w2 = wb.create_sheet(extra[0]); w2.append(extra[1])
                for x in extra[2]: w2.append(x)
                if hidden: w2.sheet_state = "hidden"
            wb.properties.created = wb.properties.modified = datetime(2026, 4, 1)
            wb.save(path)
        nrows = len(rows) + (len(extra[2]) if extra else 0)
        meta.append({"file": f, "kind": name, "rows": nrows, "persons": per, "enc": enc, "hidden": hidden, "header": h or [], "has_contact": con, "over1000": False})
    return meta

def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    mails = make_mails(random.Random(SEED))
    for m in mails:
        last = 0
        for e in sorted(m["spans"] + m["neg"], key=lambda e: e["start"]):
            assert last <= e["start"] < e["end"] <= len(m["text"]), m["id"]
            last = e["end"]
    with open(os.path.join(out, "mails.jsonl"), "w", encoding="utf-8", newline="\n") as f:
        ids = [(m["id"],) + m.pop("_") for m in mails]
        for m in mails: f.write(json.dumps(m, ensure_ascii=False) + "\n")
    with open(os.path.join(out, "skeletons.tsv"), "w") as f:
        for x in ids: f.write(f"{x[0]}\t{x[1]}\t{'clean' if x[2] else ''}\n")
    meta = make_tables(random.Random(SEED + 1), out)
    with open(os.path.join(out, "tables.jsonl"), "w", encoding="utf-8", newline="\n") as f:
        for t in meta: f.write(json.dumps(t, ensure_ascii=False) + "\n")
    c = {}
    for m in mails:
        for e in m["spans"]: c[e["type"]] = c.get(e["type"], 0) + 1
    print(len(mails), "mails,", len(load(JA)), "+", len(load(EN)), "skeletons,", sum(x[2] for x in ids), "clean,", len(meta), "tables")
    print(dict(sorted(c.items(), key=lambda x: -x[1])))

if __name__ == "__main__":
    main()
