/* Keeps attachments on disk only while they are handed to the checker: a new folder for each mail under the user's local data, open to the
 * owner alone, held by a lock file, removed in the end and swept at the next start. */
#include "folder.h"

#include <sddl.h>
#include <shlobj.h>
#include <stdlib.h>
#include <wchar.h>

#define FOLDER_LOCK L"lock"

/* An access list with one entry, this user's, and nothing inherited. NULL when it cannot be had: then no folder is made. */
static PSECURITY_DESCRIPTOR folder_private(void) {
  HANDLE token = NULL;
  BYTE buffer[256];
  DWORD got;
  wchar_t *sid = NULL, text[300];
  PSECURITY_DESCRIPTOR descriptor = NULL;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return NULL;
  if (GetTokenInformation(token, TokenUser, buffer, sizeof buffer, &got) && ConvertSidToStringSidW(((TOKEN_USER *)(void *)buffer)->User.Sid, &sid)) {
    swprintf(text, 300, L"D:P(A;OICI;FA;;;%ls)", sid);
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &descriptor, NULL)) descriptor = NULL;
    LocalFree(sid);
  }
  CloseHandle(token);
  return descriptor;
}

static bool folder_root(wchar_t *path) {
  if (FAILED(SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, path))) return false;
  if (wcslen(path) + 80 > MAX_PATH) return false;
  wcscat(path, L"\\Sekisho");
  CreateDirectoryW(path, NULL);
  wcscat(path, L"\\Outlook");
  CreateDirectoryW(path, NULL);
  wcscat(path, L"\\");
  return true;
}

bool folder_make(struct folder *f) {
  SECURITY_ATTRIBUTES only_owner = {sizeof only_owner, NULL, FALSE};
  wchar_t lock[MAX_PATH];
  GUID id;
  bool good = false;
  f->path[0] = 0;
  f->lock = INVALID_HANDLE_VALUE;
  f->files = 0;
  only_owner.lpSecurityDescriptor = folder_private();
  if (only_owner.lpSecurityDescriptor && folder_root(f->path) && SUCCEEDED(CoCreateGuid(&id))) {
    size_t n = wcslen(f->path);
    StringFromGUID2(&id, f->path + n, (int)(MAX_PATH - n));
    if (CreateDirectoryW(f->path, &only_owner)) {
      wcscat(f->path, L"\\");
      wcscpy(lock, f->path);
      wcscat(lock, FOLDER_LOCK);
      f->lock = CreateFileW(lock, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE, NULL);
      good = f->lock != INVALID_HANDLE_VALUE;
    }
  }
  if (only_owner.lpSecurityDescriptor) LocalFree(only_owner.lpSecurityDescriptor);
  if (!good) f->path[0] = 0;
  return good;
}

bool folder_next(struct folder *f, wchar_t *path, size_t room) {
  if (!f->path[0] || wcslen(f->path) + 20 > room) return false;
  swprintf(path, room, L"%ls%ld", f->path, ++f->files);
  return true;
}

/* Deletes the files of PATH (no folders are ever made inside) and PATH itself. */
static void folder_delete(const wchar_t *path) {
  wchar_t name[MAX_PATH + 300];
  WIN32_FIND_DATAW found;
  HANDLE search;
  swprintf(name, MAX_PATH + 300, L"%ls*", path);
  search = FindFirstFileW(name, &found);
  if (search != INVALID_HANDLE_VALUE) {
    do {
      if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) continue;
      swprintf(name, MAX_PATH + 300, L"%ls%ls", path, found.cFileName);
      SetFileAttributesW(name, FILE_ATTRIBUTE_NORMAL);
      DeleteFileW(name);
    } while (FindNextFileW(search, &found));
    FindClose(search);
  }
  lstrcpynW(name, path, (int)wcslen(path)); /* without the last backslash */
  RemoveDirectoryW(name);
}

void folder_remove(struct folder *f) {
  if (!f->path[0]) return;
  CloseHandle(f->lock);
  folder_delete(f->path);
  f->path[0] = 0;
}

void folder_sweep(void) {
  wchar_t root[MAX_PATH], name[MAX_PATH + 300], lock[MAX_PATH + 310];
  WIN32_FIND_DATAW found;
  HANDLE search;
  if (!folder_root(root)) return;
  swprintf(name, MAX_PATH + 300, L"%ls{*", root);
  search = FindFirstFileW(name, &found);
  if (search == INVALID_HANDLE_VALUE) return;
  do {
    if (!(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) || (found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)) continue;
    swprintf(name, MAX_PATH + 300, L"%ls%ls\\", root, found.cFileName);
    swprintf(lock, MAX_PATH + 310, L"%ls" FOLDER_LOCK, name);
    if (!DeleteFileW(lock) && GetLastError() != ERROR_FILE_NOT_FOUND) continue; /* another Outlook is using it */
    folder_delete(name);
  } while (FindNextFileW(search, &found));
  FindClose(search);
}
