/* The message as checks see it. Filled by the sekisho_message_* functions (message.c), read-only for checks.
 * All strings are UTF-8 and never NULL unless said so. */
#ifndef SEKISHO_MODEL_MESSAGE_H
#define SEKISHO_MODEL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>
#include "sekisho.h"
#include "base/arena.h"
#include "base/budget.h"
#include "observe/observe.h"
#include "parse/address.h"
#include "parse/mime.h"

struct strmap;
struct watch;

struct message_person {
    sekisho_field field;
    struct address
        address;      /* address.address is what is shown; address.key tells mailboxes apart; .malformed */
    const char *list; /* the list it was expanded from, "" none */
    const char *organisation; /* domain_organisation(), ASCII; "" */
    bool freemail;            /* by the compiled-in list; policy may know more */
    bool unknown_list;        /* a list nobody could expand: address.name is its name */
    size_t same_as; /* index of the first recipient with the same key; its own index when it is the first */
};

enum attachment_role {
    ATTACHMENT_FILE,        /* a person attached it */
    ATTACHMENT_INLINE,      /* a picture shown in the text */
    ATTACHMENT_SIGNATURE,   /* smime.p7s, signature.asc: made by the mail program */
    ATTACHMENT_CALENDAR,    /* the machine-readable half of an invitation */
    ATTACHMENT_ALTERNATIVE, /* another form of the body */
    ATTACHMENT_SEALED       /* the encrypted body itself: smime.p7m, PGP/MIME */
};
struct message_attachment {
    const char *name; /* as shown; made up from the type where the mail gives none */
    bool named;       /* the mail gave the name */
    const char *type; /* declared, lower case, "" */
    enum attachment_role role;
    bool unavailable; /* the client could not hand over its bytes */
    const void *data; /* the caller's bytes, or NULL: see part */
    size_t length;
    const struct mime_part *part; /* encoded in the caller's message, or NULL */
};
/* An attachment's bytes: a view where they stand in the clear, else decoded once into owned. */
struct message_bytes {
    const uint8_t *data;
    size_t size;
    uint8_t *owned;
};
bool message_attachment_open(const struct message_attachment *,
                             struct message_bytes *); /* false: out of memory */
void message_bytes_free(struct message_bytes *);

struct message_block { /* a stretch of body text that stands in one place */
    const char *text;
    size_t len;
    struct place place; /* flags: quoted, signature, disclaimer, hidden */
};

struct message_body { /* one body part as it was handed over */
    const char *text; /* UTF-8 */
    size_t len;
    char *owned;
    bool html;
    struct message_body *next;
};

struct sekisho_message {
    struct arena *arena;  /* people, attachments, what was parsed; starts anew with each _load_rfc5322 */
    struct arena *kept;   /* what a load does not replace: language, time, the original's people */
    bool broken;          /* memory ran out half-way: every later call says so again */
    const char *language; /* "en", "ja" ... */
    const char *time;     /* RFC 3339 or "" */
    bool has_sender;
    struct message_person sender;
    struct message_person *recipients;
    size_t recipient_count, recipient_cap;
    struct strmap *keys; /* key -> first recipient */
    bool whole;          /* a complete RFC 5322 message, which should say whom it goes to */
    bool foreign_text;   /* a body is in a charset that hides what it says: the check has to say so */
    bool recipients_cut; /* more than could be kept: the check has to say so */
    char *subject;       /* NULL: none; message_subject() */
    bool refers;         /* In-Reply-To or References */
    struct message_body *bodies, *last_body;
    struct message_attachment *attachments;
    size_t attachment_count, attachment_cap;
    bool too_deep, too_many;          /* the MIME structure was not taken apart to its end */
    struct message_person *originals; /* who stood in the message that is answered */
    size_t original_count, original_cap;
    struct strmap *original_keys;
    bool has_original;

    /* Filled by message_prepare. */
    bool prepared;
    struct arena *body_arena;
    char *body_text;
    struct message_block *blocks;
    size_t block_count;
    bool is_reply; /* In-Reply-To, an original beside it, or a subject that says so */
    bool is_forward;
    bool quotes_are_own;  /* a forward, or a quote in a mail that answers nothing: new people read that text
                             for the first time */
    uint32_t body_unread; /* bit (1u << enum unread) */

    struct watch *watch; /* cancelling and progress, read and written from other threads (base/watch.h) */
};

/* Makes blocks from the bodies: HTML to text, quotes and signatures marked; where the plain and the HTML body
 * say the same only one is kept. Cheap when nothing changed. false: out of memory. */
bool message_prepare(struct sekisho_message *, struct budget *);
const char *message_subject(const struct sekisho_message *); /* "" where there is none */
/* Whether the text of a block was written by (or forwarded on purpose by) the sender: not quoted, signature
 * or disclaimer. */
bool message_block_is_own(const struct sekisho_message *, const struct message_block *);
/* Whether that mailbox stood in the message being answered. */
bool message_in_original(const struct sekisho_message *, const char *key);
/* Number of attachments a person attached on purpose (ATTACHMENT_FILE). */
size_t message_file_count(const struct sekisho_message *);

#endif
