/* For libraries that crash where their own malloc fails. */
#ifndef SEKISHO_BASE_ROOM_H
#define SEKISHO_BASE_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Whether so much memory can be had. It is free again at once: only another thread that takes the last of it meanwhile can still bring such a
 * library down. */
static inline bool room_for(size_t bytes)
{
    void *volatile probe = malloc(bytes); /* volatile: else a compiler may leave out both, and say yes */
    bool room = probe != NULL;
    free(probe);
    return room;
}

#endif
