#!/usr/bin/env python3
"""make.py OUT: labelled mails and tables by an author who knew none of the rules (openpyxl; fixed seed). Skeletons: skel_ja.txt and skel_en.txt beside this file."""
import csv, datetime, json, os, random, re, sys
import openpyxl
HERE = os.path.dirname(os.path.abspath(__file__))
R = random.Random(180018)

# ---------------------------------------------------------------- names
def pairs(s): return [tuple(x.split(':')) for x in s.split()]
SUR = pairs("""佐藤:さとう 鈴木:すずき 高橋:たかはし 田中:たなか 伊藤:いとう 渡辺:わたなべ 山本:やまもと 中村:なかむら 小林:こばやし 加藤:かとう 吉田:よしだ 山田:やまだ 佐々木:ささき 山口:やまぐち 松本:まつもと 井上:いのうえ
木村:きむら 林:はやし 斎藤:さいとう 清水:しみず 山崎:やまざき 森:もり 池田:いけだ 橋本:はしもと 阿部:あべ 石川:いしかわ 山下:やました 中島:なかじま 石井:いしい 小川:おがわ 前田:まえだ 岡田:おかだ 長谷川:はせがわ 藤田:ふじた
後藤:ごとう 近藤:こんどう 村上:むらかみ 遠藤:えんどう 青木:あおき 坂本:さかもと 斉藤:さいとう 福田:ふくだ 太田:おおた 西村:にしむら 藤井:ふじい 金子:かねこ 岡本:おかもと 藤原:ふじわら 中野:なかの 三浦:みうら 原田:はらだ 中川:なかがわ
松田:まつだ 竹内:たけうち 小野:おの 田村:たむら 中山:なかやま 和田:わだ 石田:いしだ 森田:もりた 上田:うえだ 原:はら 内田:うちだ 柴田:しばた 酒井:さかい 宮崎:みやざき 横山:よこやま 高木:たかぎ 安藤:あんどう 宮本:みやもと 大野:おおの
小島:こじま 谷口:たにぐち 工藤:くどう 今井:いまい 高田:たかだ 増田:ますだ 丸山:まるやま 杉山:すぎやま 村田:むらた 大塚:おおつか 新井:あらい 小山:こやま 平野:ひらの 河野:こうの 藤本:ふじもと 武田:たけだ 野口:のぐち 松井:まつい 千葉:ちば
岩崎:いわさき 菅原:すがわら 木下:きのした 久保:くぼ 佐野:さの 野村:のむら 松尾:まつお 市川:いちかわ 菊地:きくち 杉本:すぎもと 古川:ふるかわ 大西:おおにし 島田:しまだ 水野:みずの 桜井:さくらい 渡部:わたべ 吉川:よしかわ 山内:やまうち
西田:にしだ 飯田:いいだ 菊池:きくち 北村:きたむら 小松:こまつ 安田:やすだ 五十嵐:いがらし 川口:かわぐち 関:せき 平田:ひらた 中田:なかた 久保田:くぼた 東:あずま 服部:はっとり 川崎:かわさき 岩田:いわた 土屋:つちや 福島:ふくしま 本田:ほんだ
辻:つじ 樋口:ひぐち 秋山:あきやま 田口:たぐち 永井:ながい 中西:なかにし 山中:やまなか 吉村:よしむら 川上:かわかみ 大橋:おおはし 石原:いしはら 松岡:まつおか 浜田:はまだ 馬場:ばば 森本:もりもと 矢野:やの 浅野:あさの 松下:まつした 星野:ほしの
大久保:おおくぼ 吉岡:よしおか 小池:こいけ 野田:のだ 荒木:あらき 熊谷:くまがい 松浦:まつうら 大谷:おおたに 内藤:ないとう 黒田:くろだ 尾崎:おざき 川村:かわむら 永田:ながた 望月:もちづき 松村:まつむら 荒井:あらい 堀:ほり 田辺:たなべ 堀内:ほりうち
菅野:かんの 西川:にしかわ 岡:おか 平井:ひらい 広瀬:ひろせ 成田:なりた 大石:おおいし 本間:ほんま 早川:はやかわ 横田:よこた 鎌田:かまた 片山:かたやま 岩本:いわもと 高野:たかの 須藤:すどう 三宅:みやけ 上野:うえの 高山:たかやま""")
RARE = pairs("""四十物:あいもの 五百旗頭:いおきべ 勅使河原:てしがわら 小鳥遊:たかなし 月見里:やまなし 一尺八寸:かまつか 鬼頭:きとう 禰宜田:ねぎた 榑松:くれまつ 越智:おち 玉置:たまき 漆原:うるしばら 鵜飼:うかい 茂木:もてぎ 楠瀬:くすのせ 久慈:くじ 乾:いぬい
百瀬:ももせ 等々力:とどろき 降旗:ふりはた 曽根原:そねはら 丸茂:まるも 一ノ瀬:いちのせ 二木:ふたつぎ 青柳:あおやぎ 蜂須賀:はちすか 纐纈:こうけつ 各務:かがみ 梶浦:かじうら 冨樫:とがし 髙橋:たかはし 濵田:はまだ 﨑山:さきやま 邊見:へんみ 齋藤:さいとう
宇都宮:うつのみや 西園寺:さいおんじ 東海林:しょうじ 八月朔日:ほづみ 日下部:くさかべ 鷲尾:わしお 猪股:いのまた 苫米地:とまべち 蛯名:えびな 長内:おさない 對馬:つしま 仲宗根:なかそね 比嘉:ひが 金城:きんじょう 喜屋武:きゃん 伊良部:いらぶ 与那嶺:よなみね
中津留:なかつる 財前:ざいぜん 姫野:ひめの 後藤田:ごとうだ 三枝:さえぐさ 雨宮:あめみや 古屋:ふるや 中込:なかごみ 深澤:ふかさわ 蓮見:はすみ 薄井:うすい 生方:うぶかた 狩野:かのう 塩谷:しおや 小早川:こばやかわ 天野:あまの 榊:さかき 檜山:ひやま 門脇:かどわき""")
OUT = pairs("""鷺ノ目:さぎのめ 椋代:むくしろ 潮見沢:しおみざわ 楢端:ならはた 雪ノ瀬:ゆきのせ 鵜殿川:うどのがわ 葛沢木:くずさわぎ 霜鳥居:しもとりい 朝凪:あさなぎ 蓬沼:よもぎぬま 杣木谷:そまきや 榛ヶ丘:はりがおか 綾路:あやじ 斑目木:まだらめぎ 苗堀:なえぼり 鳴瀬戸:なるせど
藁谷口:わらやぐち 樫之尾:かしのお 灯野:ともしの 柚木崎:ゆきざき 鍬方:くわがた 梁瀬川:やなせがわ 笹鳴:ささなき 冬木沢:ふゆきざわ 桐ヶ窪:きりがくぼ 墨縄:すみなわ 帆刈谷:ほかりや 栃久保田:とちくぼた 沢登原:さわのぼりはら 八重樫木:やえがしぎ""")
GM = pairs("""健一:けんいち 誠:まこと 隆:たかし 浩二:こうじ 直樹:なおき 大輔:だいすけ 健太:けんた 翔太:しょうた 拓也:たくや 和彦:かずひこ 雅人:まさと 剛:つよし 哲也:てつや 学:まなぶ 亮:りょう 秀樹:ひでき 洋平:ようへい 裕介:ゆうすけ 俊介:しゅんすけ 真一:しんいち 達也:たつや
祐樹:ゆうき 康弘:やすひろ 英明:ひであき 修:おさむ 博之:ひろゆき 正人:まさと 賢治:けんじ 信也:しんや 克己:かつみ 敏行:としゆき 章:あきら 聡:さとし 淳:じゅん 純一:じゅんいち 慎吾:しんご 良太:りょうた 光:ひかる 義弘:よしひろ 昌平:しょうへい""")
GF = pairs("""恵子:けいこ 由美:ゆみ 真由美:まゆみ 久美子:くみこ 智子:ともこ 裕子:ゆうこ 陽子:ようこ 明美:あけみ 直美:なおみ 香織:かおり 美穂:みほ 愛:あい 麻衣:まい 彩:あや 千尋:ちひろ 綾子:あやこ 美咲:みさき 奈々:なな 里美:さとみ 早苗:さなえ 友美:ともみ 理恵:りえ 順子:じゅんこ
典子:のりこ 真理子:まりこ 亜希子:あきこ 沙織:さおり 恵美:えみ 佳奈:かな 瞳:ひとみ 優子:ゆうこ 絵里:えり 祥子:しょうこ 由紀:ゆき さゆり:さゆり みどり:みどり かおる:かおる 千晶:ちあき 弘美:ひろみ 美和:みわ""")
GO = pairs("""キヨ:きよ ハル:はる トシ子:としこ ヨシエ:よしえ 静江:しずえ 千代:ちよ 文子:ふみこ 昭:あきら 茂:しげる 清:きよし 勇:いさむ 正雄:まさお 三郎:さぶろう 武雄:たけお 義一:ぎいち 節子:せつこ 和子:かずこ 幸子:さちこ 信子:のぶこ 八重子:やえこ フミ:ふみ ミツ:みつ 喜代治:きよじ 金次郎:きんじろう
留吉:とめきち 敏子:としこ 美代子:みよこ 富士子:ふじこ 勝:まさる 弘:ひろし 実:みのる 栄一:えいいち タケ:たけ スミ子:すみこ 登美子:とみこ 忠雄:ただお""")
GK = pairs("""陽葵:ひまり 蓮:れん 湊:みなと 結愛:ゆあ 紬:つむぎ 凛:りん 大翔:ひろと 悠真:ゆうま 葵:あおい 陽翔:はると 芽依:めい 咲良:さくら 莉子:りこ 樹:いつき 颯太:そうた 新:あらた 朝陽:あさひ 心春:こはる 杏:あん 碧:あお 律:りつ 蒼:あおい 美月:みつき 琴音:ことね 暖:はる 伊織:いおり 壮真:そうま 花:はな 一颯:いぶき 依茉:えま""")
GP = [x for x in GO if x[0] in '昭 茂 清 勇 正雄 三郎 武雄 義一 喜代治 金次郎 留吉 勝 弘 実 栄一 忠雄'.split()]
GX = pairs("""柚季弥:ゆきや 碧月:みづき 恋叶:れんか 颯真音:そまね 惺良:せいら 鞠禾:まりか 槙斗:まきと 瑚都:こと 燈季:とうき 詩槻:しづき 篤翠:あつみ 寧緒:ねお 稜雅志:りょうがし 千晴乃:ちはの 逞馬:たくま""")
KANA = dict(zip("ぁぃぅぇぉゃゅょっー", "ァィゥェォャュョッー"))
def kata(s): return ''.join(chr(ord(c)+0x60) if 'ぁ' <= c <= 'ゖ' else c for c in s)
_rom = {}
for row, cs in zip(["あいうえお","かきくけこ","がぎぐげご","さしすせそ","ざじずぜぞ","たちつてと","だぢづでど","なにぬねの","はひふへほ","ばびぶべぼ","ぱぴぷぺぽ","まみむめも","らりるれろ"],
                   ["","k","g","s","z","t","d","n","h","b","p","m","r"]):
    for c, v in zip(row, "aiueo"): _rom[c] = cs+v
_rom.update({"し":"shi","ち":"chi","つ":"tsu","ふ":"fu","じ":"ji","ぢ":"ji","づ":"zu","や":"ya","ゆ":"yu","よ":"yo","わ":"wa","を":"o","ん":"n"})
def roma(k):
    out = ''; i = 0
    while i < len(k):
        c = k[i]; n = k[i+1] if i+1 < len(k) else ''
        if n in 'ゃゅょ' and n:
            b = _rom[c]; v = {'ゃ':'a','ゅ':'u','ょ':'o'}[n]
            out += (b[:-1]+v) if b in ('shi','chi','ji') else (b[:-1]+'y'+v); i += 2; continue
        if c == 'っ':
            m = _rom[n]; out += 't' if m.startswith('ch') else m[0]; i += 1; continue
        out += _rom[c]; i += 1
    return out.replace('ou', 'o').replace('oo', 'o').replace('uu', 'u')
FOREIGN = "グエン・ティ・ラン グエン・ヴァン・ナム マリア・サントス ジョセフ・レイエス スリヤニ・デウィ アウン・ミン・トゥン タパ・ビシュヌ ファム・ティ・フエ リム・チャンイー ブディ・サントソ ソフィア・アルメイダ カルロス・タカハシ".split()
EF = "James Mary Robert Patricia Michael Linda David Susan Karen Daniel Nancy Laura Kevin Emily Brian Rachel Megan Oliver Amelia Harry Sophie Grace Priya Imran Chloe Ethan Marcus Beverly Doris Gladys Tyrone Yolanda Siobhan Niamh Ewan Fatima Kwame Anneliese Bartek Ngozi Tamsin Rhys Dolores Arjun Hye-jin Leilani Piotr Magda Deshawn Winifred".split()
EL = "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts O'Brien MacAllister Patel Okonkwo Nguyen Kowalczyk van der Berg|Featherstonehaugh Abernathy Lindqvist Oyelaran Castellanos Tran Haddad Szymanski Whitcombe Pettigrew Umarov Quigley de Souza|Ferreira Nakamura-Ellis Boateng"
EL = [x for y in EL.split('|') for x in y.split()]
EL = [x for x in EL if x not in ('van', 'der', 'Berg', 'de', 'Souza')] + ['van der Berg', 'de Souza']

# ---------------------------------------------------------------- numbers
def D(n): return ''.join(R.choice('0123456789') for _ in range(n))
def mynum():
    d = [R.randint(0, 9) for _ in range(11)]; w = [6,5,4,3,2,7,6,5,4,3,2]
    r = sum(a*b for a, b in zip(d, w)) % 11
    return ''.join(map(str, d)) + str(0 if r <= 1 else 11-r)
def dl():
    d = [R.choice([3,4,5,6,7,2,1]), R.randint(0,9)] + [R.randint(0,9) for _ in range(8)]; w = [5,4,3,2,7,6,5,4,3,2]
    c = 11 - sum(a*b for a, b in zip(d, w)) % 11
    return ''.join(map(str, d)) + str(c % 10) + str(R.choice([0,0,0,1]))
def luhn(s):
    t = 0
    for i, c in enumerate(reversed(s)):
        v = int(c)
        if i % 2: v = v*2 - (9 if v > 4 else 0)
        t += v
    return t % 10 == 0
def fix(s):
    for k in '0123456789':
        if luhn(s+k): return s+k
def card():
    k = R.random()
    if k < .15:
        n = fix('37' + D(12)); sep = R.choice(['', '-', ' ']); return n[:4]+sep+n[4:10]+sep+n[10:]
    p = R.choice(['4', '4', '5'+str(R.randint(1,5)), '35'+str(R.randint(30,88))])
    n = fix(p + D(15-len(p))); sep = R.choice(['', '-', ' ', '-', ' '])
    return sep.join(n[i:i+4] for i in range(0, 16, 4))
def iban():
    cc, b = R.choice([('DE', D(18)), ('GB', R.choice(['NWBK','BARC','LOYD'])+D(14)), ('FR', D(23)), ('NL', R.choice(['ABNA','INGB','RABO'])+D(10)), ('FI', D(14)), ('ES', D(20))])
    t = ''.join(str(int(c, 36)) for c in b+cc+'00'); s = cc + '%02d' % (98-int(t) % 97) + b
    return s if R.random() < .4 else ' '.join(s[i:i+4] for i in range(0, len(s), 4))
def corp():
    n = str(R.randint(1, 9)*10**11 + R.randint(0, 10**11-1))
    s = sum(int(c)*(1 if i % 2 == 0 else 2) for i, c in enumerate(reversed(n)))
    return str(9 - s % 9) + n
def jan():
    s = '49' + D(10); return s + str(-sum(int(c)*(3 if i % 2 else 1) for i, c in enumerate(s)) % 10)
def ssn():
    a = R.choice([x for x in range(101, 772) if x != 666]); return '%03d-%02d-%04d' % (a, R.randint(1, 99), R.randint(1, 9999))
ZEN = str.maketrans('0123456789-()', '０１２３４５６７８９－（）')
def mobile():
    a, b, c = R.choice(['090','080','070','090','080']), str(R.randint(1000, 9999)), D(4)
    f = R.choice(['-','-','-','-','-','','()',' ','z','+','.'])
    if f == '()': return a+'('+b+')'+c
    if f == 'z': return (a+'-'+b+'-'+c).translate(ZEN)
    if f == '+': return '+81-'+a[1:]+'-'+b+'-'+c
    if f == '.': return a+b+c
    return a+f+b+f+c
AREA = '03:4 06:4 011:3 022:3 026:3 043:3 045:3 048:3 052:3 054:3 058:3 075:3 078:3 082:3 092:3 0263:2 0266:2 0258:2 0742:2 0852:2 0985:2 0178:2 0465:2 0797:2 0573:2'.split()
def fixed(area=None):
    a = area or R.choice(AREA).split(':')[0]
    b = str(R.randint(2, 9)) + D(9-len(a)-4); b = b[:10-len(a)-4]; c = D(4)
    f = R.choice(['-','-','-','-','-','()','(a)','z','','+'])
    if f == '()': return a+'('+b+')'+c
    if f == '(a)': return '('+a+')'+b+'-'+c
    if f == 'z': return (a+'-'+b+'-'+c).translate(ZEN)
    if f == '+': return '+81 '+a[1:]+' '+b+' '+c
    if f == '': return a+b+c if R.random() < .5 else a+'-'+b+'-'+c
    return a+'-'+b+'-'+c
def phus():
    a = R.choice('212 312 415 617 702 206 503 614 919 770 303 602 512'.split()); b = str(R.randint(2,9))+str(R.randint(0,9))+str(R.randint(2,9)); c = D(4)
    return R.choice(['(%s) %s-%s','%s-%s-%s','%s-%s-%s','%s.%s.%s','+1 %s %s %s','1-%s-%s-%s','%s %s %s']) % (a, b, c)
def phuk(): return R.choice(['020 7%s %s' % (D(3), D(4)), '07%s %s' % (R.choice('456789')+D(2), D(6)), '+44 7%s %s' % (R.choice('456789')+D(2), D(6)), '0161 %s %s' % ('4'+D(2), D(4)), '01865 %s' % ('2'+D(5))])
ADDR = [l.split() for l in """390-0811 長野県 松本市 中央 0263
390-0874 長野県 松本市 大手 0263
380-0823 長野県 長野市 南千歳 026
160-0022 東京都 新宿区 新宿 03
114-0002 東京都 北区 王子 03
178-0063 東京都 練馬区 東大泉 03
192-0046 東京都 八王子市 明神町 042
206-0034 東京都 多摩市 鶴牧 042
221-0835 神奈川県 横浜市神奈川区 鶴屋町 045
252-0303 神奈川県 相模原市南区 相模大野 042
330-0845 埼玉県 さいたま市大宮区 仲町 048
350-1123 埼玉県 川越市 脇田本町 049
260-0028 千葉県 千葉市中央区 新町 043
270-2261 千葉県 松戸市 常盤平 047
060-0042 北海道 札幌市中央区 大通西 011
070-0032 北海道 旭川市 二条通 0166
980-0811 宮城県 仙台市青葉区 一番町 022
020-0022 岩手県 盛岡市 大通 019
950-0911 新潟県 新潟市中央区 笹口 025
920-0853 石川県 金沢市 本町 076
450-0003 愛知県 名古屋市中村区 名駅南 052
440-0888 愛知県 豊橋市 駅前大通 0532
420-0852 静岡県 静岡市葵区 紺屋町 054
500-8175 岐阜県 岐阜市 長住町 058
604-8151 京都府 京都市中京区 橋弁慶町 075
530-0012 大阪府 大阪市北区 芝田 06
577-0841 大阪府 東大阪市 足代 06
650-0021 兵庫県 神戸市中央区 三宮町 078
662-0918 兵庫県 西宮市 六湛寺町 0798
700-0024 岡山県 岡山市北区 駅元町 086
730-0011 広島県 広島市中区 基町 082
760-0019 香川県 高松市 サンポート 087
790-0003 愛媛県 松山市 三番町 089
812-0011 福岡県 福岡市博多区 博多駅前 092
860-0805 熊本県 熊本市中央区 桜町 096
890-0053 鹿児島県 鹿児島市 中央町 099
900-0015 沖縄県 那覇市 久茂地 098
399-4511 長野県 上伊那郡南箕輪村  0265
381-4102 長野県 長野市 戸隠豊岡 026
964-0917 福島県 二本松市 本町 0243""".split('\n')]
ADDR = [a if len(a) == 5 else [a[0], a[1], a[2], '', a[3]] for a in ADDR]
BLD = ['', '', '', '', '　コーポみどり{}', ' グランメゾン{}号室', '　ハイツ日の出{}号', ' サンライズ{}', '　市営住宅{}棟{}', '（{}号室）']
def banchi():
    a, b, c = R.randint(1, 8), R.randint(1, 30), R.randint(1, 40)
    return R.choice(['%d-%d-%d' % (a,b,c), '%d-%d-%d' % (a,b,c), '%d丁目%d番%d号' % (a,b,c), '%d－%d－%d' % (a,b,c), '%d-%d' % (b, c), ('%d-%d-%d' % (a,b,c)).translate(ZEN), '一二三四五六七八'[a-1]+'丁目%d-%d' % (b,c), '%d番地%d' % (R.randint(10, 2000), R.randint(1, 9))])
def addr(t, short=False, company=False):
    bl = '' if short else R.choice(BLD)
    n = bl.count('{}'); room = R.choice(['101','203','305','402','502','1104'])
    bl = bl.format(*([room] if n == 1 else [R.randint(1, 9), room])) if n else bl
    if company: bl = R.choice(['', '', '　%dF' % R.randint(2, 9), ' 第二ビル%d階' % R.randint(2, 9)])
    p = '' if short or R.random() < .15 else t[1]
    return p + t[2] + t[3] + banchi() + bl
def aden():
    st = R.choice(['Maple Ave','Oak Street','N. Elm St','Birch Lane','Sunset Blvd','Washington Rd','Cedar Ct','County Road 12'])
    city = R.choice(['Portland, OR 97205','Columbus, OH 43215','Raleigh, NC 27601','Aurora, IL 60505','Boise, ID 83702','Tucson, AZ 85701','Madison, WI 53703'])
    apt = R.choice(['', '', ', Apt 4B', ' #12', ', Unit 7'])
    if R.random() < .2: return '%d %s, %s' % (R.randint(2, 180), R.choice(['Station Road','Church Lane','Victoria Street','Mill Close']), R.choice(['Leeds LS6 3AB','Bristol BS8 2TH','Oxford OX4 1JE']))
    return '%d %s%s, %s' % (R.randint(11, 9800), st, apt, city)
WD = '月火水木金土日'
def wareki(y, m, d, style):
    e, z, o = ('昭和','S',1925) if (y < 1989) else (('平成','H',1988) if y < 2019 else ('令和','R',2018))
    n = y-o; nn = '元' if n == 1 else str(n)
    return {0:'%s%s年%d月%d日' % (e, nn, m, d), 1:'%s%d.%d.%d' % (z, n, m, d)}[style]
def bdate(lo, hi, kind=None):
    y, m, d = R.randint(lo, hi), R.randint(1, 12), R.randint(1, 28)
    k = kind or R.choice(['w','w','w1','k','k','/','-','.'])
    if k == 'w': return wareki(y, m, d, 0)
    if k == 'w1': return wareki(y, m, d, 1)
    if k == 'k': return '%d年%d月%d日' % (y, m, d)
    if k == '/': return '%d/%02d/%02d' % (y, m, d)
    if k == '.': return '%d.%d.%d' % (y, m, d)
    return '%d-%02d-%02d' % (y, m, d)
MON = 'January February March April May June July August September October November December'.split()
def bden():
    y, m, d = R.randint(1938, 2004), R.randint(1, 12), R.randint(1, 28)
    return R.choice(['%s %d, %d' % (MON[m-1], d, y), '%02d/%02d/%d' % (m, d, y), '%d %s %d' % (d, MON[m-1], y), '%d-%02d-%02d' % (y, m, d), '%s %d, %d' % (MON[m-1][:3], d, y)])
BANKS = ['みずほ銀行 松本支店','三菱ＵＦＪ銀行　新宿支店（店番[[branch~341]]）','八十二銀行 本店営業部','ゆうちょ銀行　一一八店','楽天銀行 第二営業支店','松本信用金庫　本町支店','りそな銀行　大宮支店','ＪＡ松本ハイランド　今井支所','住信ＳＢＩネット銀行　レモン支店','千葉銀行 松戸支店','長野県信用組合　北支店','PayPay銀行 ビジネス営業部（[[branch~005]]）']
def bkacct():
    n = str(R.randint(1, 9)) + D(6) if R.random() < .85 else '0' + D(6)
    return n.translate(ZEN) if R.random() < .12 else n
def passwd(): return R.choice([lambda: R.choice(['Sakura','Tokyo','Kaigo','Himawari','Blue','Summer'])+D(4)+R.choice('!#$?'), lambda: ''.join(R.choice('abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789#%&+') for _ in range(R.randint(9, 13)))+R.choice('!%@')+D(1), lambda: ''.join(R.choice('abcdefghjkmnpqrstuvwxyz') for _ in range(5))+'-'+D(4)+R.choice('XKQ')])()
def rnd(al, n): return ''.join(R.choice(al) for _ in range(n))
UP = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'; AN = UP + UP.lower() + '0123456789'
ORGS = {'city':['みなみの市役所','青葉町役場','松が丘市','ひので町','川北市役所'],'hosp':['ひまわり総合病院','小林クリニック','市立みなと病院','あおぞら内科','医療法人仁愛会 中央病院'],'school':['緑ヶ丘小学校','市立第二中学校','東陽大学','みどり高等学校'],
 'kinder':['つくし保育園','ひかり幼稚園','こどもの森保育園'],'nurs':['特別養護老人ホーム やすらぎの里','グループホームこもれび','デイサービスあさひ','介護老人保健施設 緑風苑'],'tax':['山本税理士事務所','税理士法人みらい','あかつき会計事務所','大西会計'],
 'hr':['株式会社グリーンテック','三和食品株式会社','株式会社アオバ物流'],'shop':['手芸の店ぽぷり','ふとんのオオタ','みどり生花店','オンラインショップ コトリ','石井酒店'],'estate':['駅前不動産','株式会社ハウスメイト南','藤井不動産'],'factory':['株式会社東和製作所','丸山精密株式会社','信州金属工業'],
 'sport':['ＦＣみなみの','青葉スイミングクラブ'],'temple':['瑞光寺'],'law':['みなと法律事務所','桜通り法律事務所','弁護士法人 前田総合'],'travel':['ひかり観光','株式会社トラベルネット','近藤ツーリスト'],'constr':['池田建設','丸和土木株式会社'],'pub':['月影書房','株式会社あかね出版'],'it':['株式会社クラウドワン','情報システム室']}
DEPT = {'city':['市民課','総務課','高齢福祉課','税務課','環境課'],'hosp':['消化器内科','医事課','地域連携室','看護部'],'school':['事務室','教務課'],'nurs':['生活相談員','介護課','事務'],'tax':['','所長','担当'],'estate':['賃貸管理部','営業'],'law':['弁護士','事務局'],'factory':['営業部','品質保証課'],'pub':['編集部','総務部']}
COMPANYISH = set(x for x in sum(ORGS.values(), []) if any(n in x for n in ('小林','山本','大西','オオタ','石井','藤井','丸山','前田','近藤','池田')))
MAILDOM = {'city':['city.minamino.lg.jp','town.aoba-cho.lg.jp'],'hosp':['himawari-hp.or.jp','minato-hospital.jp'],'school':['toyo-higashi.ac.jp','midori-h.ed.jp'],'kinder':['tsukushi-hoiku.jp'],'nurs':['yasuragi-sato.or.jp','komorebi-gh.jp'],'tax':['mirai-tax.jp','akatsuki-kaikei.com']}
FREE = ['gmail.com','yahoo.co.jp','docomo.ne.jp','icloud.com','ezweb.ne.jp','softbank.ne.jp']
FAM = {'city_mynumber':'f1:a k1:a','city_tax':'p1:a','hosp_refer':'f1:o1','hosp_bill':'m1:o1','nurs_admit':'f1:a','school_absent':'k2:k1 f1:k1','school_class':'f1:k1','school_injury':'f1:k1','kinder_note':'','kinder_call':'f1:k1','tax_yearend':'k1:d','tax_return':'f1:a','tax_death':'o1:a f1:a','hr_onboard':'f1:a',
 'estate_apply':'p1:c','temple_memorial':'p2:o1 a:o1 f1:o1','law_letter':'m1:o1','travel_booking':'f1:a','insurance':'m1:a','dental':'k1:a','cram':'f1:k1','photo_studio':'k1:f1 k2:f1','credit_union':'m1:a','hosp_phone':'','city_welfare':'m1:o1','estate_arrears':'f1:a','temple_list':'m1:e','jp_name_list':'',
 'en_tax':'b:a c:a','en_school':'k1:a','en_incident':'e:a','en_bank_uk':'c:b','en_clinic':'c:b','en_law':'c:b','funeral':'p1:m1','my_memo':'f1:o1','nenkin_hr':'f1:b'}

class Name: pass
USED = set()
def ja_name(slot, sur=None):
    n = Name(); n.foreign = None
    if slot.startswith('z'):
        n.foreign = R.choice(FOREIGN); n.src = 'outside'; n.full = n.foreign; return n
    k = R.random()
    if slot.startswith('x'): k = .99
    n.kind = 'common' if k < .58 else ('rare' if k < .82 else 'outside')
    pool = {'m':GM,'f':GF,'o':GO,'p':GP,'k':GK}.get(slot[0] if len(slot) > 1 else '', GM+GF)
    for _ in range(100):
        if sur: s = sur
        else: s = R.choice(SUR if n.kind == 'common' else RARE if n.kind == 'rare' else (OUT if R.random() < .75 else SUR))
        g = R.choice(pool)
        if n.kind == 'outside' and s in SUR: g = R.choice(GX)
        elif n.kind == 'outside' and R.random() < .4 and slot[0] not in 'op': g = R.choice(GX)
        if sur or s[0] not in USED: break
    USED.add(s[0]); n.s, n.g = s, g
    inv = lambda x: x in OUT or x in GX
    n.src = 'outside' if inv(s) or inv(g) else 'rare' if s in RARE else 'common'
    n.ssrc = 'outside' if s in OUT else 'rare' if s in RARE else 'common'
    n.gsrc = 'outside' if g in GX else 'common'
    n.male = pool is GM or g in GM
    return n
def en_name(slot, sur=None):
    n = Name()
    for _ in range(60):
        n.f, n.l = R.choice(EF), sur or R.choice(EL)
        if n.f not in USED and (sur or n.l not in USED): break
    USED.update((n.f, n.l)); return n

LABEL = re.compile(r'([:：=＝]|氏名|名前|番号|電話|携帯|℡|TEL|Tel|FAX|連絡先|住所|生年月日|普通|預金|名義|マイナンバー|〒|免許証|旅券|パスワード|カード|メール|学籍|IBAN|SSN|DOB|born|passport|[Pp]hone|[Mm]obile|account( number)?|Card|card|call|on|ID)[\s　）)]*$')
class Mail:
    def __init__(self, lang, dom, fam):
        self.t = ''; self.spans = []; self.neg = []; self.lang = lang; self.dom = dom; self.fam = fam
        self.ja, self.en = {}, {}; self.persons = set(); self.sp = R.choice(['', ' ', '　', ' ', '　', '']); self.tuple = R.choice(ADDR); self.corp = R.choice(ADDR)
        self.org = R.choice(ORGS.get(dom, ORGS['hr'])); self.mdom = R.choice(MAILDOM.get(dom, ['greentech.example.co.jp','sanwa-shokuhin.jp','kotori-shop.jp','cloud-one.co.jp']))
        self.mdom = self.mdom if lang == 'ja' else R.choice(['northfield.org','carterlogistics.com','mapleclinic.com','example.org'])
        self.date = datetime.date(2026, R.randint(1, 12), R.randint(1, 28)); self.i = 0; self.dst = R.randint(0, 3); self.tst = R.randint(0, 2); self.bdk = R.choice(['w','w1','k','/'])
    def put(self, s): self.t += s
    def lab(self, s, ty, src=None):
        line = self.t[self.t.rfind('\n')+1:]
        sp = {'start': len(self.t), 'end': len(self.t)+len(s), 'type': ty, 'ctx': 'label' if LABEL.search(line[-16:]) else 'run'}
        if src: sp['src'] = src
        self.spans.append(sp); self.t += s
    def ng(self, s, kind): self.neg.append({'start': len(self.t), 'end': len(self.t)+len(s), 'kind': kind}); self.t += s
    def J(self, k):
        if k not in self.ja:
            b = self.fam.get(k); self.ja[k] = ja_name(k, (self.J(b).s if b else None))
        self.persons.add('j'+k); return self.ja[k]
    def E(self, k):
        if k not in self.en:
            b = self.fam.get(k); self.en[k] = en_name(k, (self.E(b).l if b else None))
        self.persons.add('e'+k); return self.en[k]
    def org_put(self):
        if self.org in COMPANYISH: self.ng(self.org, 'company')
        else: self.put(self.org)
    def email(self, ln, personal):
        if hasattr(ln, 'l'): a, b = ln.f.lower(), re.sub('[^a-z]', '', ln.l.lower()); 
        else:
            if getattr(ln, 'foreign', None): a, b = 'nguyen', 'jp'
            else: a, b = roma(ln.g[1]), roma(ln.s[1])
        l = R.choice([a[0]+'.'+b, b+'.'+a, a+'-'+b, b+D(3), a+b, b]) if personal else R.choice([b, a[0]+'-'+b, b+'.'+a, b+a[0]])
        l = re.sub('[^a-z0-9.-]', '', l)
        return l + '@' + (R.choice(FREE if self.lang == 'ja' else FREE[:1]+['hotmail.com','aol.com','btinternet.com']) if personal else self.mdom)
    def day(self):
        d = self.date + datetime.timedelta(days=R.randint(-20, 30))
        if self.lang == 'en': return R.choice(['%s %d' % (MON[d.month-1], d.day), '%s, %s %d' % (d.strftime('%A'), MON[d.month-1][:3], d.day), '%d %s' % (d.day, MON[d.month-1])])
        return ['%d月%d日（%s）' % (d.month, d.day, WD[d.weekday()]), '%d/%d(%s)' % (d.month, d.day, WD[d.weekday()]), '%d月%d日' % (d.month, d.day), '%d/%d' % (d.month, d.day)][self.dst]
    def time(self):
        h, m = R.randint(8, 17), R.choice([0, 0, 15, 30, 40, 45])
        if self.lang == 'en': return R.choice(['%d:%02d' % (h, m), '%d:%02d %s' % ((h-1) % 12+1, m, 'am' if h < 12 else 'pm')])
        return ['%d:%02d' % (h, m), '%02d:%02d' % (h, m), '%d時' % h if m == 0 else '%d時%d分' % (h, m)][self.tst]
    def plain(self, a):
        k = a[0]
        if k == 'nd': return D(int(a[1]))
        if k == 'n': lo, hi = a[1].split('-'); return str(R.randint(int(lo), int(hi)))
        if k == 'nhex': return rnd('0123456789abcdef', int(a[1]))
        if k == 'nalnum': return rnd('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', int(a[1]))
        if k == 'njanv': return jan()
        if k == 'ninvT': return 'T' + corp()
        if k == 'ncorp': return corp()
        if k == 'ntrk': x = D(12); return x if R.random() < .3 else '-'.join((x[:4], x[4:8], x[8:]))
        if k == 'nord': return R.choice([lambda: '2026'+D(8), lambda: 'A-'+D(7), lambda: D(3)+'-'+D(7)+'-'+D(7), lambda: 'W'+D(8)])()
        if k == 'nip': return '10.%d.%d.%d' % (R.randint(0, 200), R.randint(0, 250), R.randint(1, 250))
        if k == 'd': return self.day()
        if k == 't': return self.time()
        if k == 'tc': self.clk = getattr(self, 'clk', R.randint(480, 560)) + R.randint(1, 50); return '%d:%02d' % divmod(self.clk, 60)
        if k == 'dy': d = self.date; return R.choice(['%d年%d月%d日' % (d.year, d.month, d.day), '令和8年%d月%d日' % (d.month, d.day)])
        if k == 'dyf': return '2029年%02d月%02d日' % (R.randint(1, 12), R.randint(1, 28))
        if k == 'dyen':
            d = self.date; return R.choice(['%s, %s %d, 2026 at %d:%02d' % (d.strftime('%a'), d.strftime('%b'), d.day, R.randint(8, 17), R.randint(0, 59)), '2026/%02d/%02d %02d:%02d' % (d.month, d.day, R.randint(8, 17), R.randint(0, 59))])
        if k == 'i': self.i += 1; return str(self.i)
        raise KeyError(k)
    def name(self, k, kind):
        n = self.J(k)
        if n.foreign: return (n.foreign if kind != 'S' else re.split('・', n.foreign)[0]), 'outside'
        if kind == 'P': return n.s[0]+self.sp+n.g[0], n.src
        if kind == 'S': return n.s[0], n.ssrc
        if kind == 'G': return n.g[0], n.gsrc
        if kind == 'H': return n.g[1], n.gsrc
    def tok(self, x):
        a = x.split(':'); k = a[0]
        if k in ('P', 'S', 'G', 'H'): s, src = self.name(a[1], k); self.lab(s, 'PERSON', src)
        elif k in ('F', 'K', 'KP'):
            n = self.J(a[1]); s = n.s[1]+R.choice([' ', '　', '　'])+n.g[1]
            if k == 'F': self.ng(s, 'reading')
            elif k == 'K': self.ng(kata(s), 'reading')
            else: self.lab(kata(s), 'PERSON', n.src)
        elif k in ('R', 'RF', 'RUC'):
            n = self.J(a[1]); s = roma(n.g[1]).capitalize()+' '+roma(n.s[1]).capitalize()
            if k == 'RF': s = s.split()[0]
            if k == 'RUC': s = R.choice([s, roma(n.s[1])+' '+roma(n.g[1])]).upper()
            self.lab(s, 'PERSON', 'romaji')
        elif k in ('T', 'TF', 'TL', 'TC'):
            n = self.E(a[1]); self.lab({'T': n.f+' '+n.l, 'TF': n.f, 'TL': n.l, 'TC': (n.l+' '+n.f).upper()}[k], 'PERSON', 'en')
        elif k == 'M' or k == 'MW':
            n = (self.E if a[1] in self.en or (self.lang == 'en' and a[1] not in self.ja) else self.J)(a[1]); key = (k, a[1])
            self.mails = getattr(self, 'mails', {}); self.mails.setdefault(key, self.email(n, k == 'M')); self.lab(self.mails[key], 'EMAIL')
        elif k == 'phm': self.lab(mobile(), 'PHONE')
        elif k == 'phf': self.lab(fixed(self.corp[4]), 'PHONE')
        elif k == 'phfd': self.lab('0120-%s-%s' % (D(3), D(3)), 'PHONE')
        elif k == 'phus': self.lab(phus(), 'PHONE')
        elif k == 'phuk': self.lab(phuk(), 'PHONE')
        elif k == 'phtoll': self.lab('1-800-%s-%s' % (str(R.randint(2,9))+D(2), D(4)), 'PHONE')
        elif k == 'phintl': self.lab('+81 90 %s %s' % (R.randint(1000, 9999), D(4)), 'PHONE')
        elif k == 'po': self.tuple = R.choice(ADDR) if not hasattr(self, '_ad') else self.tuple; self._po = 1; self.lab(self.tuple[0], 'POSTAL')
        elif k == 'ad':
            if not hasattr(self, '_po'): self.tuple = R.choice(ADDR)
            self._ad = 1; self.lab(addr(self.tuple), 'ADDRESS')
        elif k == 'ad2': self.lab(addr(R.choice(ADDR), True), 'ADDRESS')
        elif k == 'copo': self.lab(self.corp[0], 'POSTAL')
        elif k == 'coad': self.lab(addr(self.corp, company=True), 'ADDRESS')
        elif k == 'aden': self.lab(aden(), 'ADDRESS')
        elif k == 'bd': self.lab(bdate(1950, 2003), 'BIRTHDATE')
        elif k == 'bdold': self.lab(bdate(1928, 1952, R.choice(['w','w','w1','k','/'])), 'BIRTHDATE')
        elif k == 'bdkid': self.lab(bdate(2013, 2021, self.bdk), 'BIRTHDATE')
        elif k == 'bdera': self.lab(bdate(1955, 2003, 'w1'), 'BIRTHDATE')
        elif k == 'bdiso': self.lab(bdate(1965, 2004, R.choice(['-', '/'])), 'BIRTHDATE')
        elif k == 'bden': self.lab(bden(), 'BIRTHDATE')
        elif k == 'my': n = mynum(); self.lab(R.choice([n, n[:4]+'-'+n[4:8]+'-'+n[8:], n[:4]+' '+n[4:8]+' '+n[8:], n, n.translate(ZEN)]), 'MYNUMBER')
        elif k == 'bk': self.lab(bkacct(), 'BANK_ACCOUNT')
        elif k == 'bkus': self.lab(str(R.randint(1, 9))+D(R.choice([8, 9, 11])), 'BANK_ACCOUNT')
        elif k == 'bkuk': self.lab(str(R.randint(1, 9))+D(7), 'BANK_ACCOUNT')
        elif k == 'bank': self.expand(R.choice(BANKS))
        elif k == 'cc': self.lab(card(), 'CREDIT_CARD')
        elif k == 'cexp': self.ng('%02d/%d' % (R.randint(1, 12), R.randint(27, 31)), 'expiry')
        elif k == 'iban': self.lab(iban(), 'IBAN')
        elif k == 'ssn': self.lab(ssn(), 'US_SSN')
        elif k == 'pp': self.lab(R.choice('TMN')+R.choice('KLRSZ')+D(7), 'PASSPORT')
        elif k == 'ppen': self.lab(R.choice(['5'+D(8), rnd(UP, 1)+D(8), rnd(UP, 2)+D(7)]), 'PASSPORT')
        elif k == 'dl': self.lab(dl(), 'DRIVER_LICENSE')
        elif k == 'pn': self.lab(D(4)+'-'+D(6), 'PENSION_NO')
        elif k == 'sid':
            f = getattr(self, 'sf', None) or R.choice([lambda: '2%dB%s' % (R.randint(2, 6), D(5)), lambda: 's2%d%s' % (R.randint(2, 6), D(5)), lambda: '202%d%s' % (R.randint(2, 6), D(4)), lambda: '2%d-%s' % (R.randint(2, 6), D(4))])
            self.sf = f; self.lab(f(), 'STUDENT_ID')
        elif k == 'pw': self.lab(passwd(), 'PASSWORD')
        elif k == 'aws': self.lab('AKIA'+rnd(UP+'234567', 16), 'SECRET')
        elif k == 'ghp': self.lab('ghp_'+rnd(AN, 36), 'SECRET')
        elif k in ('yen', 'yenL'):
            n = R.randint(3, 90)*100 if R.random() < .6 else R.randint(30, 480)*100; n = R.randint(60, 2400)*1000 if k == 'yenL' else n; s = format(n, ','); self.ng(R.choice([s+'円', s+'円', '¥'+s, '￥'+s]), 'amount')
        elif k == 'usd': self.ng('$'+format(R.choice([R.randint(900, 9999), R.randint(10000, 480000)])/100, ',.2f'), 'amount')
        elif k == 'org':
            if len(a) > 1: self.org = R.choice(ORGS[a[1]])
            self.org_put()
        elif k == 'sig': self.sig(a[1], a[2])
        else: self.put(self.plain(a))
    def sig(self, s, dom):
        d = R.choice(DEPT.get(dom, ['総務部']))
        d1 = d+'　' if d else ''
        self.expand(R.choice([
            '━━━━━━━━━━━━━━━\n{org}\n%s{P:%s}\n〒{copo}\n{coad}\nTEL：{phf}\nFAX：{phf}\nE-mail：{MW:%s}\n━━━━━━━━━━━━━━━' % (d1, s, s),
            '-- \n{P:%s}（{F:%s}）\n{org} %s\nTEL {phf} / FAX {phf}\n{MW:%s}' % (s, s, d, s),
            '{org}　%s{S:%s}\n電話 {phf}（直通）' % (d1, s),
            '------------------------------\n{org}\n%s%s\n{R:%s}\n{coad}\nTel {phf}\n------------------------------' % (d1, '{P:%s}' % s, s),
            '{org}\n担当：{P:%s}\n〒{copo} {coad}\n☎ {phf}' % s,
            '＊＊＊＊＊＊＊＊＊＊＊＊\n　%s{P:%s}\n　{org}\n　mail: {MW:%s}\n＊＊＊＊＊＊＊＊＊＊＊＊' % (d1, s, s)]))
    def expand(self, text):
        for part in re.split(r'(\[\[.*?\]\]|\{[A-Za-z0-9:\-]+\})', text):
            if part.startswith('[['):
                kind, body = part[2:-2].split('~', 1)
                s = re.sub(r'\{([^}]*)\}', lambda m: self.plain(m.group(1).split(':')), body); self.ng(s, kind)
            elif part.startswith('{'): self.tok(part[1:-1])
            else: self.put(part)
    def render(self, body):
        while True:
            m = re.search(r'<<((?:(?!<<|>>).)*)>>', body, re.S)
            if not m: break
            body = body[:m.start()] + R.choice(m.group(1).split('|')) + body[m.end():]
        out = []; q = 0
        for line in body.split('\n'):
            m = re.match(r'%(\d+)-(\d+) (.*)', line)
            if m:
                for _ in range(R.randint(int(m[1]), int(m[2]))): out.append(m[3].replace('*}', 'q%d}' % q) if '*}' in m[3] else m[3]); q += 1
            else: out.append(line)
        for i, l in enumerate(out): self.expand(l + ('\n' if i < len(out)-1 else ''))

def load(fn):
    r = []
    for blk in re.split(r'^@@ ', open(os.path.join(HERE, fn), encoding='utf-8').read(), flags=re.M)[1:]:
        head, body = blk.split('\n', 1); h = head.split()
        r.append((h[0], h[-1], 'clean' in h, 'special' in h, body.rstrip('\n')+'\n'))
    return r
OPEN = ['']*8 + ['（スマホから失礼します）\n', '件名だけ直して再送します。\n\n']
CLOSE = ['']*8 + ['\n以上、よろしくお願いいたします。\n', '\n※ このメールにお心当たりのない場合は破棄してください。\n', '\nPCの調子が悪く、返信が遅れてすみません。\n', '\n取り急ぎ。\n', '\niPhoneから送信\n']
EOPEN = ['']*9 + ['Resending, the first one bounced.\n\n']
ECLOSE = ['']*6 + ['\nSent from my phone\n', '\nThis message may be confidential. If it is not for you, please delete it.\n']
def mails():
    rows = []; plan = []
    for fn, lang, want, cl in (('skel_ja.txt', 'ja', 300, 2), ('skel_en.txt', 'en', 100, 2)):
        sk = load(fn); p = []
        for s in sk:
            if s[2]: p += [s]*cl
        dirty = [s for s in sk if not s[2]]; i = 0
        if lang == 'en': p += [s for s in sk if s[2]][:7]
        while len(p) < want: p.append(dirty[i % len(dirty)]); i += 1
        plan += [(lang, s) for s in p[:want]]
    R.shuffle(plan)
    for i, (lang, (sid, dom, clean, special, body)) in enumerate(plan):
        USED.clear()
        fam = dict(x.split(':') for x in FAM.get(sid, '').split())
        m = Mail(lang, dom, fam)
        letter = re.search(r'(様|さん|先生|社長|課長)$', body.split('\n')[0]) or body.startswith(('Dear', 'Hi', 'Hello'))
        if letter: m.put(R.choice(OPEN if lang == 'ja' else EOPEN))
        m.render(body)
        if letter: m.put(R.choice(CLOSE if lang == 'ja' else ECLOSE))
        u = [0]
        for c in m.t: u.append(u[-1] + (2 if ord(c) > 0xffff else 1))
        for s in m.spans+m.neg: s['u16s'] = u[s['start']]; s['u16e'] = u[s['end']]
        rows.append({'id': 'h18_%04d' % i, 'lang': lang, 'text': m.t, 'spans': m.spans, 'neg': m.neg, 'special_care': special, 'persons': len(m.persons), 'skel': sid, 'clean': clean})
    return rows

# ---------------------------------------------------------------- tables
def people(n):
    seen = set(); out = []
    while len(out) < n:
        USED.clear(); p = ja_name(R.choice(['a', 'a', 'a', 'f1', 'm1', 'o1']))
        if (p.s[0], p.g[0]) in seen: continue
        seen.add((p.s[0], p.g[0])); out.append(p)
    return out
def full(p, sp): return p.s[0]+sp+p.g[0]
def tab(kind, n):
    sp = R.choice(['', ' ', '　']); P = people(n); di = datetime.date(2026, 4, 1)
    dd = lambda: (di+datetime.timedelta(days=R.randint(0, 250))).strftime(R.choice(['%Y/%m/%d']))
    def ad(): t = R.choice(ADDR); return t[0], addr(t)
    t, pre = None, []
    if kind == 'clients': h = ['利用者番号','氏名','フリガナ','郵便番号','住所','電話']; r = [[D(6), full(p,sp), kata(p.s[1]+' '+p.g[1]), *(lambda a: (a[0], addr(a), R.choice([fixed(a[4]), mobile()])))(R.choice(ADDR))] for p in P]; t = n
    elif kind == 'employees': h = ['社員No','氏名','所属','入社日','内線']; r = [[D(5), full(p,sp), R.choice(['総務課','製造課','営業課']), dd(), D(4)] for p in P]; t = n
    elif kind == 'payroll': h = ['氏名','生年月日','個人番号','銀行','口座番号','支給額']; r = [[full(p,sp), bdate(1955,2004,'/'), mynum(), R.choice(['みずほ','八十二','ゆうちょ']), str(R.randint(1,9))+D(6), R.randint(160,480)*1000] for p in P]; t = n
    elif kind == 'class': h = ['番','姓','名','せい','めい','性別','誕生日']; r = [[i+1, p.s[0], p.g[0], p.s[1], p.g[1], R.choice('男女'), bdate(2013,2019,'/')] for i, p in enumerate(P)]; t = n
    elif kind == 'grades': h = ['学籍番号','学生氏名','国語','数学','英語']; r = [['26A'+D(4), full(p,sp), R.randint(20,100), R.randint(20,100), R.randint(20,100)] for p in P]; t = n
    elif kind == 'attend':
        h = ['氏名']+['%d日' % d for d in range(1, 16)]; r = [[full(p,sp)]+[R.choice(['○','○','○','×','']) for _ in range(15)] for p in P]; t = n
    elif kind == 'patients': h = ['患者ID','患者名','生年月日','受診日','診療科','担当医']; dr = people(4); USEDN = {(d.s[0],d.g[0]) for d in dr}; P = [p for p in P if (p.s[0],p.g[0]) not in USEDN]; r = [[D(7), full(p,sp), bdate(1930,2015,'/'), dd(), R.choice(['内科','外科','眼科']), full(R.choice(dr), sp)] for p in P]; t = None; t = len(P)+len({x[5] for x in r})
    elif kind == 'visits':
        base = P[:max(3, n//5)]; h = ['日付','利用者','電話','サービス','時間']; tel = {id(p): mobile() for p in base}; r = []
        for _ in range(n): p = R.choice(base); r.append([dd(), full(p,sp), tel[id(p)], R.choice(['入浴','訪問看護','通所']), '%d:00' % R.randint(9,16)])
        t = len({x[1] for x in r})
    elif kind == 'sales_c':
        base = P[:max(3, n//3)]; inf = {id(p): (mobile(), 'u%s@%s' % (D(4), R.choice(FREE))) for p in base}; h = ['注文日','注文番号','お名前','TEL','メール','商品','金額']; r = []
        for _ in range(n): p = R.choice(base); r.append([dd(), '2026'+D(6), full(p,sp), *inf[id(p)], R.choice(['花束','鉢植え','リース']), R.randint(10,200)*100])
        t = len({x[2] for x in r})
    elif kind == 'nohead': h = None; r = [[full(p,sp), bdate(1940,2005,'/'), mobile(), *ad()] for p in P]; t = n
    elif kind == 'en_staff':
        h = ['Employee','Title','Email','Phone']; r = []; s = set()
        while len(r) < n:
            f, l = R.choice(EF), R.choice(EL)
            if (f, l) in s: continue
            s.add((f, l)); r.append([f+' '+l, R.choice(['Nurse','Clerk','Driver','Teacher']), f.lower()[0]+re.sub('[^a-z]','',l.lower())+'@northfield.org', phus()])
        t = n
    elif kind == 'en_split':
        h = ['First name','Last name','Date of birth','Student ID']; r = []; s = set()
        while len(r) < n:
            f, l = R.choice(EF), R.choice(EL)
            if (f, l) in s: continue
            s.add((f, l)); r.append([f, l, bden(), '26'+D(5)])
        t = n
    elif kind == 'title': pre = [['敬老会 招待者名簿'], ['作成日', '2026/09/01'], []]; h = ['No.','お名前','ご年齢','地区']; r = [[i+1, full(p,sp), R.randint(75,99), R.choice(['東','西','本町','山口'])] for i, p in enumerate(P)]; t = n
    elif kind == 'guardian':
        Q = people(2*n); h = ['園児名','保護者名','電話','アレルギー']; r = [[full(Q[i],sp), full(Q[n+i],sp), mobile(), R.choice(['なし','卵','なし'])] for i in range(n)]; t = len({x for a in r for x in a[:2]})
    elif kind == 'vendors': h = ['取引先','担当者','電話番号','品目']; r = [[R.choice(['丸和','信州','三和','東和'])+R.choice(['産業','商事','工業'])+R.choice(['株式会社','(株)']), full(p,sp)+R.choice(['','様']), fixed(), R.choice(['紙','燃料','給食材'])] for p in P]; t = n
    elif kind == 'products': h = ['品番','品名','JANコード','数量','単価']; r = [['KT-'+D(5), R.choice(['タオル','毛布','石井のせんべい','中村屋カレー','座布団']), jan(), R.randint(1,80), R.randint(2,90)*100] for _ in range(n)]; t = 0
    elif kind == 'stores': h = ['店舗名','郵便番号','所在地','代表電話']; r = [[R.choice(['松本','高田','石川','中野','大宮'])+'%d号店' % (i+1), *(lambda a: (a[0], addr(a, company=True), fixed(a[4])))(R.choice(ADDR))] for i in range(n)]; t = 0
    elif kind == 'shipments': h = ['伝票番号','出荷日','荷物番号','個数']; r = [['2026'+D(8), dd(), D(4)+'-'+D(4)+'-'+D(4), R.randint(1,30)] for _ in range(n)]; t = 0
    elif kind == 'stats': h = ['町名','世帯数','人口','高齢化率']; r = [[R.choice(['本町','高橋町','山口','石川','和田','前田'])+'%d区' % (i+1), R.randint(40,900), R.randint(90,2400), '%.1f%%' % R.uniform(15,55)] for i in range(n)]; t = 0
    elif kind == 'rain': h = ['観測所','日付','降水量mm','最高気温']; r = [[R.choice(['松本','長野','飯田','諏訪']), dd(), R.randint(0,80), R.randint(-2,36)] for _ in range(n)]; t = 0
    elif kind == 'invoices': h = ['請求番号','取引先','登録番号','金額']; r = [['INV-'+D(5), R.choice(['山本商事','(株)田中製作所','小林運輸','伊藤忠エネクス'])+'', 'T'+corp(), R.randint(10,900)*1000] for _ in range(n)]; t = 0
    elif kind == 'equip': h = ['備品番号','品名','型番','設置場所','購入日']; r = [['B-'+D(5), R.choice(['机','椅子','プリンタ','車いす']), R.choice(['EP-','LX-'])+D(4), R.choice(['1階','2階','会議室']), dd()] for _ in range(n)]; t = 0
    return h, r, t, pre
def tables(out):
    os.makedirs(out+'/tables', exist_ok=True); meta = []
    pos = ['clients','employees','payroll','class','grades','attend','patients','visits','sales_c','nohead','en_staff','en_split','title','guardian','vendors']; neg = ['products','stores','shipments','stats','rain','invoices','equip']
    kinds = []
    for ext in ('csv', 'xlsx'):
        kinds += [(k, ext) for k in pos + R.sample(pos, 7) + neg + R.sample(neg, 1)]
    R.shuffle(kinds)
    for i, (k, ext) in enumerate(kinds):
        n = R.choice([5, 8, 12, 18, 25, 36, 40, 64, 90, 120, 180, 250, 400])
        if k in ('class',): n = min(n, 40)
        if k in ('title','en_staff','en_split') and n > 300: n = 300
        h, r, t, pre = tab(k, n); f = 'h18_%03d.%s' % (i, ext); p = out+'/tables/'+f; hidden = False
        if ext == 'csv':
            enc, dl = R.choice([('utf-8', ','), ('utf-8-sig', ','), ('cp932', ','), ('utf-8', '\t')])
            if enc == 'cp932':
                try: json.dumps(r, ensure_ascii=False).encode('cp932'); (str(pre)+str(h)).encode('cp932')
                except UnicodeEncodeError: enc = 'utf-8-sig'
            with open(p, 'w', newline='', encoding=enc) as fh:
                w = csv.writer(fh, delimiter=dl, lineterminator='\r\n'); w.writerows(pre)
                if h: w.writerow(h)
                w.writerows(r)
        else:
            enc = 'xlsx'; wb = openpyxl.Workbook(); ws = wb.active; ws.title = R.choice(['Sheet1','一覧','名簿' if t else '集計'])
            off = R.choice([0, 0, 0, 1]) if not pre else 0
            rows = pre + ([h] if h else []) + r
            for a in ([[]]*off) + rows: ws.append(a)
            if R.random() < .3: w2 = wb.create_sheet('凡例'); w2.append(['記号','意味']); w2.append(['○','出席'])
            if t and h and R.random() < .12: hidden = True; ws.sheet_state = 'hidden'; w3 = wb.create_sheet('表紙', 0); w3.append(['添付のとおり送付します']); wb.active = 0
            wb.save(p)
        meta.append({'file': f, 'kind': k, 'rows': len(r), 'persons': t, 'enc': enc, 'hidden': hidden, 'header': h, 'has_contact': k in ('clients','visits','sales_c','nohead','en_staff','guardian','vendors'), 'over1000': False})
    with open(out+'/tables.jsonl', 'w', encoding='utf-8') as fh:
        for m in meta: fh.write(json.dumps(m, ensure_ascii=False)+'\n')
def main(out):
    os.makedirs(out, exist_ok=True)
    with open(out+'/mails.jsonl', 'w', encoding='utf-8') as fh:
        for r in mails(): fh.write(json.dumps(r, ensure_ascii=False)+'\n')
    tables(out)
if __name__ == '__main__': main(sys.argv[1])
