/* Starts the checker on Windows: named pipes with overlapped reads and writes, a job object that limits memory and dies with us, a token
 * without privileges at low integrity where the system grants one. The protocol is client.c's matter. */
#include "process.h"

#include <windows.h>
#include <sddl.h>
#include <stdlib.h>
#include <wchar.h>

#define PIPE_BYTES (1u << 20)
#define MEMORY_LIMIT ((SIZE_T)1 << 30)

struct process_flag {
  HANDLE event;
};

struct process {
  HANDLE handle, job, to, from, event;
};

process_flag *process_flag_new(void) {
  process_flag *flag = calloc(1, sizeof *flag);
  if (!flag) return NULL;
  flag->event = CreateEventW(NULL, TRUE, FALSE, NULL);
  if (!flag->event) {
    free(flag);
    return NULL;
  }
  return flag;
}

void process_flag_free(process_flag *flag) {
  if (!flag) return;
  CloseHandle(flag->event);
  free(flag);
}

void process_flag_raise(process_flag *flag) { SetEvent(flag->event); }
void process_flag_lower(process_flag *flag) { ResetEvent(flag->event); }

static wchar_t *win_wide(const char *text) {
  int n = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
  wchar_t *w = n > 0 ? malloc((size_t)n * sizeof *w) : NULL;
  if (w && !MultiByteToWideChar(CP_UTF8, 0, text, -1, w, n)) {
    free(w);
    w = NULL;
  }
  return w;
}

FILE *process_open_file(const char *path) {
  wchar_t *w = win_wide(path);
  FILE *f = w ? _wfopen(w, L"rb") : NULL;
  free(w);
  return f;
}

/* One pipe: our end overlapped, the child's end plain and inheritable. Only this user may open it, and only once. */
static bool win_pipe(bool to_child, HANDLE *ours, HANDLE *theirs) {
  static LONG serial;
  wchar_t name[80];
  LARGE_INTEGER tick;
  SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
  QueryPerformanceCounter(&tick);
  swprintf(name, sizeof name / sizeof *name, L"\\\\.\\pipe\\sekisho-%lu-%ld-%llx", GetCurrentProcessId(), InterlockedIncrement(&serial),
           (unsigned long long)tick.QuadPart);
  *ours = CreateNamedPipeW(name,
                           (to_child ? PIPE_ACCESS_OUTBOUND : PIPE_ACCESS_INBOUND) | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                           PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, PIPE_BYTES, PIPE_BYTES, 0, NULL);
  if (*ours == INVALID_HANDLE_VALUE) {
    *ours = NULL;
    return false;
  }
  *theirs = CreateFileW(name, to_child ? GENERIC_READ : GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
  if (*theirs == INVALID_HANDLE_VALUE) {
    *theirs = NULL;
    return false;
  }
  return true;
}

/* A primary token like ours without privileges and at low integrity; NULL where the system does not grant it. */
static HANDLE win_low_token(void) {
  HANDLE own = NULL, low = NULL;
  PSID sid = NULL;
  TOKEN_MANDATORY_LABEL label;
  bool good = false;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY | TOKEN_QUERY | TOKEN_ADJUST_DEFAULT, &own)) return NULL;
  if (!CreateRestrictedToken(own, DISABLE_MAX_PRIVILEGE, 0, NULL, 0, NULL, 0, NULL, &low)) goto out;
  if (!ConvertStringSidToSidW(L"S-1-16-4096", &sid)) goto out;
  label.Label.Sid = sid;
  label.Label.Attributes = SE_GROUP_INTEGRITY;
  good = SetTokenInformation(low, TokenIntegrityLevel, &label, (DWORD)sizeof label + GetLengthSid(sid));
out:
  if (sid) LocalFree(sid);
  if (!good && low) {
    CloseHandle(low);
    low = NULL;
  }
  CloseHandle(own);
  return low;
}

/* Whatever is in it ends with us. */
static HANDLE win_job(bool confined) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit;
  JOBOBJECT_BASIC_UI_RESTRICTIONS screen;
  HANDLE job = CreateJobObjectW(NULL, NULL);
  if (!job) return NULL;
  ZeroMemory(&limit, sizeof limit);
  limit.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (confined) {
    limit.BasicLimitInformation.LimitFlags |= JOB_OBJECT_LIMIT_JOB_MEMORY | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION | JOB_OBJECT_LIMIT_ACTIVE_PROCESS;
    limit.BasicLimitInformation.ActiveProcessLimit = 1; /* it starts nobody */
    limit.JobMemoryLimit = MEMORY_LIMIT;
    screen.UIRestrictionsClass = JOB_OBJECT_UILIMIT_ALL; /* it has nothing to do with windows, clipboard or log-off */
    SetInformationJobObject(job, JobObjectBasicUIRestrictions, &screen, sizeof screen);
  }
  if (!SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limit, sizeof limit)) {
    limit.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limit, sizeof limit);
  }
  return job;
}

/* "program" "argument" ...: neither may hold a quotation mark, which no file name does. */
static wchar_t *win_command(const wchar_t *program, const char *const *arguments) {
  size_t n = wcslen(program) + 3, i;
  wchar_t *line, *w;
  for (i = 0; arguments && arguments[i]; i++) n += strlen(arguments[i]) + 3;
  line = malloc(n * sizeof *line);
  if (!line) return NULL;
  line[0] = L'"';
  wcscpy(line + 1, program);
  wcscat(line, L"\"");
  for (i = 0; arguments && arguments[i]; i++) {
    w = win_wide(arguments[i]);
    if (!w) {
      free(line);
      return NULL;
    }
    wcscat(line, L" \"");
    wcscat(line, w);
    wcscat(line, L"\"");
    free(w);
  }
  return line;
}

static bool win_create(const wchar_t *program, wchar_t *line, HANDLE in, HANDLE out, bool confined, PROCESS_INFORMATION *info) {
  STARTUPINFOEXW start;
  HANDLE handles[2] = {in, out}, token;
  SIZE_T bytes = 0;
  DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT;
  BOOL good = FALSE;
  ZeroMemory(&start, sizeof start);
  start.StartupInfo.cb = sizeof start;
  start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  start.StartupInfo.hStdInput = in;
  start.StartupInfo.hStdOutput = out;
  InitializeProcThreadAttributeList(NULL, 1, 0, &bytes);
  start.lpAttributeList = malloc(bytes ? bytes : 1);
  if (!start.lpAttributeList) return false;
  if (!InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &bytes)) {
    free(start.lpAttributeList);
    return false;
  }
  /* Nothing else that the mail client holds open goes over to the checker. */
  if (UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles, sizeof handles, NULL, NULL)) {
    token = confined ? win_low_token() : NULL;
    if (token) {
      good = CreateProcessAsUserW(token, program, line, NULL, NULL, TRUE, flags, NULL, NULL, &start.StartupInfo, info);
      CloseHandle(token);
    }
    if (!good) good = CreateProcessW(program, line, NULL, NULL, TRUE, flags, NULL, NULL, &start.StartupInfo, info);
  }
  DeleteProcThreadAttributeList(start.lpAttributeList);
  free(start.lpAttributeList);
  return good;
}

process *process_start(const char *program, const char *const *arguments, bool confined) {
  process *p = calloc(1, sizeof *p);
  wchar_t *wide = win_wide(program), *line = wide ? win_command(wide, arguments) : NULL;
  HANDLE in = NULL, out = NULL;
  PROCESS_INFORMATION info;
  bool good = false;
  ZeroMemory(&info, sizeof info);
  if (!p || !line) goto out;
  p->event = CreateEventW(NULL, TRUE, FALSE, NULL);
  if (!p->event || !win_pipe(true, &p->to, &in) || !win_pipe(false, &p->from, &out)) goto out;
  if (!win_create(wide, line, in, out, confined, &info)) goto out;
  p->handle = info.hProcess;
  p->job = win_job(confined);
  if (p->job) AssignProcessToJobObject(p->job, info.hProcess);
  good = ResumeThread(info.hThread) != (DWORD)-1;
  CloseHandle(info.hThread);
out:
  if (in) CloseHandle(in);
  if (out) CloseHandle(out);
  free(line);
  free(wide);
  if (!good && p) {
    process_stop(p, 0);
    p = NULL;
  }
  return p;
}

static enum process_result win_transfer(process *p, HANDLE pipe, char *data, size_t size, bool writing, unsigned timeout_ms,
                                        process_flag *cancel) {
  while (size) {
    DWORD part = size > PIPE_BYTES ? PIPE_BYTES : (DWORD)size, moved = 0, got, n = 1;
    HANDLE waits[2];
    OVERLAPPED over;
    BOOL now;
    ZeroMemory(&over, sizeof over);
    ResetEvent(p->event);
    over.hEvent = waits[0] = p->event;
    if (cancel) waits[n++] = cancel->event;
    now = writing ? WriteFile(pipe, data, part, NULL, &over) : ReadFile(pipe, data, part, NULL, &over);
    if (!now && GetLastError() != ERROR_IO_PENDING) return PROCESS_END;
    got = WaitForMultipleObjects(n, waits, FALSE, timeout_ms);
    if (got != WAIT_OBJECT_0) {
      CancelIo(pipe);
      GetOverlappedResult(pipe, &over, &moved, TRUE);
      return got == WAIT_TIMEOUT ? PROCESS_TIMEOUT : PROCESS_CANCELLED;
    }
    if (!GetOverlappedResult(pipe, &over, &moved, TRUE) || !moved) return PROCESS_END;
    data += moved;
    size -= moved;
  }
  return PROCESS_OK;
}

enum process_result process_read(process *p, void *data, size_t size, unsigned timeout_ms, process_flag *cancel) {
  return win_transfer(p, p->from, data, size, false, timeout_ms, cancel);
}

void process_allow(process *p, unsigned seconds) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit;
  if (!p->job || !QueryInformationJobObject(p->job, JobObjectExtendedLimitInformation, &limit, sizeof limit, NULL)) return;
  /* Set anew, the limit counts from what the job has used by now. */
  limit.BasicLimitInformation.LimitFlags |= JOB_OBJECT_LIMIT_JOB_TIME;
  limit.BasicLimitInformation.PerJobUserTimeLimit.QuadPart = (LONGLONG)seconds * 10000000;
  SetInformationJobObject(p->job, JobObjectExtendedLimitInformation, &limit, sizeof limit);
}

size_t process_read_all(process *p, char *out, size_t room, unsigned timeout_ms) {
  size_t n = 0;
  /* One byte at a time: a transfer of more would wait for more. What is read like this is short. */
  while (n < room && win_transfer(p, p->from, out + n, 1, false, timeout_ms, NULL) == PROCESS_OK) n++;
  return n;
}

enum process_result process_write(process *p, const void *data, size_t size, unsigned timeout_ms, process_flag *cancel) {
  return win_transfer(p, p->to, (char *)(size_t)data, size, true, timeout_ms, cancel);
}

void process_stop(process *p, unsigned grace_ms) {
  if (!p) return;
  if (p->to) CloseHandle(p->to);
  if (p->from) CloseHandle(p->from);
  if (p->handle) {
    if (WaitForSingleObject(p->handle, grace_ms) != WAIT_OBJECT_0) {
      TerminateProcess(p->handle, 1);
      WaitForSingleObject(p->handle, 2000);
    }
    CloseHandle(p->handle);
  }
  if (p->job) CloseHandle(p->job);
  if (p->event) CloseHandle(p->event);
  free(p);
}
