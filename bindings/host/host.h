/* The parts of the checker process. main.c knows the command line; loop_*.c moves frames and runs readers, one file a platform; sandbox.c
 * takes rights away from a reader; machine.c knows what this machine has (its policy file, its clock); log.c writes the one line per mail. */
#ifndef SEKISHO_HOST_H
#define SEKISHO_HOST_H

#include <stddef.h>

#include "session.h"

/* Hooks for sessions_new() that do not depend on how readers run: context is NULL for them. */
char *machine_policy(void *context, const char **path, const char **trouble);
void machine_set_policy_path(const char *path); /* instead of the usual place; for tests and packages */
void machine_forget_policy(void); /* from now on this machine has none: a selftest judges the program, not the house's rules */
void machine_now(void *context, char *out, size_t size);
long long machine_milliseconds(void *context);
const char *log_write(void *context, const sekisho_policy *policy, const json_t *report, const json_t *answer, const char *client);
json_t *log_about(void *context, const sekisho_policy *policy);

/* Speaks the protocol on standard input and output until the client is gone. The exit status. */
int host_loop(void);
/* Checks a made-up mail through a real reader and prints what held it back. The exit status. */
int host_selftest(void);

/* Gives up what a reader does not need: memory above `memory` bytes, processor time above `seconds`, files, network, other processes.
 * Returns what could be taken away, as a set of the values below. */
enum { SANDBOX_MEMORY = 1, SANDBOX_TIME = 2, SANDBOX_FILES = 4, SANDBOX_CALLS = 8 };
unsigned sandbox_enter(size_t memory, unsigned seconds);

#endif
