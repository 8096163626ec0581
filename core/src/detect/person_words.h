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
/* Never a person, even with a title: 皆, お客, 担当者 ... */
bool word_of_group(const uint16_t *c, uint32_t i, uint32_t end);
/* The word begins or ends as what an office is of: 営業, 総務, 統括 ... */
bool word_of_office(const uint16_t *c, uint32_t i, uint32_t end);
/* Things, not names, end with it: 証, 書, 番号 ... */
bool thing_last(uint16_t c);
/* A surname that is a word of every day, too (出口, 上司, 本名): it needs more than to stand alone. The second: a city or a prefecture is called so. */
bool word_of_every_day(const uint16_t *c, uint32_t i, uint32_t end);
bool place_like(const uint16_t *c, uint32_t i, uint32_t end);
/* What stands in the place of a name: 未定, 匿名, 同上 ... */
bool word_for_no_name(const uint16_t *c, uint32_t i, uint32_t end);
/* The word ends as organisations, places and things do, unless the dictionary knows it as a surname. */
bool organisation_like(const uint16_t *c, uint32_t i, uint32_t end);
/* The same for what reads as a whole name: only endings of two characters and more speak against it (吉川大学). */
bool organisation_surely(const uint16_t *c, uint32_t i, uint32_t end);
/* Of these endings, those that surnames outside the dictionary have, too, and no department: 炭谷川, 雲雀橋 */
bool nature_last(uint16_t last);
/* Surnames mostly end with it, given names seldom. */
bool surname_last(uint16_t last);
/* A word for a legal form directly before i: 株式会社田中商店; the second: only its last character is looked at. */
bool behind_legal_form(const uint16_t *c, uint32_t i);
bool legal_form_last(uint16_t c);

#endif
