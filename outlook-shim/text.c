/* Finds the add-in's sentences in its string tables by language, and turns UTF-8 into UTF-16 and back. What is said when is dialog.c's matter. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "dll.h"

static const wchar_t *text_find(WORD language, UINT id, size_t *length) {
  HRSRC found = FindResourceExW(dll_module(), (LPCWSTR)RT_STRING, MAKEINTRESOURCEW(id / 16 + 1), language);
  HGLOBAL block = found ? LoadResource(dll_module(), found) : NULL;
  const wchar_t *p = block ? LockResource(block) : NULL;
  UINT i;
  if (!p) return NULL;
  for (i = 0; i < id % 16; i++) p += 1 + *p;
  *length = *p;
  return *p ? p + 1 : NULL;
}

void text_load(enum text_language language, UINT id, wchar_t *out, size_t room) {
  size_t n = 0;
  const wchar_t *s = NULL;
  if (language == TEXT_JAPANESE) s = text_find(MAKELANGID(LANG_JAPANESE, SUBLANG_DEFAULT), id, &n);
  if (!s) s = text_find(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), id, &n);
  if (!s) n = 0;
  if (n >= room) n = room - 1;
  if (n) memcpy(out, s, n * sizeof *out);
  out[n] = 0;
}

wchar_t *text_wide(const char *in) {
  int n = in ? MultiByteToWideChar(CP_UTF8, 0, in, -1, NULL, 0) : 0;
  wchar_t *out = n > 0 ? malloc((size_t)n * sizeof *out) : NULL;
  if (out) MultiByteToWideChar(CP_UTF8, 0, in, -1, out, n);
  return out;
}

char *text_utf8(const wchar_t *in) {
  int n = in ? WideCharToMultiByte(CP_UTF8, 0, in, -1, NULL, 0, NULL, NULL) : 0;
  char *out = n > 0 ? malloc((size_t)n) : NULL;
  if (out) WideCharToMultiByte(CP_UTF8, 0, in, -1, out, n, NULL, NULL);
  return out;
}

void text_wide_into(const char *in, wchar_t *out, size_t room) {
  wchar_t *all = text_wide(in);
  out[0] = 0;
  if (all) lstrcpynW(out, all, (int)room);
  free(all);
}
