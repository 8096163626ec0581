/* Check digits and number plans: pure formulas over digits. Knows no text; what a number means is decided by its neighbours. */
#include "detect/scan.h"

#include <string.h>

static unsigned weighted(const uint8_t *d, const uint8_t *weights, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (unsigned)d[i] * weights[i];
    return sum;
}

static const uint8_t weights_mynumber[11] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

bool check_mynumber(const uint8_t d[12])
{
    unsigned r = weighted(d, weights_mynumber, 11) % 11;
    return d[11] == (r <= 1 ? 0 : 11 - r);
}

bool check_corporate(const uint8_t d[13])
{
    unsigned sum = 0;
    for (size_t i = 1; i < 13; i++)
        sum += d[i] * (i % 2 == 0 ? 1u : 2u); /* from the right: 1 2 1 2 ... */
    return d[0] == 9 - sum % 9;
}

bool check_licence(const uint8_t d[12])
{
    static const uint8_t weights[10] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    unsigned c = 11 - weighted(d, weights, 10) % 11;
    return d[10] == (c == 11 ? 1 : c == 10 ? 0 : c);
}

bool check_luhn(const uint8_t *d, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned v = d[n - 1 - i];
        if (i % 2 == 1) {
            v *= 2;
            if (v > 9)
                v -= 9;
        }
        sum += v;
    }
    return n > 0 && sum % 10 == 0;
}

bool check_iban(const char *ascii, size_t n)
{
    /* SWIFT's registry: country and length */
    static const char lengths[] = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22"
                                  "GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27"
                                  "MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";
    if (n < 15 || n > 34)
        return false;
    bool known = false;
    for (size_t i = 0; lengths[i]; i += 4)
        if (lengths[i] == ascii[0] && lengths[i + 1] == ascii[1])
            known = (size_t)(lengths[i + 2] - '0') * 10 + (size_t)(lengths[i + 3] - '0') == n;
    if (!known)
        return false;
    unsigned r = 0;
    for (size_t i = 0; i < n; i++) {
        char ch = ascii[(i + 4) % n];
        if (ch >= '0' && ch <= '9')
            r = (r * 10 + (unsigned)(ch - '0')) % 97;
        else if (ch >= 'A' && ch <= 'Z')
            r = (r * 100 + (unsigned)(ch - 'A' + 10)) % 97;
        else
            return false;
    }
    return r == 1;
}

bool check_ssn(const uint8_t d[9])
{
    unsigned area = d[0] * 100u + d[1] * 10u + d[2], group = d[3] * 10u + d[4], serial = d[5] * 1000u + d[6] * 100u + d[7] * 10u + d[8];
    if (area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0)
        return false;
    /* printed in advertisements and pamphlets, never anybody's again */
    return !(area == 78 && group == 5 && serial == 1120) && !(area == 457 && group == 55 && serial == 5462) &&
           !(area == 219 && group == 9 && serial == 9999);
}

bool check_itin(const uint8_t d[9])
{
    unsigned group = d[3] * 10u + d[4];
    return d[0] == 9 && group >= 70 && group != 89 && group != 93;
}

bool check_aba(const uint8_t d[9])
{
    static const uint8_t weights[9] = {3, 7, 1, 3, 7, 1, 3, 7, 1};
    unsigned sum = weighted(d, weights, 9);
    return sum != 0 && sum % 10 == 0;
}

bool check_card_prefix(const uint8_t *d, size_t n)
{
    if (n < 13 || n > 19)
        return false;
    unsigned p2 = d[0] * 10u + d[1], p3 = p2 * 10 + d[2], p4 = p3 * 10 + d[3], p6 = p4 * 100 + d[4] * 10u + d[5];
    if (d[0] == 4)
        return n == 13 || n == 16 || n == 19;
    if ((p2 >= 51 && p2 <= 55) || (p4 >= 2221 && p4 <= 2720))
        return n == 16;
    if (p2 == 34 || p2 == 37)
        return n == 15;
    if (p4 >= 3528 && p4 <= 3589)
        return n >= 16;
    if ((p3 >= 300 && p3 <= 305) || p2 == 36 || p2 == 38 || p2 == 39 || p4 == 3095)
        return n == 14 || n == 16;
    if (p4 == 6011 || (p3 >= 644 && p3 <= 649) || p2 == 65 || (p6 >= 622126 && p6 <= 622925))
        return n >= 16;
    return p2 == 62 && n >= 16; /* UnionPay */
}

/* Japan's number plan (libphonenumber's metadata, facts): area codes as prefixes of the national number. */
bool phone_japanese(const uint8_t *d, size_t n)
{
    if (n == 10) {
        if (d[1] == 0 && d[2] >= 1 && (d[0] == 5 || (d[0] >= 6 && d[0] <= 9)))
            return true;                                                       /* mobile 60-90, internet 50 */
        return d[0] == 8 && d[1] == 0 && d[2] == 0;                            /* 0800 */
    }
    if (n != 9)
        return false;
    if ((d[0] == 1 && d[1] == 2 && d[2] == 0) || (d[0] == 5 && d[1] == 7 && d[2] == 0) || (d[0] == 9 && d[1] == 9 && d[2] == 0))
        return true;                                                           /* 0120, 0570, 0990 */
    /* For each first digit, which second digits are in use; where the second is not enough, the third. */
    switch (d[0]) {
    case 1: {
        static const char *third[10] = {"", "1235678", "3456", "3456789", "23456", "2345678", "234567", "23456789", "2345678", "123456789"};
        return d[1] != 0 && strchr(third[d[1]], '0' + d[2]) != NULL;
    }
    case 2:
        return d[1] >= 2;
    case 3:
    case 6:
        return d[1] >= 1;
    case 4:
        return d[1] == 6 ? d[2] == 0 || (d[2] >= 2 && d[2] <= 8) : d[1] == 9 ? d[2] == 2 || d[2] == 3 || d[2] == 4 || d[2] == 5 || d[2] >= 6 : d[1] == 2 || d[1] == 3 || d[1] == 4 || d[1] == 5 || d[1] == 7 || d[1] == 8;
    case 5:
        return d[1] == 6 ? d[2] != 0 : d[1] == 7 ? d[2] >= 2 && d[2] <= 8 : d[1] == 2 || d[1] == 3 || d[1] == 4 || d[1] == 5 || d[1] == 8 || d[1] == 9;
    case 7:
        return d[1] == 3 ? d[2] >= 4 : d[1] == 4 ? d[2] == 0 || d[2] >= 2 : d[1] == 2 || d[1] >= 5;
    case 8:
        return d[1] == 3 ? d[2] >= 2 : d[1] == 4 ? d[2] >= 5 : d[1] == 5 ? d[2] != 0 : d[1] == 8 ? d[2] == 0 || d[2] >= 3 : d[1] == 2 || d[1] == 6 || d[1] == 7 || d[1] == 9;
    case 9:
        return d[1] == 6 || d[1] == 7 || d[1] == 9 ? d[2] != 0 : d[1] >= 2;
    default:
        return false;
    }
}

/* North American area codes in use for places (NANPA's list): a bit for each of 200-999. */
bool phone_american(const uint8_t d[10])
{
    static const uint16_t areas[] = {
        201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 220, 223, 224, 225, 226, 227, 228, 229, 231,
        234, 236, 239, 240, 242, 246, 248, 249, 250, 251, 252, 253, 254, 256, 257, 260, 262, 263, 264, 267, 268, 269, 270, 272, 274, 276, 279,
        281, 283, 284, 289, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 324, 325,
        326, 327, 329, 330, 331, 332, 334, 336, 337, 339, 340, 341, 343, 345, 346, 347, 350, 351, 352, 353, 354, 357, 360, 361, 363, 364, 365,
        367, 368, 369, 380, 382, 385, 386, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 416, 417, 418, 419, 423, 424,
        425, 428, 430, 431, 432, 434, 435, 436, 437, 438, 440, 441, 442, 443, 445, 447, 448, 450, 456, 458, 463, 464, 468, 469, 470, 471, 472,
        473, 474, 475, 478, 479, 480, 483, 484, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 512, 513, 514, 515, 516, 517, 518, 519,
        520, 530, 531, 534, 539, 540, 541, 548, 551, 557, 559, 561, 562, 563, 564, 567, 570, 571, 572, 573, 574, 575, 579, 580, 581, 582, 584,
        585, 586, 587, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 612, 613, 614, 615, 616, 617, 618, 619, 620, 623, 624, 626, 628, 629,
        630, 631, 636, 639, 640, 641, 645, 646, 647, 649, 650, 651, 656, 657, 658, 659, 660, 661, 662, 664, 667, 669, 670, 671, 672, 678, 679,
        680, 681, 682, 683, 684, 686, 689, 701, 702, 703, 704, 705, 706, 707, 708, 709, 712, 713, 714, 715, 716, 717, 718, 719, 720, 721, 724,
        725, 726, 727, 728, 729, 730, 731, 732, 734, 737, 740, 742, 743, 747, 748, 753, 754, 757, 758, 760, 762, 763, 765, 767, 769, 770, 771,
        772, 773, 774, 775, 778, 779, 780, 781, 782, 784, 785, 786, 787, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 812, 813, 814, 815,
        816, 817, 818, 819, 820, 825, 826, 828, 829, 830, 831, 832, 835, 837, 838, 839, 840, 843, 845, 847, 848, 849, 850, 854, 856, 857, 858,
        859, 860, 861, 862, 863, 864, 865, 867, 868, 869, 870, 872, 873, 876, 878, 879, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 912,
        913, 914, 915, 916, 917, 918, 919, 920, 924, 925, 928, 929, 930, 931, 934, 936, 937, 938, 939, 940, 941, 942, 943, 945, 947, 948, 949,
        951, 952, 954, 956, 959, 970, 971, 972, 973, 975, 978, 979, 980, 983, 984, 985, 986, 989};
    uint16_t area = (uint16_t)(d[0] * 100 + d[1] * 10 + d[2]);
    if (d[3] < 2)
        return false;
    size_t lo = 0, hi = sizeof areas / sizeof *areas;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (areas[mid] < area)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < sizeof areas / sizeof *areas && areas[lo] == area;
}

/* ---- national numbers, as rows ---- */

enum method {
    METHOD_WEIGHTS,     /* check = -sum mod modulus, 10 is never given out; with plus = 11 the last digit of 11 - sum mod 11 */
    METHOD_WEIGHTS_SUM, /* the weighted sum of all digits, check included, is 0 mod modulus */
    METHOD_WEIGHTS_MOD, /* check = sum mod modulus; where that is 10 a second set of weights, and then 10 counts as 0 */
    METHOD_LUHN,
    METHOD_11_10,       /* ISO 7064 */
    METHOD_11_2,        /* ISO 7064, X is 10 */
    METHOD_97,          /* last two digits = 97 - number mod 97 */
    METHOD_LETTER_23,   /* Spain: a letter chosen by number mod 23; X Y Z in front are 0 1 2 */
    METHOD_LETTER_31,   /* Finland */
    METHOD_TAIWAN,      /* a letter counts as two digits */
    METHOD_ITALY
};
struct national {
    const char *name;
    const char *shape; /* 9 digit, A letter, * either, X digit or X; others stand for themselves */
    enum method method;
    unsigned modulus, plus;
    const char *weights; /* one character a digit: 0-9, a = 10 */
};
static const struct national nationals[] = {
#define NATIONAL(name, shape, method, modulus, plus, weights) {name, shape, METHOD_##method, modulus, plus, weights},
#include "detect/national.def"
#undef NATIONAL
};

static unsigned digit(char ch)
{
    return ch >= '0' && ch <= '9' ? (unsigned)(ch - '0') : 0;
}

static unsigned weight(char ch)
{
    return ch >= 'a' ? (unsigned)(ch - 'a') + 10 : (unsigned)(ch - '0');
}

static unsigned value_mod(const char *s, size_t n, unsigned modulus)
{
    unsigned r = 0;
    for (size_t i = 0; i < n; i++)
        r = (r * 10 + digit(s[i])) % modulus;
    return r;
}

static bool shape_fits(const char *shape, const char *s, size_t n)
{
    if (strlen(shape) != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool number = s[i] >= '0' && s[i] <= '9', letter = s[i] >= 'A' && s[i] <= 'Z';
        switch (shape[i]) {
        case '9':
            if (!number)
                return false;
            break;
        case 'A':
            if (!letter)
                return false;
            break;
        case '*':
            if (!number && !letter)
                return false;
            break;
        case 'X':
            if (!number && s[i] != 'X')
                return false;
            break;
        case '?': /* Spain: X, Y, Z or a digit */
            if (!number && !(s[i] >= 'X' && s[i] <= 'Z'))
                return false;
            break;
        default:
            if (s[i] != shape[i])
                return false;
        }
    }
    return true;
}

static bool italy(const char *s)
{
    static const uint8_t odd[26] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    unsigned sum = 0;
    for (size_t i = 0; i < 15; i++) {
        unsigned v = s[i] <= '9' ? (unsigned)(s[i] - '0') : (unsigned)(s[i] - 'A');
        sum += i % 2 == 0 ? odd[v] : v;
    }
    return s[15] == (char)('A' + sum % 26);
}

static bool taiwan(const char *s)
{
    static const char order[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO"; /* letter n stands for 10 + n */
    const char *at = strchr(order, s[0]);
    if (!at)
        return false;
    unsigned code = 10 + (unsigned)(at - order), sum = code / 10 + code % 10 * 9;
    for (unsigned i = 1; i < 9; i++)
        sum += digit(s[i]) * (9 - i);
    return (sum + digit(s[9])) % 10 == 0 && (s[1] == '1' || s[1] == '2' || s[1] == '8' || s[1] == '9');
}

static bool national_checks(const struct national *row, const char *s, size_t n)
{
    unsigned sum = 0, r;
    switch (row->method) {
    case METHOD_WEIGHTS:
    case METHOD_WEIGHTS_SUM:
    case METHOD_WEIGHTS_MOD: {
        size_t count = strcspn(row->weights, ",");
        for (size_t i = 0; i < count; i++)
            sum += digit(s[i]) * weight(row->weights[i]);
        if (row->method == METHOD_WEIGHTS_SUM)
            return sum != 0 && sum % row->modulus == 0;
        if (row->method == METHOD_WEIGHTS_MOD) {
            r = sum % row->modulus;
            if (r == 10) { /* once more with the weights behind the comma */
                sum = 0;
                for (size_t i = 0; i < count; i++)
                    sum += digit(s[i]) * weight(row->weights[count + 1 + i]);
                r = sum % row->modulus;
            }
            return digit(s[count]) == r % 10;
        }
        if (row->plus == 11) /* Korea: the last digit of 11 - r */
            return digit(s[n - 1]) == (11 - sum % 11) % 10;
        r = (row->modulus - sum % row->modulus) % row->modulus;
        return r < 10 && digit(s[n - 1]) == r;
    }
    case METHOD_LUHN:
        for (size_t i = 0; i < n; i++) {
            unsigned v = digit(s[n - 1 - i]) * (i % 2 ? 2 : 1);
            sum += v > 9 ? v - 9 : v;
        }
        return sum != 0 && sum % 10 == 0;
    case METHOD_11_10:
        r = 5;
        for (size_t i = 0; i < n; i++)
            r = ((r ? r : 10) * 2 % 11 + digit(s[i])) % 10;
        return r == 1;
    case METHOD_11_2:
        for (size_t i = 0; i < n; i++)
            sum = (sum * 2 + (s[i] == 'X' ? 10 : digit(s[i]))) % 11;
        return sum == 1;
    case METHOD_97: {
        unsigned check = value_mod(s + n - 2, 2, 100);
        if (check == 97 - value_mod(s, n - 2, 97))
            return true;
        /* Belgium: people born from 2000 on have a 2 put in front */
        return row->plus != 0 && check == 97 - (2 * row->plus + value_mod(s, n - 2, 97)) % 97; /* plus: 10^9 mod 97 */
    }
    case METHOD_LETTER_23: {
        char copy[9];
        memcpy(copy, s, 8);
        if (copy[0] >= 'X')
            copy[0] = (char)('0' + (copy[0] - 'X'));
        return s[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[value_mod(copy, 8, 23)];
    }
    case METHOD_LETTER_31: {
        char copy[10];
        memcpy(copy, s, 6);
        memcpy(copy + 6, s + 7, 3);
        return s[10] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[value_mod(copy, 9, 31)];
    }
    case METHOD_TAIWAN:
        return taiwan(s);
    case METHOD_ITALY:
        return italy(s);
    }
    return false;
}

bool check_national_row(const char *name, const char *ascii, size_t n)
{
    for (size_t i = 0; i < sizeof nationals / sizeof *nationals; i++)
        if (strcmp(nationals[i].name, name) == 0 && shape_fits(nationals[i].shape, ascii, n) && national_checks(&nationals[i], ascii, n))
            return true;
    return false;
}

const char *check_national(const char *ascii, size_t n)
{
    for (size_t i = 0; i < sizeof nationals / sizeof *nationals; i++)
        if (shape_fits(nationals[i].shape, ascii, n) && national_checks(&nationals[i], ascii, n))
            return nationals[i].name;
    return NULL;
}
