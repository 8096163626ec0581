/* Any text as a policy file: read, finished, its problems and options asked for. */
#include <stdint.h>

#include "policy_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    enum { INPUT_MAX = 64 * 1024 };
    sekisho_policy *policy = NULL;
    struct policy_lines *lines = NULL;
    size_t length = 0;
    if (n > INPUT_MAX || sekisho_policy_new(&policy) != SEKISHO_OK) return 0;
    if (policy_json_text(policy, SEKISHO_RECOMMENDED, (const char *)data, n, &lines) == SEKISHO_OK && sekisho_policy_finish(policy) == SEKISHO_OK) {
        for (size_t i = 0; i < sekisho_policy_problem_count(policy); i++)
            length += policy_lines_find(lines, sekisho_policy_problem_layer(policy, i), sekisho_policy_problem_key(policy, i));
        for (size_t i = 0; i < sekisho_policy_option_count(policy); i++) length += sekisho_policy_option_value(policy, i)[0] != '\0';
    }
    policy_lines_free(lines);
    sekisho_policy_free(policy);
    return length == (size_t)-1;
}
