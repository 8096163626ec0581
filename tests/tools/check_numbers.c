/* Answers lines "KIND NUMBER" with 1 or 0: the formulas of detect/check_digits.c for tests/unit/stdnum_compare.py. */
#include <stdio.h>
#include <string.h>

#include "detect/scan.h"

int main(void)
{
    char kind[32], number[64];
    while (scanf("%31s %63s", kind, number) == 2) {
        uint8_t d[64] = {0};
        size_t n = strlen(number);
        for (size_t i = 0; i < n; i++)
            d[i] = (uint8_t)(number[i] >= '0' && number[i] <= '9' ? number[i] - '0' : 0);
        int ok = 0;
        if (strcmp(kind, "luhn") == 0)
            ok = check_luhn(d, n);
        else if (strcmp(kind, "iban") == 0)
            ok = check_iban(number, n);
        else if (strcmp(kind, "us-ssn") == 0)
            ok = n == 9 && check_ssn(d);
        else if (strcmp(kind, "us-aba") == 0)
            ok = n == 9 && check_aba(d);
        else if (strcmp(kind, "jp-corporate") == 0)
            ok = n == 13 && check_corporate(d);
        else
            ok = check_national_row(kind, number, n);
        printf("%d\n", ok);
    }
    return 0;
}
