/* What the last lines of a log tell of this machine: when a client started, when a mail was checked, what went wrong last. */
#ifndef SEKISHO_LOG_LAST_H
#define SEKISHO_LOG_LAST_H

struct log_last {
    char started[120], checked[120]; /* time and client; empty: no such line */
    char failed[300];                /* time and reason */
    char policy[40];                 /* digest of the policy in force */
};

/* Nonzero: the file holds nothing, or cannot be read. */
int log_last_read(const char *path, struct log_last *out);

#endif
