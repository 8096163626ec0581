/* The log as a file: lines of JSON, appended by any number of processes, rotated by week and size, kept for some days, repaired after a
 * writer that died in the middle of a line. Knows nothing of what a line says. */
#ifndef SEKISHO_LOG_FILE_H
#define SEKISHO_LOG_FILE_H

#include <stddef.h>

#define LOG_PATH_MAX 1024
#define LOG_NO_FILE (-1) /* beside errno's values: a pipe, a device ... */

struct log_limits {
    unsigned long long max_bytes; /* a larger file is set aside before the next line; 0: never */
    unsigned days;                /* set-aside files whose last line is older are removed; 0: kept */
};

/* chosen, or (chosen empty) log.jsonl in the user's own state folder, which is made when it is missing: $XDG_STATE_HOME/sekisho or
 * ~/.local/state/sekisho; %LOCALAPPDATA%Low\Sekisho. 0: done, -1: there is no such place. */
int log_file_path(const char *chosen, char out[LOG_PATH_MAX]);
int log_file_place(const char *chosen, char out[LOG_PATH_MAX]); /* the same, and nothing is made */

/* Appends one line (without its line end), whole or not at all. Waits at most a second for another writer.
 * 0: done; else errno's value or LOG_NO_FILE, and nothing was left behind. */
int log_file_append(const char *path, const struct log_limits *limits, const char *line, size_t length);

/* Whether a line could be appended now, without appending one or making a folder. 0: as far as can be told; else errno's value or LOG_NO_FILE. */
int log_file_probe(const char *path);

/* What either of them says, in words. */
const char *log_file_error(int error);

/* Why the system's log takes no line (log.to = system); NULL: as far as can be told it does. */
const char *log_system_problem(void);

/* A random name for this installation (16 hex digits), made once and kept beside the log: so that a summary can count people without
 * knowing any. 0: done. */
int log_file_id(const char *path, char out[17]);

#endif
