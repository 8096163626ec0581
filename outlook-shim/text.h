/* The add-in's sentences in the user's language, and text between UTF-8 and UTF-16. */
#ifndef SEKISHO_OUTLOOK_TEXT_H
#define SEKISHO_OUTLOOK_TEXT_H

#include <windows.h>

enum text_language { TEXT_ENGLISH, TEXT_JAPANESE };

/* The sentence of string resource ID, English where the language has none; ends with a 0 whatever happens. */
void text_load(enum text_language language, UINT id, wchar_t *out, size_t room);
/* New memory (free()), NULL when there is none or IN is NULL. */
wchar_t *text_wide(const char *in);
char *text_utf8(const wchar_t *in);
/* As much of IN as fits. */
void text_wide_into(const char *in, wchar_t *out, size_t room);

#endif
