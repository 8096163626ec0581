/* What the text says about attachments against what is there: nothing attached, or another number. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

enum { AROUND_BYTES = 4096 /* a hit with what is kept around it */, CLAIM_MAX = 99 /* "2026点" is no number of attachments */,
       JOINT_BYTES = 60, PICTURE_BYTES_MIN = 16 * 1024 /* a logo is smaller */ };

/* A hit in the text around it. Folded to the common form of its letters and no further: kana, too, stay as the tables below have them.
 * The hit is text[from, to), its sentence text[start, end). */
struct around {
    char *text;
    size_t start, from, to, end;
};

static bool full_stop(const char *text)
{
    return strncmp(text, "。", strlen("。")) == 0;
}
static bool around_make(struct check *c, const struct inspect_hit *h, struct around *out)
{
    struct buf whole;
    uint32_t *offsets = NULL;
    size_t from = strlen(h->before), to = from + strlen(h->text), n = 0;
    buf_init(&whole, AROUND_BYTES);
    buf_add_str(&whole, h->before);
    buf_add_str(&whole, h->text);
    buf_add_str(&whole, h->after);
    const char *raw = buf_str(&whole);
    *out = (struct around){.text = buf_ok(&whole) ? fold_text(raw, whole.len, FOLD_CASE, &n, &offsets) : NULL};
    if (!out->text) {
        buf_free(&whole);
        c->nomem = true;
        return false;
    }
    /* Folding makes a space of a line break, which ends a sentence here: the sentence is found before. */
    size_t start = from, end = to;
    while (start > 0 && raw[start - 1] != '\n' && !(start >= 3 && full_stop(raw + start - 3))) start--;
    while (raw[end] && raw[end] != '\n' && !full_stop(raw + end)) end++;
    for (size_t i = 0; i < n; i++) {
        if (offsets[i] < start) out->start = i + 1;
        if (offsets[i] < from) out->from = i + 1;
        if (offsets[i] < to) out->to = i + 1;
        if (offsets[i] < end) out->end = i + 1;
    }
    free(offsets);
    buf_free(&whole);
    return true;
}

/* What the word of a hit is said of: 添付 of files only, "資料をお送り" of links and parcels too, 別紙 and 同封 mostly of paper. */
enum { OF_FILE = 1, OF_SENDING = 2, OF_SHEET = 4, OF_ENCLOSURE = 8 };
/* Where a word stands that takes the hit back. */
enum stands {
    STANDS_BEFORE,   /* right before the hit */
    STANDS_AFTER,    /* right behind it */
    STANDS_EARLIER,  /* in its sentence, before it */
    STANDS_LATER,    /* in its sentence, behind it */
    STANDS_NEAR      /* anywhere in the text that is kept around it */
};
static const struct {
    unsigned of;
    enum stands where;
    const char *words[40];
} other_talk[] = {
    /* The other side's attachment, or one of an earlier mail. */
    {OF_FILE | OF_SHEET, STANDS_BEFORE,
     {"いただいた", "頂いた", "いただきました", "頂きました", "くださった", "下さった", "届いた", "受信した", "いただいたメールの",
      "頂いたメールの", "ほどのメールの", "日のメールの", "前のメールの", "日のメールに", "ほどのメールに", "先程のメールに", "前のメールに",
      "回のメールに", "付のメールに", "付けのメールに", "週のメールに", "送りしたメールに", "送りしたメールの", "送ったメールに",
      "送ったメールの"}},
    {OF_FILE, STANDS_LATER,
     {"拝見", "拝受", "受領しました", "受領いたしました", "受領致しました", "受け取りました", "を確認しました", "を確認いたしました",
      "を確認致しました", "を確認させていただきました", "ありがとうござ", "有難うござ", "有り難うござ", "開けません", "開けなかった",
      "開きません", "文字化けしてお", "文字化けしていま", "文字化けしました", "読み取れませんでした", "見当たりません"}},
    {OF_FILE, STANDS_LATER,
     {"開けないので", "開けないため", "開けないのです", "開けないよう", "開けなくて", "見当たらない", "見当たらず", "壊れているよう", "壊れていま",
      "破損しているよう", "破損していま", "参考になりました"}},
    /* Attaching as such, and rules about it. */
    {OF_FILE, STANDS_BEFORE, {"ファイルの", "書類の", "領収書の", "証明書の", "写しの"}},
    {OF_FILE, STANDS_AFTER,
     {"ファイルの上限", "ファイルの容量", "ファイルの最大", "ファイルのサイズ", "ファイルは開か", "ファイルを付けない", "ファイルをつけない",
      "する場合", "する際", "される場合", "される際", "をお忘れ",
      "もお忘れ", "を忘れず", "を禁止", "は禁止", "を廃止", "は廃止",
      "の件", "の容量", "の必要", "の有無", "の要否", "のまま", "は避け", "は控え", "はお控え", "はご遠慮"}},
    {OF_FILE, STANDS_AFTER, {"ファイル名", "ミス", "不備", "の仕方", "の方法", "する書類", "する資料", "する写真", "する証明"}},
    {OF_FILE | OF_SHEET, STANDS_LATER,
     {"ましたでしょうか", "ましたか", "提出しました", "提出いたしました", "提出済", "方法を教えて", "仕方を教えて", "書き方を教えて"}},
    {OF_FILE, STANDS_LATER, {"受信時に", "受信できません", "自動的に削除"}},
    /* Sent at another time, or to be sent by the other side. */
    {OF_SENDING, STANDS_EARLIER,
     {"後ほど", "のちほど", "後日", "追って", "別途", "別メール", "別便", "でき次第", "出来次第", "整い次第", "届き次第", "来週中", "来週に",
      "来週、", "今週中", "本日中", "明日中", "明日に", "明日、", "明日までに", "明朝", "週明けに", "月末に"}},
    {OF_SENDING, STANDS_BEFORE, {"来週", "明日", "明後日", "週明け"}},
    {OF_SENDING, STANDS_AFTER,
     {"りますか", "りしますか", "りいたしますか", "付しますか", "付いたしますか", "りましたが", "りしましたが", "りいたしましたが", "りしておりましたが",
      "りしていましたが", "りしておりますが", "りしていますが", "付しましたが", "付いたしましたが", "付しておりますが", "りしておりません", "りしておらず", "りしていません", "付しておりません"}},
    /* Sent by link or on paper. */
    {OF_SENDING | OF_SHEET | OF_ENCLOSURE, STANDS_NEAR,
     {"ダウンロード", "アップロード", "下記url", "以下のurl", "次のurl", "urlより", "urlから", "リンクより", "リンクから", "共有フォルダ",
      "ファイル転送", "転送サービス", "社内便"}},
    /* What is "sent" stands in the mail itself. */
    {OF_SENDING, STANDS_EARLIER, {"下記のとおり", "下記の通り", "以下のとおり", "以下の通り"}},
    {OF_SHEET, STANDS_LATER, {"後日お送り", "追ってお送り", "別途お送り", "後ほどお送り", "のちほどお送り", "後日送付", "追って送付", "別途送付", "確認したい"}},
    {OF_SHEET, STANDS_LATER, {"お伺いしたい", "質問があります", "質問がございます"}},
    {OF_SENDING, STANDS_EARLIER,
     {"郵送", "郵便", "宅配", "宅急便", "速達", "書留", "レターパック", "faxで", "faxにて", "ファックスで", "ファックスにて"}},
    {OF_ENCLOSURE, STANDS_AFTER, {"した封", "された", "してくれ", "してくださ"}},
    {OF_ENCLOSURE, STANDS_NEAR,
     {"製品", "商品", "サンプル", "見本", "荷物", "梱包", "箱", "取扱説明書", "保証書", "返送", "発送", "納品", "郵送", "郵便", "宅配", "宅急便", "速達", "書留",
      "レターパック", "封筒", "着払", "in the box", "in the package", "in the parcel", "envelope", "shipment", "with the goods", "by post",
      "by courier", "in box", "tracking number"}},
    {OF_SHEET, STANDS_BEFORE, {"契約書の", "約款の", "覚書の", "条の"}},
    {OF_SHEET, STANDS_NEAR, {"ホームページ", "ウェブサイト"}},
    {OF_SHEET, STANDS_LATER, {"に定める", "に規定", "項を削除", "項を修正"}},
};

static unsigned said_of(const struct around *x)
{
    static const struct {
        const char *word;
        unsigned of;
    } kinds[] = {{"添付", OF_FILE}, {"別添", OF_FILE}, {"attach", OF_FILE}, {"別紙", OF_SHEET}, {"同封", OF_ENCLOSURE}, {"enclos", OF_ENCLOSURE}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t at = x->from, n = strlen(kinds[i].word); at + n <= x->to; at++)
            if (memcmp(x->text + at, kinds[i].word, n) == 0) return kinds[i].of;
    return OF_SENDING;
}

static bool goes_on_with(const char *rest, const char *const *words)
{
    while (*words && strncmp(rest, *words, strlen(*words)) != 0) words++;
    return *words != NULL;
}
/* "If it cannot be opened" says nothing about what was. */
static bool is_condition(const char *rest)
{
    static const char *const words[] = {"ら", "でしたら", "場合", "とき", "時", "際", NULL};
    return goes_on_with(rest, words);
}
static bool stands_in(const char *text, size_t from, size_t to, const char *word)
{
    for (size_t n = strlen(word); from + n <= to; from++)
        if (memcmp(text + from, word, n) == 0 && !is_condition(text + from + n)) return true;
    return false;
}
static bool stands(const struct around *x, enum stands where, const char *word)
{
    size_t n = strlen(word);
    switch (where) {
    case STANDS_BEFORE:
        return x->from >= n && memcmp(x->text + x->from - n, word, n) == 0;
    case STANDS_AFTER:
        return strncmp(x->text + x->to, word, n) == 0;
    case STANDS_EARLIER:
        return stands_in(x->text, x->start, x->from, word);
    case STANDS_LATER:
        return stands_in(x->text, x->to, x->end, word);
    case STANDS_NEAR:
        break;
    }
    return strstr(x->text, word) != NULL;
}

/* "添付してお申し込みください" asks the other side to attach; "添付してお送りしますので、ご確認ください" does not. */
static bool is_request(const struct around *x)
{
    return stands(x, STANDS_AFTER, "して") && !stands(x, STANDS_LATER, "ので") &&
           (stands(x, STANDS_LATER, "ください") || stands(x, STANDS_LATER, "下さい") || stands(x, STANDS_LATER, "願います"));
}

static bool stands_any(const struct around *x, enum stands where, const char *const *words)
{
    while (*words && !stands(x, where, *words)) words++;
    return *words != NULL;
}

/* "先週見積書をお送りしました" and "見積書をお送りしました。ご覧いただけましたでしょうか" speak of an earlier mail. */
static bool was_sent(const struct around *x)
{
    static const char *const past[] = {"りしました", "りいたしました", "り致しました", "付しました", "付いたしました", "付致しました", "りました", NULL};
    static const char *const when[] = {"昨日お", "昨日、", "先週", "先月", "前回", "先ほど", "先程", "先日、", "本日午前", NULL};
    static const char *const asked[] = {"ましたでしょうか", "ましたか", "いかがでしょう", "いかがです", "届いて", "お手元", NULL};
    return stands_any(x, STANDS_AFTER, past) && (stands_any(x, STANDS_EARLIER, when) || stands_any(x, STANDS_NEAR, asked));
}

/* "...を添付します", "（添付）", "添付：", or at the end: said of this mail, whatever else stands in the sentence. */
static bool is_plain(const struct around *x)
{
    static const char *const words[] = {"しま", "して", "した", "いたし", "致し", "させて", "のとおり", "の通り", "にて", "申し", "です", ")",
                                        "】", "]", ":", "あり)", NULL};
    return x->to == x->end || stands_any(x, STANDS_AFTER, words);
}

/* What is done with a file that came with the mail. */
static const char *const uses[] = {"確認", "ご覧", "参照", "査収", "高覧", "一読", "検討", "記入", "署名", "記名", "押印", "ください", "下さい",
                                   "お願い", "願います", "まとめ", "記載", "お使い", "利用", "回答", "報告", "通知", "提出", "返送", "送付", "送り",
                                   "失礼", "案内", "のとおり", "の通り", "共有します", "共有いたします", NULL};

/* "...をお送り[します]", said of what goes out now. Orders, wishes, plans and possibilities go on in other ways. */
static const char *const sends[] = {"りします", "りいたします", "り致します", "りさせて", "り申し上げ", "りしました", "りいたしました", "り致しました",
                                    "りしてお", "りしていま", "ります", "りました", "らせていただ", "します", "いたします", "致します", "させて", "しました",
                                    "いたしました", "致しました", "付します", "付いたします", "付致します", "付させて", "付申し上げ", "付しました",
                                    "付いたしました", "付致しました", "付しており", "信します", "信いたします", "信致します", NULL};

/* "PDFでお送り" is Japanese. */
static bool said_in_english(const struct around *x)
{
    for (size_t i = x->from; i < x->to; i++)
        if ((unsigned char)x->text[i] >= 0x80) return false;
    return true;
}
/* Where the hit's own English sentence begins: behind a full stop, or where the line does. */
static size_t english_start(const struct around *x)
{
    size_t at = x->from;
    while (at > x->start && !(at >= x->start + 2 && x->text[at - 1] == ' ' && strchr(".!?:", x->text[at - 2]))) at--;
    return at;
}
/* Whether a kind of document is named right behind text[at), at most two words further on: "the attached revised drawing". */
static bool names_document(const struct around *x, size_t at)
{
    static const char *const kinds[] = {
        "file",     "document", "pdf",      "draft",    "contract", "agreement", "invoice",  "report",    "spreadsheet", "form",    "list",     "photo",
        "picture",  "image",    "slide",    "presentation", "minutes", "agenda", "quot",     "offer",     "letter",      "copy",    "copies",   "schedule",
        "drawing",  "plan",     "spec",     "proposal", "table",    "sheet",     "data",     "version",   "statement",   "order",   "brochure", "flyer",
        "map",      "program",  "certificate", "memo",  "note",     "summary",   "template", "questionnaire", "resume",  "cv",      "manual",   "paper",
        "manuscript", "figure", "screenshot", "zip",    "word",     "excel",     "receipt",  "itinerary", "catalog",     "price",   "roster",   "poster"};
    static const char *const away[] = {" to ", " with ", " by ", " in ", " at ", NULL};
    for (unsigned words = 0; words < 3 && at < x->end && x->text[at] == ' ' && !goes_on_with(x->text + at, away); words++) {
        at++;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strncmp(x->text + at, kinds[i], strlen(kinds[i])) == 0) return true;
        while (at < x->end && ((x->text[at] >= 'a' && x->text[at] <= 'z') || x->text[at] == '-')) at++;
    }
    return false;
}
/* The same for English, whose word is one of many uses: "the price list is attached", "see attached" and "the attached draft" promise;
 * "attached to the wall", "a receipt must be attached" and "the attachment you sent" do not. */
static bool english_promises(struct around *x)
{
    static const char *const shown[] = {"find ", "find the ", "find our ", "find my ", "see ", "see the ", "see our ", "see my ", "in the ", "in my ",
                                        "in our ", "check the ", "review the ", "read the ", " as an ", "open the ", NULL};
    static const char *const here[] = {"find ", "see ", "review ", "have ", "'ve ", "’ve ", " i ", " we ", "sending ", NULL};
    static const char *const doing[] = {"am ", "'m ", "’m ", "are ", "'re ", "’re ", NULL};
    static const char *const is[] = {"is ", "are ", "now ", "also ", NULL};
    static const char *const ends[] = {".", ",", ";", ":", "!", ")", " for ", " here", " as ", " and ", " to this", " to the present", " in pdf", " with ",
                                       " below", NULL};
    static const char *const first[] = {" is ", " are ", " please ", " you ", " for ", " find ", " a ", " an ", " the ", " my ", " our ", " to this", " herewith",
                                        ":", ",", NULL};
    static const char *const tells[] = {" contains", " shows", " is the ", " is our ", " has the", " has all", " lists", " gives", " includes", " explains", NULL};
    static const char *const others[] = {"received", "receive ", "resend", "your mail", "your e", "your message", "could you send", "can you send",
                                         "make sure", "ensure", "check that", "check whether", "whether ", "please attach", NULL};
    static const char *const theirs[] = {"you sent", "you attached", "you provided", "i sent", "we sent", NULL};
    static const char *const rule[] = {" policy", " size", " limit", " setting", " field", " folder", " you", " i sent", " in your", " from your", " to your", NULL};
    static const char *const finding[] = {"find ", "sending ", "send you ", NULL};
    static const char *const handed[] = {"am sending you", "'m sending you", "are sending you", "here is ", "here's ", "here are ", NULL};
    const char *hit = x->text + x->from;
    x->start = english_start(x);
    bool at_start = x->start == x->from || stands(x, STANDS_BEFORE, ", ");
    if (strncmp(hit, "attaching", 9) == 0 || strncmp(hit, "enclosing", 9) == 0) return at_start || stands_any(x, STANDS_BEFORE, doing);
    if (strncmp(hit, "pfa", 3) == 0) return x->to == x->end || names_document(x, x->to); /* a plastic otherwise */
    if (strncmp(hit, "as a pdf", 8) == 0) return stands_any(x, STANDS_EARLIER, handed);
    if (strncmp(hit, "i attach", 8) == 0 || strncmp(hit, "we attach", 9) == 0) return true;
    if (strncmp(hit, "enclosure", 9) == 0) return stands_any(x, STANDS_BEFORE, shown);
    if (strncmp(hit, "attachment", 10) == 0)
        return !stands_any(x, STANDS_AFTER, rule) &&
               (stands_any(x, STANDS_BEFORE, shown) || (stands(x, STANDS_BEFORE, "the ") && stands_any(x, STANDS_AFTER, tells)));
    if (strncmp(hit, "herewith", 8) == 0 || strncmp(hit, "i enclose", 9) == 0 || strncmp(hit, "we enclose", 10) == 0)
        return !stands(x, STANDS_LATER, "confirm") && (names_document(x, x->to) || stands(x, STANDS_BEFORE, "find "));
    if ((at_start && stands_any(x, STANDS_AFTER, first)) || stands_any(x, STANDS_BEFORE, here)) return true;
    if (stands_any(x, STANDS_LATER, theirs) || stands(x, STANDS_EARLIER, "did you") || stands(x, STANDS_BEFORE, "your ")) return false;
    if (stands_any(x, STANDS_BEFORE, shown)) return true;
    if (stands_any(x, STANDS_EARLIER, others)) return false;
    if (names_document(x, x->to)) return true;
    return (x->to == x->end || stands_any(x, STANDS_AFTER, ends)) && (stands_any(x, STANDS_BEFORE, is) || stands_any(x, STANDS_EARLIER, finding));
}

/* Whether the word promises a file of this mail: it says so plainly, names it (添付の図面) or tells what to do with it; "添付資料の件、承知しました"
 * does neither. */
static bool promises(struct around *x)
{
    unsigned of = said_of(x);
    bool plain = is_plain(x);
    if (of == OF_FILE && is_request(x)) return false;
    if (of == OF_SENDING && was_sent(x)) return false;
    for (size_t i = 0; i < sizeof other_talk / sizeof *other_talk; i++) {
        if (!(other_talk[i].of & of) || (plain && other_talk[i].where == STANDS_LATER)) continue;
        if (stands_any(x, other_talk[i].where, other_talk[i].words)) return false;
    }
    if (said_in_english(x)) return english_promises(x);
    if (of == OF_SENDING) return stands_any(x, STANDS_AFTER, sends);
    if (plain) return true;
    return (of == OF_FILE && stands(x, STANDS_AFTER, "の")) || (of != OF_ENCLOSURE && stands_any(x, STANDS_LATER, uses));
}

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}
/* A number that ends at text[end): digits, or a number word of English or Japanese. 0: none. *from is where it begins. */
static unsigned number_before(const char *text, size_t end, size_t *from)
{
    static const char *const words[][10] = {{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"},
                                            {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}};
    size_t start = end;
    while (end > 0 && text[end - 1] == ' ') end--;
    start = end;
    while (start > 0 && is_digit(text[start - 1])) start--;
    if (start < end) {
        /* 1.5 or 2026-11 is no count of files. */
        if (end - start > 2 || (start > 1 && strchr(".,-/:", text[start - 1]) && is_digit(text[start - 2]))) return 0;
        *from = start;
        return (unsigned)strtoul(text + start, NULL, 10);
    }
    for (size_t lang = 0; lang < 2; lang++)
        for (unsigned i = 0; i < 10; i++) {
            size_t n = strlen(words[lang][i]);
            if (end < n || memcmp(text + end - n, words[lang][i], n) != 0) continue;
            bool whole = lang == 1 || end == n || text[end - n - 1] == ' ' || text[end - n - 1] == '\n';
            if (!whole) continue;
            *from = end - n;
            return i + 1;
        }
    return 0;
}

/* "3点" at text[from, to). */
struct counted {
    unsigned number;
    size_t from, to;
};
/* What is counted right before text[end); number 0: nothing. */
static struct counted counted_before(const char *text, size_t end)
{
    static const char *const counters[] = {"点", "つ", "個", "件", "通", "ファイル", "attached files", "files", "attachments", "documents"};
    struct counted out = {0, 0, end};
    for (size_t i = 0; i < sizeof counters / sizeof *counters && !out.number; i++) {
        size_t n = strlen(counters[i]);
        if (end >= n && memcmp(text + end - n, counters[i], n) == 0) out.number = number_before(text, end - n, &out.from);
    }
    if (out.number > CLAIM_MAX) out.number = 0;
    return out;
}
/* Whether text[from, to) is nothing but pieces; of two that begin alike the longer one stands first. */
static bool made_of(const char *text, size_t from, size_t to, const char *const *pieces)
{
    while (from < to) {
        size_t n = 0;
        for (size_t i = 0; pieces[i] && !n; i++)
            if (strncmp(text + from, pieces[i], strlen(pieces[i])) == 0) n = strlen(pieces[i]);
        if (!n || from + n > to) return false;
        from += n;
    }
    return true;
}
/* Whether the counted are the attachments: nothing but such words may stand between them and the hit. Of "商品5個の見積書を添付" and
 * "添付の資料で2点ご質問" they are not. */
static bool counts_files(const struct around *x, const struct counted *c)
{
    static const char *const before[] = {"のファイル", "の資料", "の書類", "の文書", "の図面", "を本メールに", "をメールに", "とも", "ほど", "を", "は",
                                         " ", "have been ", "are ", "were ", "is ", "now ", "also ", "both ", "all ", "(", ")", NULL};
    static const char *const after[] = {"ファイル", "資料", "書類", "文書", "データ", "合計", "以下", "下記", "次", "全", "計", "は", "の", "が", ":", "(",
                                        " ", "please ", "find ", "you ", "will ", "these ", "the ", "following ", "are ", "is ", "my ", "our ", NULL};
    static const char *const rest[] = {"です", "を", "で", "あり", "ござ", "とな", "にな", ")", "、", ",", ".", ";", ":", " ", "の資料", "のファイル", "の書類",
                                       "の文書", "の図面", NULL};
    size_t end = c->to;
    if (c->from < x->to && c->to > x->from) return true;
    if (c->from >= x->to) return made_of(x->text, x->to, c->from, after) && (c->to == x->end || goes_on_with(x->text + c->to, rest));
    if (goes_on_with(x->text + end, (const char *const[]){"、", ",", NULL}) && is_plain(x)) end += x->text[end] == ',' ? 1 : strlen("、");
    return end <= x->from && made_of(x->text, end, x->from, before);
}
/* "図面2点と仕様書1点", "写真と図面2点": where the counted at text[end) is joined to what stands before it; 0: it is not. */
static size_t joint_before(const struct around *x, size_t end)
{
    static const char *const joints[] = {"と", "、", "及び", "および", "並びに", "ならびに", "・", ",", NULL};
    static const char *const other[] = {"を", "は", "が", "で", "に", NULL};
    size_t total = strlen("の"); /* "見積書と仕様書の2点" */
    if (end >= x->start + total && memcmp(x->text + end - total, "の", total) == 0) return 0;
    for (size_t at = end; at > x->start && end - at < JOINT_BYTES; at--) {
        if (at < end && goes_on_with(x->text + at, other)) return 0;
        if (goes_on_with(x->text + at, joints)) return at;
    }
    return 0;
}

/* How many attachments the hit's sentence claims, 0 when it says no number: "2点添付", "添付ファイルは3つ", "the two attached files".
 * *more: others stand beside them that are not counted. */
static unsigned claimed(const struct around *x, bool *more)
{
    for (size_t at = x->end; at > x->start; at--) {
        struct counted c = counted_before(x->text, at);
        unsigned number = c.number;
        *more = false;
        if (!number || c.from < x->start || !counts_files(x, &c)) continue;
        for (size_t joint; !*more && (joint = joint_before(x, c.from)) != 0;) {
            c = counted_before(x->text, joint);
            *more = !c.number || c.from < x->start;
            number += *more ? 0 : c.number;
        }
        return number;
    }
    return 0;
}

/* Files that lie in archives, for "the three files, packed into one". */
static size_t packed_files(const struct check *c, size_t *archives)
{
    size_t packed = 0;
    *archives = 0;
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        if (!is_file(c, i) || !root || !is_archive(root)) continue;
        ++*archives;
        for (const struct part *p = root->first_child; p; p = p->next) packed++;
    }
    return packed;
}

/* The calendar half of an invitation bears no name; one that does is no file to be counted, but somebody may have attached it. */
static bool nothing_attached(const struct check *c)
{
    for (size_t i = 0; i < c->file_count; i++) {
        const struct message_attachment *a = c->files[i].attachment;
        if (is_file(c, i) || (a->role == ATTACHMENT_CALENDAR && a->named)) return false;
    }
    return true;
}

/* "画面を添付します" over the picture itself, pasted into the text. */
static bool shows_picture(const struct check *c, const struct around *x)
{
    static const char *const words[] = {"写真", "画像", "画面", "スクリーンショット", "スクショ", "キャプチャ", "photo", "picture", "image", "screenshot",
                                        "screen shot", "capture", NULL};
    if (!stands_any(x, STANDS_EARLIER, words) && !stands_any(x, STANDS_LATER, words)) return false;
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        if (c->files[i].attachment->role == ATTACHMENT_INLINE && root && root->size >= PICTURE_BYTES_MIN) return true;
    }
    return false;
}

/* A forwarded mail speaks of its own attachments. */
static const struct inspect_hit *next_hit(const struct inspect_hit *h, uint32_t rule)
{
    while (h && (h->rule != rule || (h->flags & PLACE_FORWARDED))) h = h->next;
    return h;
}

static void say(struct check *c, enum finding_id id, const struct inspect_hit *h, unsigned n, size_t m)
{
    struct words w = {.n = n, .m = m, .evidence = h->text, .where = hit_where_text(c, h)};
    finding_evidence(c->report, check_add(c, id, &w), h->before, h->text, h->after);
}

void check_attachment(struct check *c)
{
    const struct policy_rule *r = policy_mail_words(c->policy, MAIL_WORDS_ATTACHED);
    size_t files = message_file_count(c->message), archives, packed = packed_files(c, &archives);
    bool nothing = nothing_attached(c), done = false, more = false;
    struct around x;
    for (const struct inspect_hit *h = next_hit(c->text.hits, r->match_id); h && !done; h = next_hit(h->next, r->match_id)) {
        if (!around_make(c, h, &x)) return;
        unsigned number = files ? claimed(&x, &more) : 0;
        if (nothing && promises(&x) && !shows_picture(c, &x)) {
            say(c, FINDING_FORGOTTEN_ATTACHMENT, h, 0, 0);
            done = true;
        } else if (number) {
            bool there = number == files || number == files - archives + packed || (more && number < files);
            if (!there) say(c, FINDING_ATTACHMENT_COUNT, h, number, files);
            done = true;
        }
        free(x.text);
    }
}
