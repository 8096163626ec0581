/* Which lines of a mail body are quoted, signature or disclaimer. Marks only what is plain to see: where in
 * doubt a line stays the writer's own, because own text is looked at hardest. */
#include "parse/body.h"

#include <string.h>
#include "base/ascii.h"
#include "observe/observe.h"

enum {
    SHORT_LINE = 320, /* longer lines are no attribution and no ruler */
    SIGNATURE_LINES = 20,
    SIGNATURE_BYTES = 2500,
    DISCLAIMER_LINES = 25,
    DISCLAIMER_BYTES = 6000
};

static size_t blank_at(const char *s, size_t n)
{
    if (n && (*s == ' ' || *s == '\t' || *s == '\r')) return 1;
    if (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0) return 2;
    return n >= 3 && memcmp(s, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

struct text {
    const char *s;
    size_t n;
};

static struct text trimmed(const struct body_line *l)
{
    struct text t = {l->text, l->len};
    size_t k;
    while ((k = blank_at(t.s, t.n)) > 0) {
        t.s += k;
        t.n -= k;
    }
    while (t.n && (t.s[t.n - 1] == ' ' || t.s[t.n - 1] == '\t' || t.s[t.n - 1] == '\r'))
        t.n--;
    while (t.n >= 3 && memcmp(t.s + t.n - 3, "\xe3\x80\x80", 3) == 0)
        t.n -= 3;
    return t;
}

static bool is_blank(const struct body_line *l)
{
    return trimmed(l).n == 0;
}

/* word is lower case */
static bool begins(struct text t, const char *word)
{
    size_t n = strlen(word);
    if (t.n < n) return false;
    for (size_t i = 0; i < n; i++)
        if (ascii_lower(t.s[i]) != word[i]) return false;
    return true;
}

static bool ends(struct text t, const char *word)
{
    size_t n = strlen(word);
    return t.n >= n && begins((struct text){t.s + t.n - n, n}, word);
}

static bool holds(struct text t, const char *word)
{
    size_t n = strlen(word);
    for (; t.n >= n; t.s++, t.n--)
        if (ascii_lower(*t.s) == *word && begins(t, word)) return true;
    return false;
}

static bool holds_any(struct text t, const char *const *words)
{
    for (; *words; words++)
        if (holds(t, *words)) return true;
    return false;
}

static size_t digits(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.n; i++)
        count += t.s[i] >= '0' && t.s[i] <= '9';
    return count;
}

static bool is_prefixed(struct text t)
{
    return t.n && (*t.s == '>' || (t.n >= 3 && memcmp(t.s, "\xef\xbc\x9e", 3) == 0));
}

/* ---- where a quote begins
 * ------------------------------------------------------------------------------------------------------------
 */

/* "-----Original Message-----" and its kin: dashes around words. Returns 'r', 'f' or 0. */
static char separator(struct text t)
{
    static const char *const original[] = {"original message",
                                           "original-nachricht",
                                           "urspr\xc3\xbcngliche nachricht",
                                           "message d'origine",
                                           "message original",
                                           "元のメッセージ",
                                           "元のメール",
                                           "original appointment",
                                           "返信元メッセージ",
                                           NULL};
    static const char *const forwarded[] = {"forwarded message",
                                            "weitergeleitete nachricht",
                                            "message transf\xc3\xa9r\xc3\xa9",
                                            "転送されたメッセージ",
                                            "転送メッセージ",
                                            "forwarded by",
                                            "転送メール",
                                            "message r\xc3\xa9"
                                            "exp\xc3\xa9"
                                            "di\xc3\xa9",
                                            NULL};
    if (t.n > SHORT_LINE) return 0;
    if (begins(t, "begin forwarded message") || begins(t, "anfang der weitergeleiteten") ||
        begins(t, "以下、転送") || begins(t, "以下転送") ||
        begins(t, "d\xc3\xa9"
                  "but du message transf"))
        return 'f';
    size_t dashes = 0;
    while (dashes < t.n && (t.s[dashes] == '-' || t.s[dashes] == '=' || t.s[dashes] == '_'))
        dashes++;
    if (dashes < 2) return 0;
    return holds_any(t, forwarded) ? 'f' : holds_any(t, original) ? 'r' : 0;
}

/* The line that says who wrote what follows. A date or an address must stand in it: a sentence that ends in
 * "wrote:" is no quote. */
static bool attribution(struct text t)
{
    if (t.n < 8 || t.n > SHORT_LINE) return false;
    bool dated = digits(t) >= 4 || memchr(t.s, '@', t.n);
    if (!dated) return false;
    if (ends(t, "wrote:") || ends(t, "writes:") ||
        ends(t, " a \xc3\xa9"
                "crit :") ||
        ends(t, " a \xc3\xa9"
                "crit:") ||
        ends(t, "a \xc3\xa9"
                "crit\xc2\xa0:"))
        return true;
    if (ends(t, "のメール:") || ends(t, "書きました:") || ends(t, "書きました：") || ends(t, "のメール：") ||
        ends(t, "wrote on:"))
        return true;
    if (begins(t, "am ") && holds(t, " schrieb") && ends(t, ":")) return true;
    /* 2026年11月21日(土) 10:00 山田太郎 <taro@example.jp>: */
    return holds(t, "年") && holds(t, "月") && holds(t, "日") && (ends(t, ">:") || ends(t, "&gt;:")) &&
           memchr(t.s, '@', t.n);
}

static const char *after_mark(struct text t, const char *const *names)
{
    while (t.n && (*t.s == '*' || *t.s == ' ')) {
        t.s++;
        t.n--;
    }
    for (; *names; names++) {
        if (!begins(t, *names)) continue;
        const char *p = t.s + strlen(*names), *end = t.s + t.n;
        while (p < end && (*p == ' ' || *p == '*' || *p == '\t'))
            p++;
        if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0) p += 2;
        if (p < end && *p == ':') return p;
        if (end - p >= 3 && memcmp(p, "\xef\xbc\x9a", 3) == 0) return p;
    }
    return NULL;
}

/* Outlook's block of header lines in front of the mail that is answered or forwarded. */
static bool header_block(const struct body_line *lines, size_t count, size_t at)
{
    static const char *const from[] = {"from", "差出人", "送信者", "von", "de", "発信者", NULL};
    static const char *const subject[] = {"subject", "件名", "betreff", "objet", NULL};
    static const char *const others[] = {
        "sent", "date",     "to",    "cc",     "送信日時",      "日時",     "日付",     "宛先", "ｃｃ",
        "an",   "gesendet", "datum", "送信日", "envoy\xc3\xa9", "\xc3\x80", "\xc3\xa0", NULL};
    if (lines[at].len > 2 * SHORT_LINE || !after_mark(trimmed(&lines[at]), from)) return false;
    size_t found = 0, subjects = 0;
    for (size_t i = at + 1, seen = 0; i < count && seen < 6; i++) {
        struct text t = trimmed(&lines[i]);
        if (t.n == 0) continue;
        seen++;
        found += after_mark(t, others) != NULL;
        subjects += after_mark(t, subject) != NULL;
    }
    /* "From: Kyoto / To: Osaka / Date: ..." is a journey: only a mail has a subject too. */
    return found >= 1 && subjects >= 1;
}

static void mark_quotes(struct body_line *lines, size_t count, struct body_structure *out)
{
    for (size_t i = 0; i < count; i++) {
        struct text t = trimmed(&lines[i]);
        char kind = separator(t);
        if (kind == 'f') out->has_forward = true;
        if (kind || header_block(lines, count, i)) {
            for (size_t k = i; k < count; k++)
                lines[k].flags |= PLACE_QUOTED;
            out->has_quote = true;
            for (size_t k = i + 1; k < count && k < i + 60;
                 k++) /* an explicit forward may stand further down */
                if (separator(trimmed(&lines[k])) == 'f') out->has_forward = true;
            return;
        }
        if (lines[i].flags & PLACE_QUOTED) {
            out->has_quote = true;
            continue;
        }
        if (is_prefixed(t)) {
            lines[i].flags |= PLACE_QUOTED;
            out->has_quote = true;
            continue;
        }
        /* An attribution may be wrapped over up to three lines. */
        char joined[SHORT_LINE * 2 + 4];
        size_t len = 0, used = 0;
        for (size_t k = i; k < count && k < i + 3; k++) {
            struct text part = trimmed(&lines[k]);
            if (part.n == 0 || part.n > SHORT_LINE || len + part.n + 1 > sizeof joined || is_prefixed(part))
                break;
            if (k > i && !(begins(t, "on ") || begins(t, "am ") || begins(t, "le ") || digits(t) >= 4)) break;
            if (len) joined[len++] = ' ';
            memcpy(joined + len, part.s, part.n);
            len += part.n;
            if (attribution((struct text){joined, len})) {
                used = k - i + 1;
                break;
            }
        }
        if (!used) continue;
        size_t next = i + used;
        while (next < count && is_blank(&lines[next]))
            next++;
        if (next == count) continue;
        for (size_t k = i; k < next; k++)
            lines[k].flags |= PLACE_QUOTED;
        out->has_quote = true;
        bool marked = is_prefixed(trimmed(&lines[next])) || (lines[next].flags & PLACE_QUOTED);
        if (!marked) { /* the answered mail follows without marks: nothing below is the writer's any more */
            for (size_t k = next; k < count; k++)
                lines[k].flags |= PLACE_QUOTED;
            return;
        }
        i = next - 1;
    }
}

/* ---- signatures and disclaimers
 * ------------------------------------------------------------------------------------------------------ */

/* A line drawn with at most three different signs. */
static bool is_ruler(struct text t)
{
    static const char *const signs[] = {"-",
                                        "=",
                                        "_",
                                        "*",
                                        "~",
                                        "+",
                                        "#",
                                        ".",
                                        "/",
                                        "\xe2\x94\x80" /* ─ */,
                                        "\xe2\x94\x81" /* ━ */,
                                        "ー",
                                        "―",
                                        "＿",
                                        "＊",
                                        "＝",
                                        "～",
                                        "・",
                                        "◆",
                                        "◇",
                                        "□",
                                        "■",
                                        "※",
                                        "☆",
                                        "★",
                                        "\xe2\x97\x8b" /* ○ */,
                                        "●",
                                        "─",
                                        "┏",
                                        "┓",
                                        "┗",
                                        "┛",
                                        "╋",
                                        "\xe2\x80\x95",
                                        "＋",
                                        "♪",
                                        " ",
                                        "…",
                                        "－",
                                        "|",
                                        "\xe2\x94\x83",
                                        NULL};
    size_t count = 0, kinds = 0;
    const char *seen[3] = {NULL, NULL, NULL};
    if (t.n < 6 || t.n > SHORT_LINE) return false;
    while (t.n) {
        const char *const *p = signs;
        while (*p && !(t.n >= strlen(*p) && memcmp(t.s, *p, strlen(*p)) == 0))
            p++;
        if (!*p) return false;
        bool known = false;
        for (size_t k = 0; k < kinds; k++)
            known = known || seen[k] == *p;
        if (!known) {
            if (kinds == 3) return false;
            seen[kinds++] = *p;
        }
        count++;
        t.n -= strlen(*p);
        t.s += strlen(*p);
    }
    return count >= 6;
}

static size_t contact_marks(struct text t)
{
    static const char *const phone[] = {"tel",   "fax",    "電話", "ＴＥＬ", "ＦＡＸ", "携帯",
                                        "phone", "mobile", "内線", "直通",   NULL};
    static const char *const address[] = {"〒", "住所", "都", "県", "府", "市", "street", "区", NULL};
    static const char *const house[] = {
        "株式会社", "有限会社", "合同会社", "（株）", "(株)", "㈱", "大学", "病院",        "市役所",
        "事務局",   "法人",     "co., ltd", "inc.",   "gmbh", "部", "課",   "corporation", NULL};
    size_t marks = 0;
    marks += (holds_any(t, phone) && digits(t) >= 4);
    marks += holds_any(t, address) && digits(t) > 0;
    marks += holds_any(t, house);
    marks += t.n && memchr(t.s, '@', t.n) != NULL;
    marks += holds(t, "http://") || holds(t, "https://") || holds(t, "www.");
    return marks;
}

/* The writer's signature in lines [from, end), which hold no quote; returns where it starts, or end. */
static size_t find_signature(const struct body_line *lines, size_t from, size_t end)
{
    size_t first = end, bytes = 0, count = 0, marks = 0, rulers = 0, best = end;
    for (size_t i = end; i-- > from;) {
        struct text t = trimmed(&lines[i]);
        bytes += t.n;
        count += t.n > 0;
        if (count > SIGNATURE_LINES || bytes > SIGNATURE_BYTES) break;
        if (t.n == 2 && memcmp(t.s, "--", 2) == 0) return i;
        if (is_ruler(t)) {
            rulers++;
            /* A box of two rulers, or one ruler above: contacts must stand below. */
            if (marks >= 2 && (rulers <= 2 || first < end)) best = i;
            if (rulers >= 2 && marks >= 2) return best;
            continue;
        }
        marks += contact_marks(t);
        first = i;
    }
    return best;
}

/* Lines [from, end): the start of a disclaimer that runs to the end of them, or end. */
static size_t find_disclaimer(const struct body_line *lines, size_t from, size_t end)
{
    static const char *const phrases[] = {"if you have received this",
                                          "if you are not the intended recipient",
                                          "if you received this",
                                          "intended solely for",
                                          "is intended only for",
                                          "are intended only for",
                                          "intended for the exclusive use",
                                          "may contain confidential",
                                          "may contain privileged",
                                          "confidential and intended",
                                          "confidentiality notice",
                                          "mail is confidential and",
                                          "email is confidential.",
                                          "e-mail is confidential.",
                                          "message is confidential.",
                                          "(including any attachments) is confidential",
                                          "are confidential to the",
                                          "confidential and may be",
                                          "may be privileged",
                                          "may be legally privileged",
                                          "privileged/confidential information",
                                          "for the addressee only",
                                          "is confidential to the",
                                          "received it by mistake",
                                          "received it in error",
                                          "the information contained in this",
                                          "please consider the environment",
                                          "this email and any attachments",
                                          "this e-mail and any attachments",
                                          "this message and any attachments",
                                          "誤って受信",
                                          "誤って送信",
                                          "誤送信",
                                          "名宛人",
                                          "受信者以外",
                                          "宛先以外",
                                          "お心当たりのない",
                                          "心当たりがない",
                                          "本メールに含まれる情報",
                                          "本電子メール",
                                          "このメールに含まれる情報",
                                          "本メールおよび添付",
                                          "本メール及び添付",
                                          "機密情報が含まれ",
                                          "機密情報を含",
                                          "秘密情報が含まれ",
                                          "秘密情報を含",
                                          "diese e-mail enth",
                                          "nicht der richtige adressat",
                                          "nicht der beabsichtigte",
                                          "irrt\xc3\xbcmlich erhalten",
                                          "vertrauliche und/oder",
                                          "ce message et toutes",
                                          "pas le destinataire",
                                          "ce courriel",
                                          "ce message est confidentiel",
                                          "re\xc3\xa7u ce message par erreur",
                                          NULL};
    size_t start = end, bytes = 0, count = 0, opening = end;
    bool matched = false;
    for (size_t i = end; i-- > from;) {
        struct text t = trimmed(&lines[i]);
        bytes += t.n;
        count += t.n > 0;
        if (count > DISCLAIMER_LINES || bytes > DISCLAIMER_BYTES) break;
        if (t.n == 0 ||
            is_ruler(t)) { /* a paragraph ends above; without a phrase in it nothing more is looked at */
            if (count > 0 && !matched && opening == end && start == end && t.n == 0) break;
            if (matched && t.n) start = i;
            matched = false;
            continue;
        }
        if (holds_any(t, phrases)) {
            matched = true;
            start = opening = i;
        } else if (!matched && opening != end) {
            break; /* an own line above the disclaimer's paragraph */
        } else if (matched) {
            /* A wrapped sentence begins above: long, and not ended. */
            if (t.n >= 50 && !ends(t, "。") && !ends(t, ".") && !ends(t, ":") && !ends(t, "：") &&
                !ends(t, "!"))
                start = i;
            else
                break;
        }
    }
    return start;
}

void body_mark(struct body_line *lines, size_t count, struct body_structure *out)
{
    out->has_quote = out->has_forward = false;
    mark_quotes(lines, count, out);
    /* The last stretch of own lines is where signature and disclaimer stand, above or below the quote. */
    size_t end = count;
    while (end && ((lines[end - 1].flags & PLACE_QUOTED) || is_blank(&lines[end - 1])))
        end--;
    size_t from = end;
    while (from && !(lines[from - 1].flags & PLACE_QUOTED))
        from--;
    for (int round = 0; round < 2; round++) {
        size_t start = find_disclaimer(lines, from, end);
        for (size_t i = start; i < end; i++)
            lines[i].flags |= PLACE_DISCLAIMER;
        end = start;
        while (end > from && is_blank(&lines[end - 1]))
            end--;
        if (round) break;
        start = find_signature(lines, from, end);
        for (size_t i = start; i < end; i++)
            lines[i].flags |= PLACE_SIGNATURE;
        end = start;
        while (end > from && is_blank(&lines[end - 1]))
            end--;
    }
}

char body_subject_kind(const char *utf8, size_t n)
{
    static const char *const replies[] = {
        "re:",   "re[",    "re：",  "Ｒｅ：", "ＲＥ：", "aw:",   "sv:",  "antw:",
        "回复:", "回复：", "답장:", "返信:",  "返信：", "回覆:", "re :", NULL};
    static const char *const forwards[] = {
        "fw:", "fwd:",  "fw：",   "fwd：", "Ｆｗ：", "ＦＷ：", "転送:", "転送：",   "[転送]", "wg:",
        "tr:", "转发:", "转发：", "轉寄:", "전달:",  "vs:",    "tr :",  "【転送】", NULL};
    struct body_line l = {utf8, n, 0};
    struct text t = trimmed(&l);
    for (int lists = 0; lists < 3; lists++) { /* "[list 123] Re: ..." */
        for (const char *const *p = forwards; *p; p++)
            if (begins(t, *p)) return 'f';
        for (const char *const *p = replies; *p; p++)
            if (begins(t, *p)) return 'r';
        const char *close = t.n && *t.s == '[' ? memchr(t.s, ']', t.n < 80 ? t.n : 80) : NULL;
        if (!close) break;
        t.n -= (size_t)(close + 1 - t.s);
        t.s = close + 1;
        l = (struct body_line){t.s, t.n, 0};
        t = trimmed(&l);
    }
    return 0;
}
