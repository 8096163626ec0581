/* Workbooks in compound files: the workbook, what it remembers of changed cells, a pivot cache. */
#define PIECES {"Workbook", 0, 0, -1, 0}, {"Revision Log", 0, 0, -1, 0}, {"_SX_DB_CUR", 0, 0, -1, 1}, {"0001", 0, 0, 2, 0}
#include "wrapped_fuzz.h"
