/* Word documents: the main stream, the table stream and an embedded object's native data. */
#define PIECES {"WordDocument", 0, 0, -1, 0}, {"1Table", 0, 0, -1, 0}, {"0Table", 0, 0, -1, 0}, {"ObjectPool", 0, 0, -1, 1}, {"_1", 0, 0, 3, 1}, {"\1Ole10Native", 0, 0, 4, 0}
#include "wrapped_fuzz.h"
