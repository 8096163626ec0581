/* What the words beside a name say: titles, what somebody is, organisations and groups. All of c[i, end) unless said otherwise. Private to person.c. */
#ifndef SEKISHO_DETECT_PERSON_WORDS_H
#define SEKISHO_DETECT_PERSON_WORDS_H

#include "detect/scan.h"

/* Where the title begins that ends the word (様, 先生, 部長); end: none does. */
uint32_t title_start(const uint16_t *c, uint32_t i, uint32_t end);
/* The word is a title, and one that anybody may be given: 様, 殿, 氏 ... */
bool title_polite(const uint16_t *c, uint32_t i, uint32_t end);
/* A title that anybody may be given begins at c: its characters; 0: none. さん, too. */
uint32_t title_everyday(const uint16_t *c);
/* What somebody is ends with it (運転者, 主治医, 班長), or the word does in katakana (オーナー). */
bool role_last(uint16_t c);
bool role_in_kana(const uint16_t *c, uint32_t i, uint32_t end);
/* What somebody is ends with it, or where he works; no place: 監督, 経理, 認定係, 営業, but not 店舗. */
bool post_last(uint16_t c);
/* The same of organisations of persons: 会, 所, 校 ... */
bool office_last(uint16_t c);
/* の or に stands behind a surname, and then `second`: it may begin what people have or what is done with them (携帯, 意見; 伝え, 相談), as
 * person_running.c has it. */
static inline bool dealing_may_begin(uint16_t particle, uint32_t second)
{
    if (particle == u'の')
        switch (second) {
        case u'携': case u'電': case u'直': case u'ス': case u'ケ': case u'意': case u'後': case u'代': case u'か': case u'お': case u'母': case u'父': case u'妻': case u'夫': case u'長':
            return true;
        default:
            return false;
        }
    switch (second) {
    case u'は': case u'も': case u'伝': case u'確': case u'聞': case u'渡': case u'連': case u'相': case u'頼': case u'同': case u'言': case u'任': case u'預': case u'代': case u'引': case u'交': case u'替': case u'変':
        return true;
    default:
        return false;
    }
}
/* に交代, に変更 and the like stand at c: the one before takes over. */
bool takes_over(const uint16_t *c);
/* Never a person, even with a title: 皆, お客, 担当者 ... */
bool word_of_group(const uint16_t *c, uint32_t i, uint32_t end);
/* The word begins or ends as what an office is of: 営業, 総務, 統括 ... */
bool word_of_office(const uint16_t *c, uint32_t i, uint32_t end);
/* Things, not names, end with it: 証, 書, 番号 ... */
bool thing_last(uint16_t c);
/* A surname that is a word of every day, too (出口, 上司, 本名): it needs more than to stand alone. The second: a city or a prefecture is called so. */
bool word_of_every_day(const uint16_t *c, uint32_t i, uint32_t end);
bool place_like(const uint16_t *c, uint32_t i, uint32_t end);
/* A prefecture or a city that is more often meant than those who are called so: 福島が対応します is said of a branch. */
bool place_well_known(const uint16_t *c, uint32_t i, uint32_t end);
/* What stands in the place of a name: 未定, 匿名, 同上 ... */
bool word_for_no_name(const uint16_t *c, uint32_t i, uint32_t end);
/* The word ends as organisations, places and things do, unless the dictionary knows it as a surname. */
bool organisation_like(const uint16_t *c, uint32_t i, uint32_t end);
/* The same for what reads as a whole name: only endings of two characters and more speak against it (吉川大学). */
bool organisation_surely(const uint16_t *c, uint32_t i, uint32_t end);
/* Of these endings, those that surnames outside the dictionary have, too, and no department: 炭谷川, 雲雀橋 */
bool nature_last(uint16_t last);
enum { POST_BEHIND = 4 }; /* so many characters may stand before such a word in its run: 認定看護師井上 */
/* The word begins with what somebody is, behind which a surname may stand at once: 担当吉田, 弁護士庄野. How long that is; 0: it does not. */
uint32_t word_of_post(const uint16_t *c, uint32_t n);
/* The nearest of kin: 妻, 長男 ...; a given name may stand right behind it. */
bool word_of_kin(const uint16_t *c, uint32_t n);
/* A word of a post may begin with this character. */
bool post_first(uint16_t c);
/* Surnames mostly end with it, given names seldom. */
bool surname_last(uint16_t last);
/* A word for a legal form directly before i: 株式会社田中商店; the second: only its last character is looked at. */
bool behind_legal_form(const uint16_t *c, uint32_t i);
bool legal_form_last(uint16_t c);

#endif
