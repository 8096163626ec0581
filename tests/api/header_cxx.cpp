// sekisho.h alone, as C++11 and later: it has to compile without any other header before it.
#include <sekisho.h>

int main()
{
    return sekisho_version()[0] == '\0';
}
