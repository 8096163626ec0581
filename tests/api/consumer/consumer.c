/* What a first user writes: a policy, a mail to two people, the verdict and the first sentence. */
#include <sekisho.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    sekisho_policy *policy = NULL;
    sekisho_message *message = NULL;
    sekisho_report *report = NULL;
    int failed = 1;
    if (sekisho_policy_new(&policy) != SEKISHO_OK || sekisho_message_new(&message) != SEKISHO_OK) goto out;
    if (sekisho_policy_set(policy, SEKISHO_ENFORCED, "recipients.block", "rival.example") != SEKISHO_OK || sekisho_policy_finish(policy) != SEKISHO_OK) goto out;
    if (sekisho_message_set_sender(message, "Hanako <hanako@office.example>") != SEKISHO_OK ||
        sekisho_message_add_recipients(message, SEKISHO_TO, "taro@office.example, Jiro <jiro@rival.example>") != SEKISHO_OK ||
        sekisho_message_set_subject(message, "Lunch") != SEKISHO_OK || sekisho_check(policy, message, &report) != SEKISHO_OK)
        goto out;
    printf("%d: %s\n", (int)sekisho_report_verdict(report), sekisho_finding_message(sekisho_report_finding(report, 0)));
    failed = sekisho_report_verdict(report) != SEKISHO_BLOCK || strcmp(sekisho_finding_name(sekisho_report_finding(report, 0)), "blocked-recipient") != 0 ||
             sekisho_report_recipient_count(report) != 2;
out:
    sekisho_report_free(report);
    sekisho_message_free(message);
    sekisho_policy_free(policy);
    return failed;
}
