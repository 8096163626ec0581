/* Any bytes as a mail through the whole pipeline: message, checks, report as JSON for a client. The policy has a rule of every kind. */
#include <stdint.h>

#include "report_json.h"

static const char *const options[][2] = {
    {"internal.domains", "office.example"}, {"partner.domains", "lg.jp"},        {"recipients.confirm", "club.example"}, {"visible.strangers", "2"},
    {"visible.all", "4"},                   {"rule.plan.keywords", "plan\n計画"}, {"rule.plan.except", "no plan"},        {"rule.plan.near", "secret"},
    {"rule.code.pattern", "[A-Z]{3}-[0-9]+"}, {"on.listed-file-name", "confirm"}, {"on.unencrypted", "confirm"},          {"files.block", "exe"},
    {"limit.bytes", "4000000"},             {"limit.entries", "200"},            {"limit.memory", "4000000"},            {"limit.work", "20000000"}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    enum { INPUT_MAX = 64 * 1024 };
    static sekisho_policy *policy; /* made once: it is the mail that changes */
    sekisho_message *message = NULL;
    sekisho_report *report = NULL;
    if (!policy) {
        if (sekisho_policy_new(&policy) != SEKISHO_OK) return 0;
        for (size_t i = 0; i < sizeof options / sizeof *options; i++) sekisho_policy_set(policy, SEKISHO_RECOMMENDED, options[i][0], options[i][1]);
        sekisho_policy_finish(policy);
    }
    if (n > INPUT_MAX || sekisho_message_new(&message) != SEKISHO_OK) return 0;
    if (sekisho_message_set_language(message, n % 2 ? "ja" : "en") == SEKISHO_OK && sekisho_message_load_rfc5322(message, data, n) == SEKISHO_OK &&
        sekisho_message_set_original_rfc5322(message, data, n / 2) == SEKISHO_OK && sekisho_check(policy, message, &report) == SEKISHO_OK) {
        json_t *check = report_json_check(report), *dialog = report_json_dialog(report);
        /* Whatever stood in the mail, the report is text: a client must be able to read it. */
        if (!check || !dialog) __builtin_trap();
        json_decref(check);
        json_decref(dialog);
    }
    sekisho_report_free(report);
    sekisho_message_free(message);
    return 0;
}
