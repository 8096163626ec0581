/* Bank accounts: Japanese ones by a kind of account or a label before the number, the bank's name or a branch makes it surer; others behind the word in
 * English, if the line is about banks. */
#include "detect/scan.h"

/* Steps back over spaces, colons and brackets from at. */
static uint32_t back(const uint16_t *c, const uint8_t *cls, uint32_t at)
{
    while (at > 0 && (cls[at - 1] == CLASS_SPACE || c[at - 1] == ':' || c[at - 1] == '.' || c[at - 1] == 0xFF0E || c[at - 1] == ')' ||
                      c[at - 1] == '(' || c[at - 1] == ',' || c[at - 1] == 0x3001 || c[at - 1] == 0x3011 || c[at - 1] == '/' || c[at - 1] == '|' || c[at - 1] == 0x30FB || cls[at - 1] == CLASS_TAB || c[at - 1] == '#'))
        at--;
    return at;
}

/* 普通, 当座, 貯蓄 and their longer forms end right before at. */
static bool account_kind_before(const uint16_t *c, const uint8_t *cls, uint32_t at)
{
    static const char16_t *const tails[] = {u"口座番号", u"口座no", u"口座", u"預金", u"番号", u"no", u"預"};
    static const char16_t *const kinds[] = {u"普通", u"当座", u"貯蓄", u"普", u"当", u"納税準備", u"通常貯金", u"総合"};
    for (int round = 0; round < 3; round++) {
        at = back(c, cls, at);
        at -= scan_ends_with_one(c, at, tails, sizeof tails / sizeof *tails);
    }
    at = back(c, cls, at);
    uint32_t kind = scan_ends_with_one(c, at, kinds, sizeof kinds / sizeof *kinds);
    at -= kind;
    if (kind == 1) /* 普 and 当 alone only in brackets or after a space */
        return at > 0 && (c[at - 1] == '(' || cls[at - 1] == CLASS_SPACE);
    return kind > 0;
}

static bool bank_on_line(const struct scan *s, uint32_t upto)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t from = upto > 64 ? upto - 64 : 0;
    for (uint32_t i = from; i < upto; i++)
        if (scan_is(c, i, u"銀行") || scan_is(c, i, u"支店") || scan_is(c, i, u"信用金庫") || scan_is(c, i, u"信金") || scan_is(c, i, u"信組") ||
            scan_is(c, i, u"農協") || scan_is(c, i, u"労働金庫") || scan_is(c, i, u"ろうきん") || scan_is(c, i, u"出張所") || scan_is(c, i, u"本店") ||
            scan_is(c, i, u"ゆうちょ") || scan_is(c, i, u"店番") || scan_is(c, i, u"営業部"))
            return true;
    return false;
}

/* A bank stands on the line, and right before the number its branch or 口 for 口座: 西尾信金 岡崎支店 5392602 */
static bool branch_before(const struct scan *s, uint32_t start)
{
    static const char16_t *const ends[] = {u"支店", u"本店", u"出張所", u"営業部", u" 口"};
    static const char16_t *const banks[] = {u"銀行", u"信用金庫", u"信金", u"信組", u"信用組合", u"農協", u"労働金庫", u"ろうきん"};
    const uint16_t *c = s->c_store + 8;
    uint32_t at = back(c, s->class_store + 8, start), from = at > 40 ? at - 40 : 0;
    if (!scan_ends_with_one(c, at, ends, sizeof ends / sizeof *ends))
        return false;
    for (uint32_t i = from; i < at; i++)
        for (size_t k = 0; k < sizeof banks / sizeof *banks; k++)
            if (scan_is(c, i, banks[k]))
                return true;
    return false;
}

/* Below an account: 〃　定期 2799203. Alone 定期 is said of tickets, too. */
static bool deposit_before(const struct scan *s, uint32_t start)
{
    static const char16_t *const deposits[] = {u"定期", u"定期預金", u"積立", u"定期積金"};
    const uint16_t *c = s->c_store + 8;
    return s->bank_lines > 0 && scan_ends_with_one(c, back(c, s->class_store + 8, start), deposits, sizeof deposits / sizeof *deposits) > 0;
}

/* 9088577（普通口座） */
static bool account_kind_behind(const uint16_t *c, uint32_t end)
{
    return c[end] == '(' && (scan_is(c, end + 1, u"普通") || scan_is(c, end + 1, u"当座"));
}

static bool word_before(const struct scan *s, uint32_t at, const char16_t *word, uint32_t n)
{
    return at >= n && scan_is(s->c_store + 8, at - n, word) && (at == n || !class_ascii_word((s->class_store + 8)[at - n - 1]));
}

/* account 9507243, acct no. 9507243, account #9507243 */
static bool english_account_before(const struct scan *s, uint32_t at)
{
    static const struct {
        const char16_t *word;
        uint32_t n;
    } numbers[] = {{u"number", 6}, {u"no", 2}}, accounts[] = {{u"account", 7}, {u"acct", 4}, {u"a/c", 3}};
    const uint16_t *c = s->c_store + 8;
    uint32_t from = at;
    for (size_t k = 0; k <= sizeof numbers / sizeof *numbers; k++) {
        while (at > 0 && ((s->class_store + 8)[at - 1] == CLASS_SPACE || c[at - 1] == ':' || c[at - 1] == '.' || c[at - 1] == '#'))
            at--;
        if (k < sizeof numbers / sizeof *numbers && word_before(s, at, numbers[k].word, numbers[k].n))
            at -= numbers[k].n;
    }
    for (size_t k = 0; k < sizeof accounts / sizeof *accounts; k++)
        if (at < from && word_before(s, at, accounts[k].word, accounts[k].n))
            return true;
    return false;
}

/* A word says that the line is about banks: an account alone may be one of a program's users. */
static bool english_bank_on_line(const struct scan *s)
{
    static const char16_t *const words[] = {u"bank", u"routing", u"direct deposit", u"iban", u"sort code", u"aba", u"wire transfer", u"credit union", u"ach", u"ifsc", u"salary", u"lloyds", u"barclays", u"natwest", u"hsbc"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (uint32_t i = 0; i < s->n; i++)
        for (size_t k = 0; class_latin(cls[i]) && (i == 0 || !class_ascii_word(cls[i - 1])) && k < sizeof words / sizeof *words; k++)
            if (scan_is(c, i, words[k])) {
                uint32_t end = i;
                while (words[k][end - i])
                    end++;
                if (!class_latin(cls[end]))
                    return true;
            }
    return false;
}

/* ゆうちょ: 記号 1ddd0 番号 1-8 digits */
static bool post_office(struct scan *s, const struct number *num)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (num->digits[0] != 1 || num->groups[0] != 5 || num->digits[4] != 0)
        return false;
    static const char16_t *const signs[] = {u"記号", u"記号番号"};
    bool sign = scan_ends_with_one(c, back(c, cls, num->start), signs, sizeof signs / sizeof *signs) > 0;
    if (num->group_count == 2 && num->groups[1] >= 1 && num->groups[1] <= 8 && (sign || bank_on_line(s, num->start))) {
        scan_hit(s, DATA_BANK_ACCOUNT, CONFIDENCE_HIGH, "yucho", num->start, num->end);
        return true;
    }
    if (num->group_count != 1 || !sign)
        return false;
    /* 記号 10120 番号 12345678: the number follows behind a word */
    uint32_t at = num->end;
    while (cls[at] == CLASS_SPACE || c[at] == 0x3001 || c[at] == '-' || c[at] == ',')
        at++;
    if (scan_is(c, at, u"番号"))
        at += 2;
    while (cls[at] == CLASS_SPACE || c[at] == ':')
        at++;
    uint32_t end = at;
    while (cls[end] == CLASS_DIGIT)
        end++;
    if (end == at || end - at > 8)
        return false;
    scan_hit(s, DATA_BANK_ACCOUNT, CONFIDENCE_HIGH, "yucho", num->start, end);
    return true;
}

bool bank_number(struct scan *s, const struct number *num)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (num->count >= 5 && num->count <= 13 && post_office(s, num))
        return true;
    enum { ENGLISH_DIGITS = 14 };
    if (num->count >= 6 && num->count <= ENGLISH_DIGITS && num->group_count == 1 && !num->plus && english_account_before(s, num->start) && english_bank_on_line(s)) {
        scan_hit(s, DATA_BANK_ACCOUNT, CONFIDENCE_MEDIUM, "bank-account-english", num->start, num->end);
        s->bank_lines = 3;
        return true;
    }
    if (num->count < 6 || num->count > 8 || num->plus)
        return false;
    bool single = num->group_count == 1 || (num->group_count == 2 && num->marks[1] == '-' && num->count == 7 && num->groups[0] == 3);
    if (!single)
        return false;
    bool kind_word = account_kind_before(c, cls, num->start) ||
                     (num->count == 7 && num->group_count == 1 && (branch_before(s, num->start) || deposit_before(s, num->start) || account_kind_behind(c, num->end)));
    enum label_kind kind = scan_context(s, num->start);
    if (!kind_word && kind != LABEL_ACCOUNT)
        return false;
    if (num->group_count == 2 && !kind_word)
        return false;
    bool bank = bank_on_line(s, num->start) || s->bank_lines > 0;
    scan_hit(s, DATA_BANK_ACCOUNT, bank || kind == LABEL_ACCOUNT ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "bank-account", num->start, num->end);
    s->bank_lines = 3;
    return true;
}
