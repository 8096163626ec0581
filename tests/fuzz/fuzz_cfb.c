/* The compound file container: any bytes open or not, every stream is read through its chain. */
#include <stdlib.h>

#include "parse/cfb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MEMORY = 16 << 20 };
    struct budget budget = {.work_left = 20000000, .bytes_left = 4 << 20, .memory_left = MEMORY, .entries_left = 200, .depth_max = 4, .ratio_max = 250};
    struct cfb *cfb;
    if (size > 1 << 18)
        return 0;
    cfb_open(data, size, &budget, &cfb);
    for (size_t i = 0; cfb && i < cfb_count(cfb); i++) {
        struct source src;
        uint8_t some[700];
        cfb_read_at(cfb, i, 100, some, sizeof some);
        if (cfb_open_stream(cfb, i, &src) == CFB_OK) {
            size_t n;
            while ((n = source_read(&src, some, sizeof some)) != 0 && n != SIZE_MAX)
                ;
            cfb_close_stream(&src);
        }
    }
    cfb_close(cfb);
    if (budget.memory_left != MEMORY)
        abort();
    return 0;
}
