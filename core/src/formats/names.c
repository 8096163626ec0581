/* What a file's name promises against what its bytes are, and names that are built to deceive. Bytes are never opened here. */
#include "formats/names.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { EXTENSION_MAX = 12, SPACES = 4 };

/* Extension and the formats it may stand for, by name, with spaces around each. Kinds that programs mix freely (pictures, texts, Word's
 * own .doc that is RTF, web pages and tables that other systems hand out as .xls) stand together: only a name that misleads a person
 * counts. */
#define DOCUMENTS_IN_ZIPS " docx docm dotx dotm xlsx xlsm xltx xltm xlsb xlam pptx pptm ppsx potx odt ods odp odg ott ots "
#define PICTURES " jpeg png gif tiff bmp heic webp emf wmf svg psd avif ico jxr svm pict jpeg2000 "
#define TEXTS " text csv tsv dif html xml eml vcard calendar script rtf json "
static const struct {
    const char *extension, *formats;
} promises[] = {
    {"docx", " docx ooxml-encrypted "}, {"docm", " docm ooxml-encrypted "}, {"dotx", " dotx ooxml-encrypted "},
    {"dotm", " dotm ooxml-encrypted "}, {"xlsx", " xlsx ooxml-encrypted "}, {"xlsm", " xlsm ooxml-encrypted "},
    {"xltx", " xltx ooxml-encrypted "}, {"xltm", " xltm ooxml-encrypted "}, {"xlsb", " xlsb ooxml-encrypted "},
    {"xlam", " xlam ooxml-encrypted "}, {"pptx", " pptx ooxml-encrypted "}, {"pptm", " pptm ooxml-encrypted "},
    {"ppsx", " ppsx pptx ooxml-encrypted "}, {"potx", " potx pptx ooxml-encrypted "},
    {"doc", " doc dot rtf html xml eml "}, {"dot", " doc dot "}, {"xls", " xls xlt html xml eml csv tsv dif "}, {"xlt", " xls xlt "}, {"ppt", " ppt pps pot "},
    {"pps", " ppt pps "}, {"msg", " msg "}, {"odt", " odt ott "}, {"ods", " ods ots "}, {"odp", " odp otp "}, {"odg", " odg otg "},
    {"ott", " odt ott "}, {"ots", " ods ots "}, {"pdf", " pdf "}, {"rtf", " rtf "},
    {"zip", " zip "}, {"7z", " 7z "}, {"rar", " rar "}, {"lzh", " lzh "}, {"lha", " lzh "}, {"cab", " cab "}, {"gz", " gzip "},
    {"tgz", " gzip tar "}, {"bz2", " bzip2 "}, {"xz", " xz "}, {"tar", " tar "},
    {"jpg", PICTURES}, {"jpeg", PICTURES}, {"png", PICTURES}, {"gif", PICTURES}, {"tif", PICTURES}, {"tiff", PICTURES}, {"bmp", PICTURES},
    {"heic", PICTURES}, {"webp", PICTURES}, {"emf", PICTURES}, {"wmf", PICTURES},
    {"txt", TEXTS}, {"csv", TEXTS}, {"tsv", TEXTS}, {"log", TEXTS}, {"md", TEXTS}, {"htm", TEXTS}, {"html", TEXTS}, {"xml", TEXTS},
    {"json", TEXTS}, {"eml", TEXTS}, {"ics", TEXTS}, {"vcf", TEXTS}, {"dat", TEXTS " tnef "},
    {"mp3", " mp3 "}, {"mp4", " mp4 mov "}, {"mov", " mov mp4 "}, {"wav", " wav "}, {"avi", " avi "},
};

/* What Windows and others run when it is opened, whatever its bytes are. */
static const char *const programs[] = {
    "exe", "com", "scr", "pif", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "ps1", "psm1", "msi", "msp", "mst", "lnk", "cpl",
    "jar", "reg", "inf", "scf", "url", "chm", "application", "gadget", "msc", "sct", "appx", "msix", "iqy", "slk", "settingcontent-ms", NULL};

static bool in_list(const char *s, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(s, *list) == 0)
            return true;
    }
    return false;
}

static const char *promised(const char *extension)
{
    for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++) {
        if (strcmp(extension, promises[i].extension) == 0)
            return promises[i].formats;
    }
    return NULL;
}

/* The characters that look like a dot, or turn the reading direction. */
static bool is_dot(uint32_t c)
{
    return c == '.' || c == 0x2024 || c == 0xFF0E || c == 0xFE52 || c == 0x0701 || c == 0xA4F8;
}
static bool is_turn(uint32_t c)
{
    return c == 0x202B || c == 0x202D || c == 0x202E || (c >= 0x2066 && c <= 0x2068);
}
static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x3000 || c == 0x2800 || c == 0x3164 || c == 0xFEFF;
}

/* What is learnt by walking the last component of the name once. */
struct name_parts {
    char last[EXTENSION_MAX + 1], before[EXTENSION_MAX + 1]; /* ASCII lower case, "" when there is none */
    bool turns, spaces, false_dot;
};

static void look(const char *name, struct name_parts *p)
{
    char word[EXTENSION_MAX + 1] = "";
    size_t len = 0, n = strlen(name), blanks = 0, blanks_before = 0;
    bool dots = false, too_long = false, false_dot = false;
    memset(p, 0, sizeof *p);
    for (size_t i = 0; i < n;) {
        uint32_t c;
        i += utf8_decode(name + i, n - i, &c);
        p->turns = p->turns || is_turn(c);
        if (is_dot(c)) {
            memcpy(p->before, dots && !too_long ? word : "", dots && !too_long ? len + 1 : 1);
            blanks_before = blanks;
            blanks = 0;
            p->false_dot = false_dot;
            false_dot = c != '.';
            dots = true;
            too_long = false;
            len = 0;
            word[0] = '\0';
        } else if (is_space(c)) {
            blanks++;
            continue; /* spaces inside an extension are there to hide it */
        } else if (c < 0x80 && len < EXTENSION_MAX) {
            word[len++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            word[len] = '\0';
        } else {
            too_long = true;
        }
        if (!is_dot(c))
            blanks = 0;
    }
    if (dots && !too_long)
        memcpy(p->last, word, len + 1);
    p->spaces = blanks_before >= SPACES;
    p->false_dot = p->false_dot || false_dot;
}

void name_check(const char *name, const char *format, bool damaged, struct sink *sink)
{
    const char *base = name;
    for (const char *s = name; *s != '\0'; s++) {
        if ((*s == '/' || *s == '\\') && s[1] != '\0')
            base = s + 1;
    }
    struct name_parts p;
    look(base, &p);
    bool runs = in_list(p.last, programs);
    if (p.turns)
        sink_fact_at(sink, FACT_DECEPTIVE_NAME, 1, name, "right-to-left override");
    if (p.spaces && p.last[0] != '\0' && (runs || promised(p.last) != NULL))
        sink_fact_at(sink, FACT_DECEPTIVE_NAME, 1, name, "extension behind spaces");
    if (runs && p.before[0] != '\0' && (promised(p.before) != NULL)) {
        char sample[64];
        snprintf(sample, sizeof sample, p.false_dot ? "false dot: .%s.%s" : "double extension: .%s.%s", p.before, p.last);
        sink_fact_at(sink, FACT_DECEPTIVE_NAME, 1, name, sample);
    }
    if (runs && strcmp(format, "empty") != 0)
        sink_fact_at(sink, FACT_EXECUTABLE, 1, name, p.last);
    const char *formats = promised(p.last);
    if (formats == NULL || strcmp(format, "unknown") == 0 || strcmp(format, "empty") == 0)
        return;
    if (strcmp(format, "appledouble") == 0 && strncmp(base, "._", 2) == 0) /* beside a file and called after it */
        return;
    char wanted[64];
    snprintf(wanted, sizeof wanted, " %s ", p.last);
    if (damaged && strcmp(format, "zip") == 0 && strstr(DOCUMENTS_IN_ZIPS, wanted) != NULL) /* half a document is a zip at most */
        return;
    snprintf(wanted, sizeof wanted, " %s ", format);
    if (strstr(formats, wanted) == NULL)
        sink_fact_at(sink, FACT_WRONG_EXTENSION, 1, name, format);
}
