/* Reads policy from the registry, by key name and without knowing any option: enforced from Software\Policies\Sekisho (HKLM before HKCU),
 * recommended from its subkey Recommended, the user's own from HKCU\Software\Sekisho. What it means is the checker's matter. */
#include "registry.h"

#include <windows.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define REGISTRY_MAX 20000u        /* values altogether */
#define REGISTRY_BYTES (1u << 20) /* of one value */
#define REGISTRY_DEPTH 4
#define REGISTRY_NAME 400
#define REGISTRY_UNREADABLE "registry-value-not-readable"

static char *registry_utf8(const wchar_t *in) {
  int n = WideCharToMultiByte(CP_UTF8, 0, in, -1, NULL, 0, NULL, NULL);
  char *out = n > 0 ? malloc((size_t)n) : NULL;
  if (out) WideCharToMultiByte(CP_UTF8, 0, in, -1, out, n, NULL, NULL);
  return out;
}

static void registry_add(struct registry *p, enum client_layer layer, enum client_value kind, const char *key, const wchar_t *text, long long number) {
  struct client_option *o;
  if (p->count == p->room) {
    size_t room = p->room ? p->room * 2 : 64;
    struct client_option *more = room > REGISTRY_MAX ? NULL : realloc(p->options, room * sizeof *more);
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
  o->text = text ? registry_utf8(text) : NULL;
  if (!o->key || (text && !o->text)) {
    free(o->key);
    free(o->text);
    p->broken = true;
    return;
  }
  p->count++;
}

/* prefix.name in lower case, as option keys are written. */
static bool registry_key(char *out, size_t room, const char *prefix, const wchar_t *name) {
  char *utf8 = registry_utf8(name), *c;
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

static bool registry_is_number(const wchar_t *name) {
  if (!*name) return false;
  while (*name >= L'0' && *name <= L'9') name++;
  return !*name;
}

/* A key that an earlier root already gave is locked for the later ones; FROM..UPTO is what that root gave. */
static bool registry_given(const struct registry *p, size_t from, size_t upto, const char *key) {
  for (; from < upto; from++) {
    if (!strcmp(p->options[from].key, key)) return true;
  }
  return false;
}

struct registry_place {
  enum client_layer layer;
  size_t from, upto;
  bool root_of_policies; /* has a subkey Recommended that is another layer */
};

/* A name that ends in .1, .2 ... is one element of a list: how the rules' lists are written in a policy of names and values. */
static bool registry_cut_number(char *key) {
  char *dot = strrchr(key, '.');
  if (!dot || !dot[1] || dot[1 + strspn(dot + 1, "0123456789")]) return false;
  *dot = 0;
  return true;
}

static void registry_value(struct registry *p, const struct registry_place *at, const char *prefix, const wchar_t *name, DWORD type, const BYTE *data,
                         DWORD size) {
  char key[REGISTRY_NAME];
  bool element = registry_is_number(name) && *prefix;
  const wchar_t *text = (const wchar_t *)(const void *)data;
  if (!registry_key(key, sizeof key, prefix, element ? L"" : name) || !*key) {
    p->broken = p->broken || *name;
    return;
  }
  element = registry_cut_number(key) || element;
  if (registry_given(p, at->from, at->upto, key)) return;
  switch (type) {
    case REG_SZ:
    case REG_EXPAND_SZ: registry_add(p, at->layer, element ? CLIENT_ELEMENT : CLIENT_TEXT, key, text, 0); break;
    case REG_MULTI_SZ:
      for (; *text; text += wcslen(text) + 1) registry_add(p, at->layer, CLIENT_ELEMENT, key, text, 0);
      break;
    case REG_DWORD:
      if (size >= 4) registry_add(p, at->layer, CLIENT_NUMBER, key, NULL, *(const DWORD *)(const void *)data);
      break;
    case REG_QWORD:
      if (size >= 8) registry_add(p, at->layer, CLIENT_NUMBER, key, NULL, *(const LONGLONG *)(const void *)data);
      break;
    default: p->broken = true;
  }
}

static void registry_walk(struct registry *p, HKEY key, const struct registry_place *at, const char *prefix, int depth) {
  wchar_t name[256];
  BYTE *data = malloc(REGISTRY_BYTES + 4);
  DWORD i;
  for (i = 0; data && i < REGISTRY_MAX; i++) {
    DWORD length = 256, size = REGISTRY_BYTES, type;
    LSTATUS s = RegEnumValueW(key, i, name, &length, NULL, &type, data, &size);
    if (s == ERROR_NO_MORE_ITEMS) break;
    if (s) {
      p->broken = true;
      if (s == ERROR_MORE_DATA) continue;
      break;
    }
    memset(data + size, 0, 4); /* text need not end by itself */
    registry_value(p, at, prefix, name, type, data, size);
  }
  if (!data) p->broken = true;
  free(data);
  for (i = 0; i < REGISTRY_MAX; i++) {
    DWORD length = 256;
    char inner[REGISTRY_NAME];
    HKEY sub;
    LSTATUS s = RegEnumKeyExW(key, i, name, &length, NULL, NULL, NULL, NULL);
    if (s) break;
    if (at->root_of_policies && !depth && !_wcsicmp(name, L"Recommended")) continue;
    if (depth == REGISTRY_DEPTH || !registry_key(inner, sizeof inner, prefix, name)) {
      p->broken = true;
      continue;
    }
    if (RegOpenKeyExW(key, name, 0, KEY_READ, &sub)) {
      p->broken = true;
      continue;
    }
    registry_walk(p, sub, at, inner, depth + 1);
    RegCloseKey(sub);
  }
}

static void registry_root(struct registry *p, HKEY root, const wchar_t *path, enum client_layer layer, size_t from, bool policies) {
  struct registry_place at = {layer, from, p->count, policies};
  HKEY key;
  /* A 32-bit Outlook asks for the native view, which is where group policy writes. */
  LSTATUS s = RegOpenKeyExW(root, path, 0, KEY_READ | KEY_WOW64_64KEY, &key);
  if (s) {
    p->broken = p->broken || s != ERROR_FILE_NOT_FOUND;
    return;
  }
  registry_walk(p, key, &at, "", 0);
  RegCloseKey(key);
}

#define REGISTRY_PATH L"Software\\Policies\\Sekisho"

void registry_read(struct registry *p) {
  size_t mark;
  memset(p, 0, sizeof *p);
  registry_root(p, HKEY_LOCAL_MACHINE, REGISTRY_PATH, CLIENT_ENFORCED, 0, true);
  registry_root(p, HKEY_CURRENT_USER, REGISTRY_PATH, CLIENT_ENFORCED, 0, true);
  mark = p->count;
  registry_root(p, HKEY_LOCAL_MACHINE, REGISTRY_PATH L"\\Recommended", CLIENT_RECOMMENDED, mark, false);
  registry_root(p, HKEY_CURRENT_USER, REGISTRY_PATH L"\\Recommended", CLIENT_RECOMMENDED, mark, false);
  mark = p->count;
  registry_root(p, HKEY_CURRENT_USER, L"Software\\Sekisho", CLIENT_USER, mark, false);
  /* What could not be read is missing from the rules. No option has this name, so the checker says so among the policy's mistakes. */
  if (p->broken) registry_add(p, CLIENT_ENFORCED, CLIENT_TEXT, REGISTRY_UNREADABLE, L"", 0);
}

void registry_free(struct registry *p) {
  size_t i;
  for (i = 0; i < p->count; i++) {
    free(p->options[i].key);
    free(p->options[i].text);
  }
  free(p->options);
  memset(p, 0, sizeof *p);
}
