/* What another thread may see and do while a file is read: progress and cancelling. C only (atomics). */
#ifndef SEKISHO_BASE_WATCH_H
#define SEKISHO_BASE_WATCH_H

#include <stdatomic.h>
#include <stdint.h>

struct watch {
    atomic_bool cancelled;
    _Atomic uint64_t done;  /* work units so far */
    _Atomic uint64_t total; /* what done is measured against, 0: not known yet; set by whoever starts the work */
};

#endif
