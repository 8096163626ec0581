/* sekisho.h alone, as strict C99: it has to compile without any other header before it. */
#include <sekisho.h>

int main(void)
{
    return sekisho_version()[0] == '\0';
}
