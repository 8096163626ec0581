/* XML that belongs to no reader of its own: all its text, element by element. What its elements mean is not known here, but names that label what
 * people are asked for on forms stand before their values, as they would in a text. */
#include "formats/format.h"

#include <string.h>

#include "base/ascii.h"
#include "formats/opc.h"

enum { LABEL_BYTES = 72 };

struct xml_text {
    struct sink *sink;
    struct place place;
    bool open;
    char label[LABEL_BYTES]; /* of the element that has just begun; empty: none */
};

/* Names of elements and attributes that are put before what they hold, as small letters without marks: birthDate, birth_date. The names of all others
 * are no text: <project>, <secret-name>. */
static const struct {
    const char *name, *label;
} labels[] = {
    {"address", "address"}, {"allergies", "allergy"}, {"allergy", "allergy"}, {"apikey", "api key"}, {"birthdate", "birth date"}, {"birthday", "birth date"},
    {"bloodtype", "blood type"}, {"cellphone", "phone"}, {"clientsecret", "client secret"}, {"customername", "full name"}, {"dateofbirth", "birth date"},
    {"diagnoses", "diagnosis"}, {"diagnosis", "diagnosis"}, {"diagnosisname", "diagnosis"}, {"disease", "disease"}, {"diseasename", "disease"}, {"dob", "birth date"},
    {"employeename", "full name"}, {"homeaddress", "address"}, {"medicalhistory", "medical history"}, {"membername", "full name"},
    {"mobile", "phone"}, {"mobilephone", "phone"}, {"mynumber", "マイナンバー"}, {"passportnumber", "passport number"}, {"passwd", "password"}, {"password", "password"},
    {"patientname", "full name"}, {"phone", "phone"}, {"phonenumber", "phone"}, {"secretaccesskey", "secret access key"}, {"secretkey", "secret key"}, {"ssn", "ssn"},
    {"streetaddress", "address"}, {"studentname", "full name"}, {"tel", "phone"}, {"telephone", "phone"},
};

/* The label that this name is; empty: none. Names in other letters than Latin ones are words that were chosen for people. */
static void label_of(const char *name, char out[LABEL_BYTES])
{
    size_t n = strlen(name), used = 0;
    out[0] = '\0';
    if (n == 0 || n >= LABEL_BYTES)
        return;
    if ((unsigned char)name[0] >= 0x80) {
        memcpy(out, name, n);
        out[n] = '\0';
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (name[i] != '_' && name[i] != '-' && name[i] != '.')
            out[used++] = ascii_lower(name[i]);
    out[used] = '\0';
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].name, out) == 0) {
            strcpy(out, labels[i].label);
            return;
        }
    out[0] = '\0';
}

/* A block begins; its label stands in front. */
static void open_block(struct xml_text *x, const char *label)
{
    x->sink->ops->begin(x->sink, &x->place);
    if (*label != '\0') {
        x->sink->ops->text(x->sink, label, strlen(label));
        x->sink->ops->text(x->sink, ": ", 2);
    }
}

static void close_block(struct xml_text *x)
{
    if (x->open)
        x->sink->ops->end(x->sink);
    x->open = false;
}

static void on_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct xml_text *x = ctx;
    (void)name;
    close_block(x);
    if (strcmp(tag->name, "script") == 0)
        sink_fact(x->sink, FACT_JAVASCRIPT);
    /* Attributes hold data as often as elements do; names of other things and numbers do no harm. */
    for (int i = 0; i < tag->count; i++) {
        struct xml_attribute a = xml_attr_at(tag, i);
        if (a.len <= 1)
            continue;
        label_of(a.name, x->label);
        open_block(x, x->label);
        x->sink->ops->text(x->sink, a.value, a.len);
        x->sink->ops->end(x->sink);
    }
    label_of(tag->name, x->label);
}
static void on_end(void *ctx, int name)
{
    struct xml_text *x = ctx;
    (void)name;
    close_block(x);
    x->label[0] = '\0'; /* what follows is of the element around it */
}
static void on_text(void *ctx, const char *text, size_t n)
{
    struct xml_text *x = ctx;
    size_t blank = 0;
    while (blank < n && (text[blank] == ' ' || (text[blank] >= '\t' && text[blank] <= '\r')))
        blank++;
    if (!x->open && blank == n)
        return;
    if (!x->open) {
        x->place.number++;
        open_block(x, x->label);
    }
    x->open = true;
    x->sink->ops->text(x->sink, text, n);
}
static const struct xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};

static int xml_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (n >= at + 6 && memcmp(head + at, "<?xml ", 6) == 0)
        return 40;
    if (n >= 12 && (memcmp(head, "\xFF\xFE<\0?\0x\0m\0", 10) == 0 || memcmp(head, "\xFE\xFF\0<\0?\0x\0m", 10) == 0))
        return 40;
    return n >= at + 4 && memcmp(head + at, "<svg", 4) == 0 ? 40 : 0;
}

static void xml_read(struct source *src, const char *name, struct sink *sink)
{
    struct xml_text x = {.sink = sink, .place = {.kind = PLACE_BODY}};
    (void)name;
    enum xml_status status = xml_parse(src, &handler, &x, NULL);
    close_block(&x);
    xml_trouble(status, NULL, sink);
}

const struct format format_xmlfile = {"xml", xml_bid, xml_read};
