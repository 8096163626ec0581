/* Reads policy from the registry at every Send, by key name and without knowing any option: enforced from Software\Policies\Sekisho (HKLM
 * before HKCU), recommended from its subkey Recommended, the user's own from HKCU\Software\Sekisho. What it means is the checker's matter. */
#include "policy.h"

#include <windows.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "text.h"

#define POLICY_MAX 20000u        /* values altogether */
#define POLICY_BYTES (1u << 20) /* of one value */
#define POLICY_DEPTH 4
#define POLICY_NAME 400
#define POLICY_UNREADABLE "registry-value-not-readable"

static void policy_add(struct policy *p, enum client_layer layer, enum client_value kind, const char *key, const wchar_t *text, long long number) {
  struct client_option *o;
  if (p->count == p->room) {
    size_t room = p->room ? p->room * 2 : 64;
    struct client_option *more = room > POLICY_MAX ? NULL : realloc(p->options, room * sizeof *more);
    if (!more) {
      p->broken = true;
      return;
    }
    p->options = more;
    p->room = room;
  }
  o = &p->options[p->count];
  o->layer = layer;
  o->kind = kind;
  o->number = number;
  o->key = strdup(key);
  o->text = text ? text_utf8(text) : NULL;
  if (!o->key || (text && !o->text)) {
    free(o->key);
    free(o->text);
    p->broken = true;
    return;
  }
  p->count++;
}

/* prefix.name in lower case, as option keys are written. */
static bool policy_key(char *out, size_t room, const char *prefix, const wchar_t *name) {
  char *utf8 = text_utf8(name), *c;
  size_t n;
  if (!utf8) return false;
  for (c = utf8; *c; c++) {
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
  }
  n = strlen(prefix) + strlen(utf8) + 2;
  if (n <= room) {
    strcpy(out, prefix);
    if (*prefix && *utf8) strcat(out, ".");
    strcat(out, utf8);
  }
  free(utf8);
  return n <= room;
}

static bool policy_is_number(const wchar_t *name) {
  if (!*name) return false;
  while (*name >= L'0' && *name <= L'9') name++;
  return !*name;
}

/* A key that an earlier root already gave is locked for the later ones; FROM..UPTO is what that root gave. */
static bool policy_given(const struct policy *p, size_t from, size_t upto, const char *key) {
  for (; from < upto; from++) {
    if (!strcmp(p->options[from].key, key)) return true;
  }
  return false;
}

struct policy_place {
  enum client_layer layer;
  size_t from, upto;
  bool root_of_policies; /* has a subkey Recommended that is another layer */
};

/* A name that ends in .1, .2 ... is one element of a list: how the rules' lists are written in a policy of names and values. */
static bool policy_cut_number(char *key) {
  char *dot = strrchr(key, '.');
  if (!dot || !dot[1] || dot[1 + strspn(dot + 1, "0123456789")]) return false;
  *dot = 0;
  return true;
}

static void policy_value(struct policy *p, const struct policy_place *at, const char *prefix, const wchar_t *name, DWORD type, const BYTE *data,
                         DWORD size) {
  char key[POLICY_NAME];
  bool element = policy_is_number(name) && *prefix;
  const wchar_t *text = (const wchar_t *)(const void *)data;
  if (!policy_key(key, sizeof key, prefix, element ? L"" : name) || !*key) {
    p->broken = p->broken || *name;
    return;
  }
  element = policy_cut_number(key) || element;
  if (policy_given(p, at->from, at->upto, key)) return;
  switch (type) {
    case REG_SZ:
    case REG_EXPAND_SZ: policy_add(p, at->layer, element ? CLIENT_ELEMENT : CLIENT_TEXT, key, text, 0); break;
    case REG_MULTI_SZ:
      for (; *text; text += wcslen(text) + 1) policy_add(p, at->layer, CLIENT_ELEMENT, key, text, 0);
      break;
    case REG_DWORD:
      if (size >= 4) policy_add(p, at->layer, CLIENT_NUMBER, key, NULL, *(const DWORD *)(const void *)data);
      break;
    case REG_QWORD:
      if (size >= 8) policy_add(p, at->layer, CLIENT_NUMBER, key, NULL, *(const LONGLONG *)(const void *)data);
      break;
    default: p->broken = true;
  }
}

static void policy_walk(struct policy *p, HKEY key, const struct policy_place *at, const char *prefix, int depth) {
  wchar_t name[256];
  BYTE *data = malloc(POLICY_BYTES + 4);
  DWORD i;
  for (i = 0; data && i < POLICY_MAX; i++) {
    DWORD length = 256, size = POLICY_BYTES, type;
    LSTATUS s = RegEnumValueW(key, i, name, &length, NULL, &type, data, &size);
    if (s == ERROR_NO_MORE_ITEMS) break;
    if (s) {
      p->broken = true;
      if (s == ERROR_MORE_DATA) continue;
      break;
    }
    memset(data + size, 0, 4); /* text need not end by itself */
    policy_value(p, at, prefix, name, type, data, size);
  }
  if (!data) p->broken = true;
  free(data);
  for (i = 0; i < POLICY_MAX; i++) {
    DWORD length = 256;
    char inner[POLICY_NAME];
    HKEY sub;
    LSTATUS s = RegEnumKeyExW(key, i, name, &length, NULL, NULL, NULL, NULL);
    if (s) break;
    if (at->root_of_policies && !depth && !_wcsicmp(name, L"Recommended")) continue;
    if (depth == POLICY_DEPTH || !policy_key(inner, sizeof inner, prefix, name)) {
      p->broken = true;
      continue;
    }
    if (RegOpenKeyExW(key, name, 0, KEY_READ, &sub)) {
      p->broken = true;
      continue;
    }
    policy_walk(p, sub, at, inner, depth + 1);
    RegCloseKey(sub);
  }
}

static void policy_root(struct policy *p, HKEY root, const wchar_t *path, enum client_layer layer, size_t from, bool policies) {
  struct policy_place at = {layer, from, p->count, policies};
  HKEY key;
  /* A 32-bit Outlook asks for the native view, which is where group policy writes. */
  LSTATUS s = RegOpenKeyExW(root, path, 0, KEY_READ | KEY_WOW64_64KEY, &key);
  if (s) {
    p->broken = p->broken || s != ERROR_FILE_NOT_FOUND;
    return;
  }
  policy_walk(p, key, &at, "", 0);
  RegCloseKey(key);
}

#define POLICY_PATH L"Software\\Policies\\Sekisho"

void policy_read(struct policy *p) {
  size_t mark;
  memset(p, 0, sizeof *p);
  policy_root(p, HKEY_LOCAL_MACHINE, POLICY_PATH, CLIENT_ENFORCED, 0, true);
  policy_root(p, HKEY_CURRENT_USER, POLICY_PATH, CLIENT_ENFORCED, 0, true);
  mark = p->count;
  policy_root(p, HKEY_LOCAL_MACHINE, POLICY_PATH L"\\Recommended", CLIENT_RECOMMENDED, mark, false);
  policy_root(p, HKEY_CURRENT_USER, POLICY_PATH L"\\Recommended", CLIENT_RECOMMENDED, mark, false);
  mark = p->count;
  policy_root(p, HKEY_CURRENT_USER, L"Software\\Sekisho", CLIENT_USER, mark, false);
  /* What could not be read is missing from the rules. No option has this name, so the checker says so among the policy's mistakes. */
  if (p->broken) policy_add(p, CLIENT_ENFORCED, CLIENT_TEXT, POLICY_UNREADABLE, L"", 0);
}

void policy_free(struct policy *p) {
  size_t i;
  for (i = 0; i < p->count; i++) {
    free(p->options[i].key);
    free(p->options[i].text);
  }
  free(p->options);
  memset(p, 0, sizeof *p);
}

static const struct client_option *policy_find(const struct policy *p, const char *key) {
  static const enum client_layer order[] = {CLIENT_ENFORCED, CLIENT_USER, CLIENT_RECOMMENDED};
  size_t i, k;
  for (k = 0; k < sizeof order / sizeof *order; k++) {
    for (i = 0; i < p->count; i++) {
      if (p->options[i].layer == order[k] && !strcmp(p->options[i].key, key)) return &p->options[i];
    }
  }
  return NULL;
}

const char *policy_text(const struct policy *p, const char *key, const char *otherwise) {
  const struct client_option *o = policy_find(p, key);
  return o && o->kind == CLIENT_TEXT ? o->text : otherwise;
}

long policy_number(const struct policy *p, const char *key, long otherwise) {
  const struct client_option *o = policy_find(p, key);
  if (!o) return otherwise;
  return o->kind == CLIENT_NUMBER ? (long)o->number : o->kind == CLIENT_TEXT ? strtol(o->text, NULL, 10) : otherwise;
}

bool policy_flag(const struct policy *p, const char *key) {
  const struct client_option *o = policy_find(p, key);
  return o && (o->kind == CLIENT_NUMBER ? o->number != 0 : o->kind == CLIENT_TEXT && (!strcmp(o->text, "true") || !strcmp(o->text, "1")));
}
