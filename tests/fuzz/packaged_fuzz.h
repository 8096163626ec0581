/* The body of a fuzz target for a reader of packages: FIXED lists parts as {name, text}, FUZZED the names of the parts that the input is cut
 * into (pieces as in wrap_cfb.h). */
#define READER format_zip
#define LLVMFuzzerTestOneInput fuzz_file
#include "reader_fuzz.h"
#undef LLVMFuzzerTestOneInput
#include "wrap_cfb.h"
#include "wrap_zip.h"

#define RELATIONS(rows) "<Relationships>" rows "</Relationships>"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATION(id, type, target) "<Relationship Id='" id "' Type='" OFFICE type "' Target='" target "'/>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const fixed[][2] = {FIXED};
    static const char *const fuzzed[] = {FUZZED};
    enum { FIXED_COUNT = sizeof fixed / sizeof fixed[0], FUZZED_COUNT = sizeof fuzzed / sizeof fuzzed[0] };
    struct wrap_part parts[FIXED_COUNT + FUZZED_COUNT];
    const uint8_t *pieces[FUZZED_COUNT];
    size_t sizes[FUZZED_COUNT], n, count = 0, got = wrap_pieces(data, size, pieces, sizes, FUZZED_COUNT);
    for (size_t i = 0; i < FIXED_COUNT; i++)
        parts[count++] = (struct wrap_part){fixed[i][0], (const uint8_t *)fixed[i][1], strlen(fixed[i][1])};
    for (size_t i = 0; i < got; i++)
        parts[count++] = (struct wrap_part){fuzzed[i], pieces[i], sizes[i]};
    uint8_t *file = wrap_zip(parts, count, &n);
    if (file)
        fuzz_file(file, n);
    free(file);
    return 0;
}
