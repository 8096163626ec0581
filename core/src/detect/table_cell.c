/* What one cell of a table may be: number, address, company, name or something else. Columns and rows are table.c's. */
#include "detect/table_cell.h"

#include <string.h>

#include "base/utf8.h"
#include "detect/person_words.h"
#include "detect/people.h"

enum {
    CELL_BYTES = 300,  /* of a cell, for everything but running text */
    LABEL_BYTES = 72,
    NAME_MOST = 40,    /* characters of a name with all its parts */
    NAME_UNSPACED = 16 /* of a Japanese name without a gap */
};

struct word {
    const char16_t *text;
    uint32_t length;
};
#define COUNT(list) (sizeof(list) / sizeof *(list))
#define W(text) {text, COUNT(text) - 1}

static bool is_word(const struct scan *s, const struct word *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (words[k].length == s->n && scan_is(SCAN_C(s), 0, words[k].text))
            return true;
    return false;
}

static bool ends_with(const struct scan *s, uint32_t n, const struct word *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (n >= words[k].length && scan_is(SCAN_C(s), n - words[k].length, words[k].text))
            return true;
    return false;
}

/* One of the words stands in the cell, a Latin one where a word begins. */
static bool holds(const struct scan *s, const struct word *words, size_t count)
{
    const uint16_t *c = SCAN_C(s);
    for (uint32_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < count; k++)
            if (scan_is(c, i, words[k].text) && (c[i] > 0x7F || i == 0 || !class_ascii_word(SCAN_CLASS(s)[i - 1])))
                return true;
    return false;
}
void cell_fold(struct scan *s, const char *utf8, size_t n)
{
    scan_fold_cell(s, utf8, n < CELL_BYTES ? n : utf8_cut(utf8, n, CELL_BYTES));
}

/* Bytes of an ordinal before a name: digits and circled digits with what parts them from it. A longer number, or one with letters, is parted. */
static size_t ordinal(const char *s, size_t n)
{
    enum { ORDINAL_DIGITS = 4, NUMBER_MOST = 10 };
    size_t at = 0, digits = 0, letters = 0, marks = 0;
    while (at < n) {
        uint32_t cp;
        size_t used = utf8_decode(s + at, n - at, &cp);
        bool mark = digits && (cp == ' ' || cp == 0x3000 || cp == '.' || cp == 0xFF0E || cp == ')' || cp == 0xFF09 || cp == ':' || cp == 0xFF1A || cp == 0x756A /* 番 */);
        if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0x2460 && cp <= 0x2473))
            digits++;
        else if (!marks && at <= 2 && ((cp >= 'A' && cp <= 'Z') || (letters && cp == '-'))) /* A0012, SB-104 */
            letters++;
        else if (!mark)
            break;
        marks += mark;
        at += used;
    }
    if (!digits || n - at <= 3)
        return 0; /* 12名 is a count */
    return (digits <= ORDINAL_DIGITS && !letters) || (marks && digits + letters <= NUMBER_MOST) ? at : 0;
}

/* Bytes of a word before a colon: 母：山田花子, 会長: 佐藤健. */
static size_t word_and_colon(const char *s, size_t n)
{
    enum { WORD_MOST = 15 };
    for (size_t at = 0; at < n && at <= WORD_MOST;) {
        uint32_t cp;
        size_t used = utf8_decode(s + at, n - at, &cp);
        if (cp == ':' || cp == 0xFF1A)
            return at > 0 && n - at - used >= 3 ? at + used : 0;
        if (cp < 0x3041)
            return 0; /* an hour, an address on the net, Smith: */
        at += used;
    }
    return 0;
}

static size_t before_name(const char *s, size_t n)
{
    size_t skip = ordinal(s, n);
    return skip ? skip : word_and_colon(s, n);
}

/* Where the name ends before 42歳 or 他3名. */
static uint32_t name_end(const struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t i = s->n, digits = 0;
    if (i < 4 || (c[i - 1] != 0x6B73 && c[i - 1] != 0x624D && c[i - 1] != 0x540D && c[i - 1] != 0x4EBA)) /* 歳 才 名 人 */
        return s->n;
    bool age = c[i - 1] == 0x6B73 || c[i - 1] == 0x624D;
    for (i--; i > 1 && SCAN_CLASS(s)[i - 1] == CLASS_DIGIT; i--)
        digits++;
    if (digits == 0 || digits > 3)
        return s->n;
    if (!age && i > 2 && (c[i - 1] == 0x4ED6 || c[i - 1] == 0x5916)) /* 他 外 */
        i--;
    else if (!age && i > 3 && c[i - 2] == 0x307B && c[i - 1] == 0x304B) /* ほか */
        i -= 2;
    else if (!age)
        return s->n;
    while (i > 0 && SCAN_CLASS(s)[i - 1] == CLASS_SPACE)
        i--;
    return i >= 2 ? i : s->n;
}

void cell_fold_name(struct scan *s, const char *utf8, size_t n)
{
    size_t skip = before_name(utf8, n);
    cell_fold(s, utf8 + skip, n - skip);
    for (uint32_t end = name_end(s); s->n > end;) {
        s->n--;
        SCAN_C(s)[s->n] = 0;
        SCAN_CLASS(s)[s->n] = CLASS_END;
    }
    if (SCAN_CLASS(s)[0] != CLASS_UPPER)
        return;
    for (uint32_t i = 1; i < s->n; i++)
        if (SCAN_C(s)[i] == '/') /* DOE/JOHN is one name; behind a slash of other names stands a remark */
            SCAN_C(s)[i] = ',';
}

uint64_t cell_digits(const struct scan *s, uint32_t *count)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char digits[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (cls[i] == CLASS_DIGIT && n < sizeof digits)
            digits[n++] = (char)c[i];
    *count = n;
    uint32_t skip = n > 10 && digits[0] == '8' && digits[1] == '1' ? 2 : n > 0 && digits[0] == '0' ? 1 : 0; /* +81 90 and 090 */
    return n > skip ? hash_bytes(digits + skip, n - skip, 7) : 0;
}

uint32_t cell_text_hash(const struct scan *s)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    bool any = false;
    for (uint32_t i = 0; i < s->n; i++) {
        uint16_t c = SCAN_C(s)[i];
        bool letter_alone = i + 1 == s->n && i > 0 && c >= 'A' && c <= 'Z' && SCAN_CLASS(s)[i - 1] != CLASS_UPPER && SCAN_CLASS(s)[i - 1] != CLASS_LOWER; /* 選手A */
        if (SCAN_CLASS(s)[i] != CLASS_DIGIT && !(c >= 0x2460 && c <= 0x2473) && !letter_alone)
            hash = (hash ^ c) * 16777619u, any = true;
    }
    return any ? hash | 1 : 0;
}

bool cell_says_nothing(const struct scan *s)
{
    static const struct word words[] = {
        W(u"なし"), W(u"無し"), W(u"無"), W(u"ない"), W(u"特になし"), W(u"特記なし"), W(u"-"), W(u"×"), W(u"x"), W(u"no"), W(u"none"), W(u"n/a"),
        W(u"未"), W(u"該当なし"), W(u"不明"), W(u"異常なし"), W(u"0")};
    return s->n == 0 || is_word(s, words, COUNT(words));
}

/* Stands where a name should be, and is none. */
static bool placeholder(const struct scan *s)
{
    static const struct word words[] = {
        W(u"未定"), W(u"未登録"), W(u"未記入"), W(u"空席"), W(u"空"), W(u"空き"), W(u"欠員"), W(u"欠番"), W(u"欠席"), W(u"同上"), W(u"匿名"),
        W(u"匿名希望"), W(u"有志"), W(u"有志一同"), W(u"空床"), W(u"無記名"), W(u"非公開"), W(u"募集中"), W(u"調整中"), W(u"検討中"), W(u"休み"),
        W(u"不在"), W(u"予備"), W(u"教卓"), W(u"教壇"), W(u"黒板"), W(u"通路"), W(u"入口"), W(u"出口"), W(u"出入口"), W(u"ステージ"), W(u"演台"),
        W(u"vacant"), W(u"tbd"), W(u"tba"), W(u"unassigned"), W(u"anonymous"), W(u"unknown"), W(u"empty"), W(u"same as above"), W(u"not assigned")};
    /* what somebody is to whom the row is about, with no name to it */
    static const struct word kin[] = {
        W(u"父"), W(u"母"), W(u"祖父"), W(u"祖母"), W(u"兄"), W(u"姉"), W(u"弟"), W(u"妹"), W(u"夫"), W(u"妻"), W(u"子"), W(u"本人"), W(u"長男"),
        W(u"長女"), W(u"次男"), W(u"次女"), W(u"二男"), W(u"二女"), W(u"父母"), W(u"両親"), W(u"保護者"), W(u"世帯主"), W(u"同左"), W(u"同じ"),
        W(u"その他"), W(u"self"), W(u"father"), W(u"mother"), W(u"spouse")};
    return cell_says_nothing(s) || is_word(s, words, COUNT(words)) || is_word(s, kin, COUNT(kin));
}

bool cell_is_total(const struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    static const struct word words[] = {
        W(u"合計"), W(u"小計"), W(u"総計"), W(u"計"), W(u"総合計"), W(u"累計"), W(u"平均"), W(u"total"), W(u"subtotal"), W(u"grand total"),
        W(u"sum"), W(u"average"), W(u"合計人数"), W(u"以上"), W(u"以下余白"), W(u"以下空白"), W(u"余白"), W(u"平均点"), W(u"平均値"), W(u"最高"),
        W(u"最低"), W(u"最大"), W(u"最小"), W(u"最高点"), W(u"最低点"), W(u"標準偏差"), W(u"中央値"), W(u"人数"), W(u"件数"), W(u"総数"),
        W(u"合計点"), W(u"max"), W(u"min"), W(u"median"), W(u"mean"), W(u"count")};
    static const struct word ends[] = {
        W(u"合計"), W(u"小計"), W(u"総計"), W(u"累計"), W(u"平均"), W(u"者数"), W(u"人数"), W(u"件数"), W(u"点数"), W(u" 計"), W(u" total"),
        W(u" subtotal")};
    if (s->n > 32)
        return false;
    uint32_t from = 0, n = s->n;
    while (from < n && (c[from] == ' ' || c[from] == '<' || c[from] == '(' || c[from] == 0x3010 || c[from] == '*'))
        from++;
    for (size_t k = 0; k < COUNT(words); k++) {
        uint32_t m = words[k].length;
        if (n - from >= m && scan_is(c, from, words[k].text) &&
            (n - from == m || c[from + m] == ' ' || c[from + m] == ':' || c[from + m] == '(' || c[from + m] == ')' || c[from + m] == '>' || c[from + m] == 0x3011 ||
             (k == 0 && scan_class(c[from + m]) == CLASS_DIGIT)))
            return true;
    }
    while (n > from && (c[n - 1] == ' ' || c[n - 1] == ')' || c[n - 1] == '>' || c[n - 1] == 0x3011))
        n--;
    if (ends_with(s, n, ends, COUNT(ends)))
        return true;
    /* 合 計; 営業部計, 男子計, 日勤計: a group's */
    static const struct word groups[] = {
        W(u"部計"), W(u"課計"), W(u"組計"), W(u"班計"), W(u"子計"), W(u"級計"), W(u"年計"), W(u"校計"), W(u"店計"), W(u"区計"), W(u"名計"),
        W(u"人計"), W(u"勤計"), W(u"席計"), W(u"性計"), W(u"別計"), W(u"間計"), W(u"月計"), W(u"日計")};
    return (n == 3 && c[0] == 0x5408 && c[2] == 0x8A08) || ends_with(s, n, groups, COUNT(groups));
}

bool cell_could_be_name(const struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t letters = 0, hiragana = 0, kanji = 0, gaps = 0, i = 0;
    if (s->n > NAME_MOST || c[0] == 0x203B /* ※ */ || placeholder(s) || (s->n >= 3 && c[s->n - 1] == u'者')) /* 出席者, 担当者 */
        return false;
    for (; i < s->n; i++) {
        if (c[i] == '(' && letters >= 2)
            break;
        if (cls[i] == CLASS_DIGIT || c[i] == '@' || c[i] == ':' || c[i] == 0x3002 || c[i] == '_' || c[i] == '%')
            return false;
        if (class_japanese(cls[i]) || cls[i] == CLASS_UPPER || cls[i] == CLASS_LOWER || cls[i] == CLASS_LETTER)
            letters++;
        hiragana += cls[i] == CLASS_HIRAGANA;
        kanji += cls[i] == CLASS_KANJI;
        gaps += cls[i] == CLASS_SPACE || c[i] == 0x30FB || c[i] == '=';
    }
    if (letters >= 3 && i == s->n && c[i - 1] == u'計' && !gaps && c[i - 2] != u'主') /* 早番計 is a sum, 加藤主計 somebody */
        return false;
    /* a sentence: as long as no name is, with kana between the kanji */
    return letters >= 1 && !(i > NAME_UNSPACED && kanji && (hiragana || !gaps));
}

bool cell_is_firm(const struct scan *s)
{
    static const struct word words[] = {
        W(u"株式会社"), W(u"有限会社"), W(u"合同会社"), W(u"(株)"), W(u"(有)"), W(u"㈱"), W(u"㈲"), W(u"法人"), W(u"co."), W(u"inc."), W(u"ltd"),
        W(u"llc"), W(u"corp."), W(u"組合"), W(u"協会"), W(u"銀行"), W(u"大学"), W(u"病院"), W(u"商店"), W(u"商事"), W(u"工業"), W(u"支店"),
        W(u"営業所")};
    return holds(s, words, COUNT(words));
}

bool cell_says_firm(const struct scan *s)
{
    static const struct word words[] = {W(u"法人"), W(u"団体"), W(u"企業"), W(u"会社"), W(u"法人様"), W(u"法人・団体"), W(u"corporate"), W(u"company")};
    return is_word(s, words, COUNT(words));
}

bool cell_is_office(const struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t from = 0, n = s->n;
    bool short_given;
    while (from < n && (SCAN_CLASS(s)[from] == CLASS_MARK || SCAN_CLASS(s)[from] == CLASS_SPACE))
        from++;
    while (n > from && (SCAN_CLASS(s)[n - 1] == CLASS_MARK || SCAN_CLASS(s)[n - 1] == CLASS_SPACE))
        n--;
    return n > from && class_end(SCAN_CLASS(s), from, CLASS_KANJI) == n && organisation_like(c, from, n) && name_of_kanji(c + from, n - from, &short_given) < 2;
}

/* Ends as the names of what stands on ground do, and of what is sold and done there. */
static bool is_place(const struct scan *s)
{
    static const struct word ends[] = {
        W(u" inc"), W(u" corp"), W(u"学校"), W(u"小学"), W(u"中学"), W(u"高校"), W(u"学園"), W(u"学院"), W(u"公民館"), W(u"会館"), W(u"図書館"),
        W(u"体育館"), W(u"博物館"), W(u"美術館"), W(u"旅館"), W(u"本館"), W(u"別館"), W(u"保育園"), W(u"幼稚園"), W(u"こども園"), W(u"公園"),
        W(u"庭園"), W(u"動物園"), W(u"農園"), W(u"果樹園"), W(u"センター"), W(u"ホール"), W(u"プラザ"), W(u"ビル"), W(u"マンション"), W(u"アパート"),
        W(u"ハイツ"), W(u"ホーム"), W(u"クラブ"), W(u"ホテル"), W(u"クリニック"), W(u"内科"), W(u"外科"), W(u"小児科"), W(u"眼科"), W(u"皮膚科"),
        W(u"耳鼻科"), W(u"薬局 駅前店"), W(u"医院"), W(u"診療所"), W(u"薬局"), W(u"歯科"), W(u"本店"), W(u"駅"), W(u"駅前"), W(u"神社"), W(u"寺院"),
        W(u"大社"), W(u"教会"), W(u"会場"), W(u"会議室"), W(u"教室"), W(u"事務所"), W(u"市役所"), W(u"区役所"), W(u"役場"), W(u"庁舎"), W(u"出張所"),
        W(u"交番"), W(u"警察署"), W(u"消防署"), W(u"税務署"), W(u"保健所"), W(u"郵便局"), W(u"倉庫"), W(u"工場"), W(u"製作所"), W(u"研究所"),
        W(u"製菓"), W(u"精工"), W(u"物流"), W(u"不動産"), W(u"食品"), W(u"造園"), W(u"運輸"), W(u"電設"), W(u"工務店"), W(u"酒造"), W(u"印刷"),
        W(u"水産"), W(u"土木"), W(u"組"), W(u"建築"), W(u"電工"), W(u"興産"), W(u"石油"), W(u"自動車"), W(u"交通"), W(u"観光"), W(u"建設"),
        W(u"電機"), W(u"電気"), W(u"産業"), W(u"興業"), W(u"製薬"), W(u"化学"), W(u"食堂"), W(u"酒店"), W(u"書店"), W(u"商会"), W(u"物産"),
        W(u"通商"), W(u"信託"), W(u"信金"), W(u"運送"), W(u"鉄工"), W(u"製作"), W(u"設備"), W(u"塗装"), W(u"温泉"), W(u"地区"), W(u"町内会"),
        W(u"自治会"), W(u"子ども会"), W(u"団地"), W(u"住宅"), W(u"広場"), W(u"グラウンド"), W(u"球場"), W(u"空港"), W(u"ダム"), W(u"トンネル"),
        W(u"school"), W(u"hospital"), W(u"clinic"), W(u"center"), W(u"centre"), W(u"office"), W(u"hotel"), W(u"store"), W(u"shop"), W(u"station"),
        W(u"library"), W(u"museum"), W(u"university"), W(u"company"), W(u"branch"), W(u"restaurant"), W(u"cafe"), W(u"bakery"), W(u"pharmacy")};
    uint32_t n = s->n;
    for (uint32_t i = 1; i < s->n && n == s->n; i++)
        if (SCAN_C(s)[i] == '(')
            n = i; /* 三宅公民館(北) */
    return ends_with(s, n, ends, COUNT(ends));
}

/* Latin words with a capital each, at most one comma between them: puts them as Given Surname into out, small letters behind the first. */
static size_t latin_order(const char *s, size_t n, char out[64])
{
    static const char *const titles[] = {" MR", " MS", " MRS", " MISS", " MSTR", " DR", " Mr", " Ms", " Mrs"};
    for (size_t k = 0; k < COUNT(titles); k++) {
        size_t m = strlen(titles[k]);
        if (n > m && memcmp(s + n - m, titles[k], m) == 0)
            n -= m;
    }
    size_t comma = 0, words = 0;
    char plain[64];
    if (n >= sizeof plain)
        return 0;
    bool start = true;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == ',' || c == '/') {
            if (comma)
                return 0;
            comma = i;
        } else if (ascii_letter((uint8_t)c)) {
            if (start && c >= 'a')
                return 0;
            words += start;
            plain[i] = start ? c : (char)(c | 32);
            start = false;
            continue;
        } else if (c != ' ' && c != '-' && c != '\'' && c != '.') {
            return 0;
        }
        plain[i] = c;
        start = true;
    }
    if (words < 2 || words > 4)
        return 0;
    if (!comma) {
        /* DOE John: the surname in capitals */
        const char *space = memchr(s, ' ', n);
        size_t first = space ? (size_t)(space - s) : 0;
        if (first < 2 || first + 2 >= n || s[1] >= 'a' || s[first + 2] < 'a') {
            memcpy(out, plain, n);
            return n;
        }
        comma = first;
    }
    size_t given = comma + 1, used = 0;
    while (given < n && plain[given] == ' ')
        given++;
    /* the first of the given names is enough: Doe, John Q. */
    while (given < n && plain[given] != ' ')
        out[used++] = plain[given++];
    if (!used)
        return 0;
    out[used++] = ' ';
    memcpy(out + used, plain, comma);
    return used + comma;
}

int cell_strength(struct scan *s, const char *utf8, size_t n)
{
    char ordered[64];
    size_t skip = before_name(utf8, n);
    utf8 += skip;
    n -= skip;
    size_t m = n && ascii_letter((uint8_t)utf8[0]) ? latin_order(utf8, n, ordered) : 0;
    if (m)
        cell_fold(s, ordered, m);
    s->hit_count = 0;
    return person_strength(s);
}

static bool has_title(const struct scan *s)
{
    static const struct word titles[] = {W(u"様"), W(u"さま"), W(u"さん"), W(u"殿"), W(u"氏"), W(u"先生")};
    return s->n >= 3 && ends_with(s, s->n, titles, COUNT(titles));
}

static uint8_t script_of(const struct scan *s)
{
    uint32_t kana = 0, latin = 0, letters = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint8_t cls = SCAN_CLASS(s)[i];
        kana += cls == CLASS_KATAKANA || cls == CLASS_HIRAGANA;
        latin += cls == CLASS_UPPER || cls == CLASS_LOWER;
        letters += class_japanese(cls) || cls == CLASS_UPPER || cls == CLASS_LOWER || cls == CLASS_LETTER;
    }
    return letters && kana == letters ? SCRIPT_KANA : letters && latin * 2 > letters ? SCRIPT_LATIN : SCRIPT_OTHER;
}

static bool notes_label(const struct scan *s)
{
    static const struct word words[] = {
        W(u"備考"), W(u"特記事項"), W(u"メモ"), W(u"コメント"), W(u"摘要"), W(u"所見"), W(u"配慮"), W(u"連絡事項"), W(u"notes"), W(u"remarks"),
        W(u"comment"), W(u"memo"), W(u"状況"), W(u"相談内容"), W(u"内容"), W(u"経過")};
    return s->n <= 24 && holds(s, words, COUNT(words));
}

/* Half of a name. Last or Nom alone are no labels in running text. */
static uint8_t name_part(const struct scan *s)
{
    static const struct word surnames[] = {
        W(u"last"), W(u"sei"), W(u"氏"), W(u"surnames"), W(u"family"), W(u"nachname"), W(u"familienname"), W(u"zuname"), W(u"apellido"),
        W(u"apellidos"), W(u"cognome"), W(u"achternaam"), W(u"sobrenome")};
    static const struct word givens[] = {
        W(u"first"), W(u"mei"), W(u"given"), W(u"given names"), W(u"given name(s)"), W(u"first names"), W(u"forenames"), W(u"vorname"),
        W(u"vornamen"), W(u"prénom"), W(u"prénoms"), W(u"prenom"), W(u"nombres"), W(u"voornaam")};
    /* Student Last, 児童(姓), 保護者_名 */
    static const struct word surname_ends[] = {W(u" last"), W(u" last name"), W(u" surname"), W(u" family name"), W(u"姓"), W(u"(姓)"), W(u"苗字"), W(u"名字")};
    static const struct word given_ends[] = {W(u" first"), W(u" first name"), W(u" given name"), W(u" forename"), W(u" 名"), W(u"(名)"), W(u"_名"), W(u"-名")};
    if (is_word(s, surnames, COUNT(surnames)) || (s->n > 2 && ends_with(s, s->n, surname_ends, COUNT(surname_ends))))
        return LABEL_SURNAME;
    return is_word(s, givens, COUNT(givens)) || ends_with(s, s->n, given_ends, COUNT(given_ends)) ? LABEL_GIVEN : LABEL_NOTHING;
}

static bool person_label(const struct scan *s)
{
    static const struct word words[] = {
        W(u"スタッフ"), W(u"選手"), W(u"メンバー"), W(u"キャスト"), W(u"ドライバー"), W(u"ヘルパー"), W(u"ゲスト"), W(u"プレーヤー"),
        W(u"プレイヤー"), W(u"パート"), W(u"アルバイト"), W(u"キャプテン"), W(u"リーダー"), W(u"トレーナー"), W(u"サポーター"), W(u"ボランティア"),
        W(u"乗客"), W(u"乗組"), W(u"患者"), W(u"利用者"), W(u"employee"), W(u"staff"), W(u"player"), W(u"passenger"), W(u"guest"), W(u"member"),
        W(u"participant"), W(u"student"), W(u"teacher"), W(u"candidate"), W(u"person"), W(u"attendee"), W(u"driver"), W(u"patient"), W(u"resident"),
        W(u"tenant"), W(u"donor"), W(u"runner"), W(u"athlete"), W(u"winner"), W(u"speaker"), W(u"volunteer"), W(u"pupil"), W(u"child"),
        W(u"applicant"), W(u"assignee"), W(u"invitee"), W(u"nominee"), W(u"nome"), W(u"naam")};
    static const struct word ends[] = {
        W(u"者"), W(u"人"), W(u"員"), W(u"生"), W(u"童"), W(u"児"), W(u"氏"), W(u"師"), W(u"士"), W(u"徒"), W(u"嬢"), W(u"様"), W(u"名前"), W(u"主"),
        W(u"主将"), W(u"大将"), W(u"副将"), W(u"中堅"), W(u"先鋒"), W(u"次鋒"), W(u"投手"), W(u"捕手"), W(u"騎手"), W(u"助手"), W(u"会長"),
        W(u"部長"), W(u"班長"), W(u"隊長"), W(u"組長"), W(u"委員長"), W(u"日直"), W(u"当直"), W(u"宿直"), W(u"日勤"), W(u"夜勤"), W(u"早番"),
        W(u"遅番"), W(u"中番"), W(u"当番"), W(u"待機")};
    static const struct word others[] = {W(u"法人"), W(u"友人"), W(u"年生"), W(u"発生"), W(u"役員"), W(u"何人"), W(u"個人")};
    uint32_t n = s->n;
    while (n && (SCAN_CLASS(s)[n - 1] == CLASS_DIGIT || SCAN_CLASS(s)[n - 1] == CLASS_SPACE))
        n--;
    if (n > 2 && SCAN_C(s)[n - 1] == 0x540D)
        n -= n > 3 && SCAN_C(s)[n - 2] == 0x6C0F ? 2 : 1; /* 職員名, 世帯員氏名: as 職員 */
    if (n < 2 || n > 20)
        return false;
    return holds(s, words, COUNT(words)) || (ends_with(s, n, ends, COUNT(ends)) && !ends_with(s, n, others, COUNT(others)));
}

static enum relation relation_label(const struct scan *s)
{
    static const struct word aliases[] = {
        W(u"旧姓"), W(u"旧氏"), W(u"通称"), W(u"別名"), W(u"芸名"), W(u"筆名"), W(u"ペンネーム"), W(u"本名"), W(u"雅号"), W(u"俳号"), W(u"戒名"),
        W(u"四股名"), W(u"ニックネーム"), W(u"呼び名"), W(u"ローマ字"), W(u"英字"), W(u"英語"), W(u"読み"), W(u"よみ"), W(u"表示名"), W(u"romaji"),
        W(u"alias"), W(u"nickname"), W(u"maiden"), W(u"preferred"), W(u"known as"), W(u"former name"), W(u"stage name"), W(u"display name")};
    static const struct word dead[] = {
        W(u"被相続"), W(u"埋葬"), W(u"被葬"), W(u"故人"), W(u"死亡者"), W(u"物故"), W(u"俗名"), W(u"法名"), W(u"deceased"), W(u"buried"),
        W(u"decedent")};
    static const struct word makers[] = {
        W(u"作曲"), W(u"編曲"), W(u"作詞"), W(u"著者"), W(u"訳者"), W(u"原作"), W(u"脚本"), W(u"デザイナー"), W(u"composer"), W(u"arranger"),
        W(u"lyricist"), W(u"author"), W(u"artist"), W(u"designer"), W(u"producer"), W(u"brand"), W(u"publisher"), W(u"manufacturer")};
    static const struct word staff[] = {
        W(u"担当"), W(u"対応"), W(u"紹介"), W(u"承認"), W(u"上司"), W(u"確認"), W(u"作成"), W(u"記入"), W(u"主治"), W(u"担任"), W(u"監督"),
        W(u"指導"), W(u"受付"), W(u"窓口"), W(u"責任者"), W(u"処理"), W(u"登録者"), W(u"更新者"), W(u"manager"), W(u"supervisor"), W(u"approver"),
        W(u"approved"), W(u"updated"), W(u"created"), W(u"reviewer"), W(u"owner"), W(u"agent"), W(u"handled"), W(u"physician"), W(u"doctor")};
    static const struct word close[] = {
        W(u"保護者"), W(u"緊急"), W(u"保証"), W(u"後見"), W(u"父"), W(u"母"), W(u"親"), W(u"配偶"), W(u"代理"), W(u"連絡先"), W(u"世帯主"),
        W(u"筆頭"), W(u"引取"), W(u"家族"), W(u"guardian"), W(u"parent"), W(u"mother"), W(u"father"), W(u"spouse"), W(u"next of kin"),
        W(u"household"), W(u"emergency")};
    static const struct word contact[] = {W(u"contact")};
    if (s->n > 32)
        return RELATION_NONE;
    return holds(s, aliases, COUNT(aliases)) ? RELATION_ALIAS : holds(s, dead, COUNT(dead)) ? RELATION_DEAD : holds(s, makers, COUNT(makers)) ? RELATION_MAKER : holds(s, staff, COUNT(staff)) ? RELATION_STAFF : holds(s, close, COUNT(close)) ? RELATION_CLOSE : holds(s, contact, COUNT(contact)) ? RELATION_STAFF : RELATION_NONE;
}

static bool thing_label(const struct scan *s)
{
    static const struct word ends[] = {
        W(u"校"), W(u"社"), W(u"店"), W(u"局"), W(u"署"), W(u"室"), W(u"地"), W(u"町"), W(u"村"), W(u"市"), W(u"区"), W(u"県"), W(u"駅"), W(u"線"),
        W(u"館"), W(u"院"), W(u"園"), W(u"所"), W(u"場"), W(u"品"), W(u"物"), W(u"件"), W(u"題"), W(u"作"), W(u"曲"), W(u"書"), W(u"種"), W(u"類"),
        W(u"型"), W(u"馬"), W(u"犬"), W(u"猫"), W(u"銘柄"), W(u"意匠"), W(u"ブランド"), W(u"メーカー"), W(u"チーム"), W(u"クラブ"), W(u"ペット"),
        W(u"brand"), W(u"maker"), W(u"team"), W(u"school"), W(u"venue"), W(u"pet"), W(u"product"), W(u"city"), W(u"town"), W(u"company"), W(u"title")};
    uint32_t n = s->n;
    if (n > 2 && SCAN_C(s)[n - 1] == 0x540D)
        n--; /* 会場名 */
    return n >= 2 && ends_with(s, n, ends, COUNT(ends));
}

struct header_look header_look(struct scan *s, const char *utf8, size_t n)
{
    cell_fold(s, utf8, n);
    if (n > LABEL_BYTES)
        return (struct header_look){.notes = false};
    return (struct header_look){.person = person_label(s), .thing = thing_label(s), .relation = (uint8_t)relation_label(s), .notes = notes_label(s), .part = name_part(s)};
}

static struct cell_look look_line(struct scan *s, const char *utf8, size_t n)
{
    struct cell_look look = {0};
    cell_fold(s, utf8, n);
    if (s->n == 0)
        return look;
    look.text = cell_text_hash(s);
    if (n <= LABEL_BYTES && name_end(s) == s->n) /* 山田太郎 他3名 does not end in the label 名 */
        look.label = (uint8_t)scan_label_whole(SCAN_C(s), SCAN_CLASS(s), s->n);
    look.script = script_of(s);
    if (memchr(utf8, '@', n)) {
        s->hit_count = 0;
        s->no_mail_until = 0;
        look.shape = class_ascii_word(SCAN_CLASS(s)[0]) && mail_at(s, 0) == s->n ? CELL_MAIL : CELL_TEXT;
        return look;
    }
    uint32_t digits;
    cell_digits(s, &digits);
    if (digits >= 9 && scan_is_phone(s)) {
        look.shape = CELL_PHONE;
        return look;
    }
    if (digits || word_and_colon(utf8, n))
        cell_fold_name(s, utf8, n);
    if (s->n < 2 && !digits) {
        look.shape = CELL_MARK;
    } else if (cell_is_firm(s) || is_place(s)) {
        uint32_t end = 0;
        look.shape = CELL_FIRM;
        /* 学校 is a label, 北小学校 the name of one */
        if (look.label == LABEL_ORG && (scan_label_at(SCAN_C(s), SCAN_CLASS(s), 0, s->n, &end) == LABEL_NOTHING || end != s->n))
            look.label = LABEL_NOTHING;
    } else if (s->n >= 2 && cell_could_be_name(s)) {
        look.shape = CELL_WORD;
        for (uint32_t i = 0; i < s->n; i++)
            look.gap = look.gap || SCAN_CLASS(s)[i] == CLASS_SPACE;
        /* of several names the first one will do */
        size_t first = 0;
        while (first < n && !(n - first >= 3 && memcmp(utf8 + first, "、", 3) == 0))
            first++;
        if (first < n)
            cell_fold_name(s, utf8, first);
        bool polite = has_title(s);
        look.strength = (uint8_t)cell_strength(s, utf8, first);
        if (polite && look.strength)
            look.strength = 3; /* a surname alone is enough: 田村様 */
        if (look.script == SCRIPT_KANA && !look.gap && look.strength > 1)
            look.strength = 1; /* in katakana everything looks like names: horses, brands, ships */
    } else if (digits) {
        cell_fold(s, utf8, n);
        uint32_t run = 0, longest = 0; /* of Japanese letters: a date has two at most, 令和 */
        for (uint32_t i = 0; i < s->n; i++) {
            run = class_japanese(SCAN_CLASS(s)[i]) ? run + 1 : 0;
            longest = run > longest ? run : longest;
        }
        look.shape = longest > 3 ? CELL_TEXT : digits <= 4 && s->n <= 6 ? CELL_SMALL : CELL_DIGITS;
    } else {
        look.shape = CELL_TEXT;
    }
    return look;
}

/* Of several lines the first, but rather the name than how it is read. */
struct cell_look cell_look(struct scan *s, const char *utf8, size_t n)
{
    const char *feed = n <= CELL_BYTES ? memchr(utf8, '\n', n) : NULL;
    if (!feed)
        return look_line(s, utf8, n);
    size_t first = (size_t)(feed - utf8);
    struct cell_look look = look_line(s, utf8, first);
    struct cell_look below = look_line(s, feed + 1, n - first - 1);
    bool reading = look.label == LABEL_KANA ? below.label == LABEL_NAME : look.label == LABEL_NOTHING && look.script == SCRIPT_KANA && below.shape == CELL_WORD && below.script == SCRIPT_OTHER;
    return (reading && look.shape == CELL_WORD) || first == 0 ? below : look;
}

bool cell_is_kana(const struct scan *s)
{
    return script_of(s) == SCRIPT_KANA;
}
