/* A child process with two pipes whose reads and writes end in time: what client.c needs from the operating system. */
#ifndef SEKISHO_CLIENT_PROCESS_H
#define SEKISHO_CLIENT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct process process;
typedef struct process_flag process_flag; /* raised by one thread, heeded by a wait in another */

enum process_result { PROCESS_OK, PROCESS_END, PROCESS_TIMEOUT, PROCESS_CANCELLED };

process_flag *process_flag_new(void);
void process_flag_free(process_flag *flag);
void process_flag_raise(process_flag *flag);
void process_flag_lower(process_flag *flag);

/* Starts PROGRAM (UTF-8), CONFINED: with limits and few rights where the system has them; NULL when it cannot be started. */
process *process_start(const char *program, const char *const *arguments, bool confined);
/* From now on a confined process may use so much processor time; more ends it. Where the system cannot count, nothing happens. */
void process_allow(process *p, unsigned seconds);
/* Exactly SIZE bytes or a reason why not. CANCEL may be NULL. */
enum process_result process_read(process *p, void *data, size_t size, unsigned timeout_ms, process_flag *cancel);
enum process_result process_write(process *p, const void *data, size_t size, unsigned timeout_ms, process_flag *cancel);
/* What the process says until it ends or is silent for TIMEOUT_MS, as far as there is ROOM; the number of bytes. */
size_t process_read_all(process *p, char *out, size_t room, unsigned timeout_ms);
/* Closes the pipes, waits up to GRACE_MS for the process to end by itself, then kills it. */
void process_stop(process *p, unsigned grace_ms);

FILE *process_open_file(const char *path);

#endif
