/* Presentations 97-2003: the record stream. */
#define PIECES {"PowerPoint Document", 0, 0, -1, 0}, {"Current User", 0, 0, -1, 0}
#include "wrapped_fuzz.h"
