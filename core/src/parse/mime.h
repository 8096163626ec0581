/* RFC 5322 messages and their MIME parts (RFC 2045-2047, 2183, 2231, 3676, 6532), uuencoded files in plain
 * text included. Parts are views into the caller's bytes: nothing is copied until somebody asks for decoded
 * bytes, but a text that is encoded and holds uuencoded files: those are views into a copy in the arena. Nothing is fatal: what is malformed is read as a mail client would read it. No judgement here, and
 * what a part means to the message is model/message.c's business. */
#ifndef SEKISHO_PARSE_MIME_H
#define SEKISHO_PARSE_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "observe/source.h"

enum {
    MIME_DEPTH_MAX = 64, /* multiparts inside multiparts */
    MIME_PARTS_MAX = 20000,
    MIME_PIECES_MAX = 200 /* numbered pieces of one RFC 2231 parameter; more are passed over */
};

enum mime_encoding { MIME_IDENTITY, MIME_BASE64, MIME_QUOTED_PRINTABLE, MIME_UUENCODE };

struct mime_part {
    const char *head; /* the raw header block, view */
    size_t head_len;
    const char *body; /* still encoded, view */
    size_t body_len;
    const char *type;        /* "text/plain", lower case; never NULL */
    const char *charset;     /* as labelled, or NULL */
    const char *name;        /* file name, decoded to UTF-8, or NULL */
    const char *disposition; /* "attachment", "inline" or "", lower case */
    const char *content_id;  /* without <>, or "" */
    enum mime_encoding encoding;
    bool flowed, delsp; /* RFC 3676 */
    bool doubtful;      /* some of the body is not what its encoding says: read it as it stands too */
    struct mime_part *parent, *first_child, *last_child, *next;
};
struct mime {
    struct mime_part *root;
    bool too_deep, too_many; /* limits met: some bytes were not taken apart */
};

/* data must outlive the result, which is taken from the arena. NULL: out of memory. message/rfc822 parts are
 * leaves: whoever wants their inside parses their bytes as a message of its own. */
struct mime *mime_parse(const void *data, size_t n, struct arena *);
/* The next part in document order, NULL after the last. */
const struct mime_part *mime_next(const struct mime_part *);

/* Raw header fields of a part, folded as they stand. Walk: start with *at = 0; false at the end. */
struct mime_header {
    const char *name;
    size_t name_len;
    const char *value;
    size_t value_len;
};
bool mime_header_next(const struct mime_part *, size_t *at, struct mime_header *);
bool mime_header_is(const struct mime_header *, const char *name);
/* The first field of that name. */
bool mime_header_find(const struct mime_part *, const char *name, struct mime_header *);

/* Raw header bytes as UTF-8: unfolded, raw 8-bit and ISO-2022-JP text guessed; encoded words stay (an address
 * parser must see its syntax before they are opened). */
bool mime_header_utf8(const char *raw, size_t n, struct buf *out);
/* Unstructured header text (Subject): the above, and encoded words opened (RFC 2047; adjacent words of one
 * charset are joined first). */
bool mime_header_text(const char *raw, size_t n, struct buf *out);
/* Opens encoded words in UTF-8 text. */
bool mime_decode_words(const char *utf8, size_t n, struct buf *out);

/* One parameter of a structured value such as Content-Type; RFC 2231 pieces joined, decoded to UTF-8. NULL:
 * not there, or out of memory (arena_failed). */
char *mime_parameter(const char *raw, size_t n, const char *name, struct arena *);

/* Decoded bytes as a source: a view where the part is not encoded, else a stream over *state. */
struct mime_stream {
    const char *at, *end;
    enum mime_encoding encoding;
    const char *clear; /* quoted-printable: white space before here is known to be text */
    uint32_t bits;
    unsigned have;    /* base64: bits not yet handed out */
    uint8_t line[64]; /* uuencode: one decoded line */
    unsigned line_at, line_len;
};
void mime_open(const struct mime_part *, struct mime_stream *state, struct source *, struct budget *);
/* All decoded bytes at once, malloc'd once at the size they need; NULL: out of memory. For MIME_IDENTITY ask
 * for the body's view instead. */
uint8_t *mime_decode(const struct mime_part *, size_t *n);
/* An upper bound of the decoded size. */
size_t mime_decoded_max(const struct mime_part *);

/* How a body fits the base64 that it is said to be. Some text between the lines (a footer that was put behind them)
 * makes it doubtful, hardly anything else a lie: then it is what it looks like. */
enum mime_fit { MIME_FITS, MIME_DOUBTFUL, MIME_LIES };
enum mime_fit mime_base64_fit(const char *body, size_t n);
/* Whether a text part has to be read as it stands too, because what came out of its decoding is hardly text. */
bool mime_doubtful(const struct mime_part *, const char *text, size_t n);
/* Whether the text is in a charset that nobody reads here on purpose (UTF-7, EBCDIC: what it says depends on who reads it). */
bool mime_charset_unread(const struct mime_part *, const char *text, size_t n);
/* The label under which bytes should be read: charset as labelled unless they plainly are something else
 * (strict UTF-8, ISO-2022-JP). */
const char *mime_charset(const char *label, const char *bytes, size_t n);
/* ISO-2022: an escape that is followed by another one at once says nothing, but ICU reports it as an error.
 * In place; the new length. */
size_t mime_drop_empty_escapes(char *bytes, size_t n);
/* The text of a text part as UTF-8 with LF line ends; flowed lines joined. *owned is malloc'd memory to free,
 * or NULL where the view could be handed on as it is. Returns NULL when memory is short. */
const char *mime_text(const struct mime_part *, size_t *n, char **owned);

#endif
