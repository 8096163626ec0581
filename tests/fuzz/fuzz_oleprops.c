/* Property sets, and encryption info beside an encrypted package. */
#define PIECES {"\5SummaryInformation", 0, 0, -1, 0}, {"\5DocumentSummaryInformation", 0, 0, -1, 0}
#include "wrapped_fuzz.h"
