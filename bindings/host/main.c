/* sekisho-host: the process that checks mails for Thunderbird, Outlook and others. It reads the command line and refuses who should not be
 * here; everything else is in loop_*.c and in bindings/json. */
#include <stdio.h>
#include <string.h>

#include "host.h"
#include "host_config.h"

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#define isatty _isatty
#else
#include <unistd.h>
#endif

static const char usage[] = "usage: sekisho-host [--policy=FILE] MANIFEST EXTENSION-ID   (started by Thunderbird)\n"
                            "       sekisho-host [--policy=FILE] --client=NAME           (started by another mail program)\n"
                            "       sekisho-host --version | --selftest\n";

int main(int argc, char **argv)
{
    const char *client = NULL, *words[2] = {NULL, NULL};
    int i, count = 0, selftest = 0;
    for (i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--version")) {
            printf("sekisho-host %s\n", sekisho_version());
            return 0;
        }
        if (!strcmp(argv[i], "--selftest"))
            selftest = 1;
        else if (!strncmp(argv[i], "--policy=", 9))
            machine_set_policy_path(argv[i] + 9);
        else if (!strncmp(argv[i], "--client=", 9))
            client = argv[i] + 9;
        else if (count < 2)
            words[count++] = argv[i];
    }
    if (selftest) {
        machine_forget_policy();
        return host_selftest();
    }
    if (!client && (count < 2 || strcmp(words[1], SEKISHO_EXTENSION_ID))) {
        fprintf(stderr, "sekisho-host: %s\n%s", count < 2 ? "not started by a mail program" : "this extension is not allowed here", usage);
        return 64;
    }
    if (isatty(0) || isatty(1)) {
        fprintf(stderr, "sekisho-host: speaks to mail programs, not to a terminal\n%s", usage);
        return 64;
    }
#ifdef _WIN32
    _setmode(0, _O_BINARY);
    _setmode(1, _O_BINARY);
#endif
    return host_loop();
}
