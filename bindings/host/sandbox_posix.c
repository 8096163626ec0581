/* Takes away from a reading process what reading needs not: a parser that is tricked by an attachment finds no file to open, no network to
 * talk to and no process to start. On Linux a filter of system calls, written by hand; elsewhere resource limits. */
#define _GNU_SOURCE
#include "host.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANDBOX_SANITIZER 1
#endif
#endif

#ifdef __linux__
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define SANDBOX_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define SANDBOX_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef SANDBOX_ARCH
#define ALLOW(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* Everything that is not named here fails with EPERM: a library that asks for more than memory gets a No and not a death. */
static int sandbox_calls(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SANDBOX_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(read),
        ALLOW(write),
        ALLOW(close),
        ALLOW(fstat),
        ALLOW(lseek),
        ALLOW(brk),
        ALLOW(mmap),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(mprotect),
        ALLOW(madvise),
        ALLOW(futex),
        ALLOW(getpid),
        ALLOW(gettid),
        ALLOW(getrandom),
        ALLOW(clock_gettime),
        ALLOW(gettimeofday),
        ALLOW(getrusage),
        ALLOW(sched_yield),
        ALLOW(sched_getaffinity),
        ALLOW(sigaltstack),
        ALLOW(rt_sigreturn),
        ALLOW(rt_sigaction),
        ALLOW(rt_sigprocmask),
        ALLOW(restart_syscall),
        ALLOW(exit),
        ALLOW(exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) ? -1 : 0;
}
#endif
#endif

static int sandbox_limit(int what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit))
        return -1;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < value)
        value = limit.rlim_max;
    limit.rlim_cur = limit.rlim_max = value;
    return setrlimit(what, &limit);
}

/* What this process has mapped already, so that the limit means what comes on top. */
static size_t sandbox_mapped(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%lu", &pages) != 1)
            pages = 0;
        fclose(file);
    }
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

unsigned sandbox_enter(size_t memory, unsigned seconds)
{
    unsigned done = 0;
    sandbox_limit(RLIMIT_CORE, 0);
#ifndef SANDBOX_SANITIZER
    if (!sandbox_limit(RLIMIT_AS, sandbox_mapped() + memory))
        done |= SANDBOX_MEMORY;
#else
    (void)memory;
    (void)sandbox_mapped;
#endif
    if (!sandbox_limit(RLIMIT_CPU, seconds))
        done |= SANDBOX_TIME;
    if (!sandbox_limit(RLIMIT_NOFILE, 0) && !sandbox_limit(RLIMIT_FSIZE, 0))
        done |= SANDBOX_FILES;
#ifdef SANDBOX_ARCH
    if (!sandbox_calls())
        done |= SANDBOX_CALLS;
#endif
    return done;
}
