/* The body of a fuzz target for a reader of compound files: PIECES names the streams the input is cut into. */
#define READER format_compound
#define LLVMFuzzerTestOneInput fuzz_file
#include "reader_fuzz.h"
#undef LLVMFuzzerTestOneInput
#include "wrap_cfb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wrap_stream rows[] = {PIECES};
    enum { COUNT = sizeof rows / sizeof rows[0] };
    const uint8_t *pieces[WRAP_STREAMS_MAX];
    size_t sizes[WRAP_STREAMS_MAX], used = 0, n, got = wrap_pieces(data, size, pieces, sizes, WRAP_STREAMS_MAX);
    for (size_t i = 0; i < COUNT && used < got; i++)
        if (!rows[i].is_storage) {
            rows[i].data = pieces[used];
            rows[i].n = sizes[used++];
        }
    uint8_t *file = wrap_cfb(rows, COUNT, &n);
    if (file)
        fuzz_file(file, n);
    free(file);
    return 0;
}
