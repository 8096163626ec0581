/* Encrypted OOXML in a compound file [MS-OFFCRYPTO]: what kind of encryption, and the package itself where Office's default password opens
 * it. Standard (2.3.4.5) and agile (2.3.4.10); other kinds are encrypted and nothing more. */
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"
#include "formats/office_crypt.h"
#include "parse/crypto.h"
#include "parse/xml.h"

enum { SEGMENT = 4096, SPIN_MAX = 1000000, BLOB_MAX = 256 };

/* A package being decrypted piece by piece. */
struct package {
    struct source packed;
    bool agile;
    uint8_t key[32];
    size_t key_len;
    enum digest_kind digest;
    uint8_t salt[64];
    size_t salt_len;
    uint64_t left;      /* plain bytes still to come */
    uint32_t segment;
    uint8_t plain[SEGMENT];
    size_t plain_len, plain_at;
};

static size_t package_read(struct source *src, uint8_t *buf, size_t n)
{
    struct package *p = src->ctx;
    size_t done = 0;
    while (done < n && p->left > 0) {
        if (p->plain_at == p->plain_len) {
            uint8_t raw[SEGMENT];
            size_t got = 0;
            while (got < SEGMENT) {
                size_t more = source_read(&p->packed, raw + got, SEGMENT - got);
                if (more == SIZE_MAX)
                    return SIZE_MAX;
                if (more == 0)
                    break;
                got += more;
            }
            got -= got % 16;
            if (got == 0)
                return done ? done : SIZE_MAX;
            uint8_t number[4] = {(uint8_t)p->segment, (uint8_t)(p->segment >> 8), (uint8_t)(p->segment >> 16), (uint8_t)(p->segment >> 24)};
            uint8_t iv[DIGEST_MAX];
            if (p->agile && !digest2(p->digest, p->salt, p->salt_len, number, 4, iv))
                return SIZE_MAX;
            if (!aes_decrypt(p->key, p->key_len, p->agile ? iv : NULL, raw, p->plain, got))
                return SIZE_MAX;
            p->segment++;
            p->plain_len = got;
            p->plain_at = 0;
        }
        size_t take = p->plain_len - p->plain_at;
        if (take > n - done)
            take = n - done;
        if (take > p->left)
            take = (size_t)p->left;
        memcpy(buf + done, p->plain + p->plain_at, take);
        p->plain_at += take;
        p->left -= take;
        done += take;
    }
    return done;
}

/* H(salt + password), then spin times H(counter + hash). */
static bool spun_hash(enum digest_kind kind, const uint8_t *salt, size_t salt_len, uint32_t spin, uint8_t hash[DIGEST_MAX])
{
    uint8_t password[64];
    size_t n = office_default_password_utf16(password);
    if (!digest2(kind, salt, salt_len, password, n, hash))
        return false;
    for (uint32_t i = 0; i < spin; i++) {
        uint8_t number[4] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), (uint8_t)(i >> 24)};
        if (!digest2(kind, number, 4, hash, digest_size(kind), hash))
            return false;
    }
    return true;
}

/* Standard encryption: AES-ECB, SHA-1, 50,000 rounds. */
static bool open_standard(struct package *p, const uint8_t *info, size_t n)
{
    if (n < 12)
        return false;
    size_t header = le32(info + 8);
    if (header < 32 || header > n - 12 || n - 12 - header < 4 + 16 + 16 + 4 + 32)
        return false;
    uint32_t algorithm = le32(info + 12 + 8), bits = le32(info + 12 + 16);
    const uint8_t *v = info + 12 + header;
    if (algorithm < 0x660E || algorithm > 0x6610 || bits % 64 || bits < 128 || bits > 256 || le32(v) != 16)
        return false;
    uint8_t hash[DIGEST_MAX], zero[4] = {0}, pad[64], x1[DIGEST_MAX], x2[DIGEST_MAX], both[40], plain[16], plain_hash[32], want[DIGEST_MAX];
    if (!spun_hash(DIGEST_SHA1, v + 4, 16, 50000, hash) || !digest2(DIGEST_SHA1, hash, 20, zero, 4, hash))
        return false;
    for (int round = 0; round < 2; round++) {
        memset(pad, round ? 0x5C : 0x36, sizeof pad);
        for (size_t i = 0; i < 20; i++)
            pad[i] ^= hash[i];
        if (!digest2(DIGEST_SHA1, pad, sizeof pad, NULL, 0, round ? x2 : x1))
            return false;
    }
    memcpy(both, x1, 20);
    memcpy(both + 20, x2, 20);
    p->key_len = bits / 8;
    memcpy(p->key, both, p->key_len);
    return aes_decrypt(p->key, p->key_len, NULL, v + 20, plain, 16) && aes_decrypt(p->key, p->key_len, NULL, v + 40, plain_hash, 32) &&
           digest2(DIGEST_SHA1, plain, 16, NULL, 0, want) && memcmp(want, plain_hash, 20) == 0;
}

/* What the XML of agile encryption says, as far as a password needs it. */
struct agile {
    struct params {
        char digest[16], cipher[16], chaining[24];
        uint32_t key_bits, spin;
        uint8_t salt[BLOB_MAX];
        size_t salt_len;
        bool seen;
    } data, password;
    uint8_t verifier[BLOB_MAX], verifier_hash[BLOB_MAX], key_value[BLOB_MAX];
    size_t verifier_len, verifier_hash_len, key_value_len;
};

static void blob_value(const struct xml_tag *tag, const char *name, uint8_t *out, size_t *n)
{
    size_t length;
    const char *text = xml_attr(tag, name, &length);
    if (!text || !base64_bytes(text, length, out, BLOB_MAX, n))
        *n = 0;
}

enum { KEY_DATA, ENCRYPTED_KEY };
static const char *const agile_names[] = {"keyData", "encryptedKey", NULL};

static void agile_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct agile *g = ctx;
    if (name == XML_OTHER || (name == ENCRYPTED_KEY && g->password.seen))
        return;
    struct params *p = name == KEY_DATA ? &g->data : &g->password;
    p->seen = true;
    xml_attr_copy(tag, "hashAlgorithm", p->digest, sizeof p->digest);
    xml_attr_copy(tag, "cipherAlgorithm", p->cipher, sizeof p->cipher);
    xml_attr_copy(tag, "cipherChaining", p->chaining, sizeof p->chaining);
    p->key_bits = xml_attr_number(tag, "keyBits", 0);
    p->spin = xml_attr_number(tag, "spinCount", 0);
    blob_value(tag, "saltValue", p->salt, &p->salt_len);
    if (name == ENCRYPTED_KEY) {
        blob_value(tag, "encryptedVerifierHashInput", g->verifier, &g->verifier_len);
        blob_value(tag, "encryptedVerifierHashValue", g->verifier_hash, &g->verifier_hash_len);
        blob_value(tag, "encryptedKeyValue", g->key_value, &g->key_value_len);
    }
}

static bool digest_named(const char *name, enum digest_kind *kind)
{
    static const struct {
        const char *name;
        enum digest_kind kind;
    } names[] = {{"SHA1", DIGEST_SHA1}, {"SHA-1", DIGEST_SHA1}, {"SHA256", DIGEST_SHA256}, {"SHA384", DIGEST_SHA384}, {"SHA512", DIGEST_SHA512}, {"MD5", DIGEST_MD5}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, name) == 0) {
            *kind = names[i].kind;
            return true;
        }
    return false;
}

/* Decrypts one blob with the key that the block's constant makes of the spun hash. */
static bool agile_blob(const struct agile *g, enum digest_kind kind, const uint8_t *spun, const uint8_t constant[8], const uint8_t *in, size_t n,
                       uint8_t *out)
{
    uint8_t key[DIGEST_MAX], iv[16];
    memset(key, 0x36, sizeof key);
    memset(iv, 0x36, sizeof iv);
    memcpy(iv, g->password.salt, g->password.salt_len < 16 ? g->password.salt_len : 16);
    return n > 0 && n % 16 == 0 && digest2(kind, spun, digest_size(kind), constant, 8, key) &&
           aes_decrypt(key, g->password.key_bits / 8, iv, in, out, n);
}

static bool known_bits(uint32_t bits)
{
    return bits == 128 || bits == 192 || bits == 256;
}

static bool open_agile(struct package *p, const uint8_t *info, size_t n, struct budget *budget)
{
    static const uint8_t input_key[8] = {0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79}, value_key[8] = {0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E},
                         secret_key[8] = {0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6};
    static const struct xml_handler handler = {.names = agile_names, .start = agile_start};
    struct agile *g = calloc(1, sizeof *g);
    bool ok = false;
    if (!g || n < 8)
        goto out;
    struct source xml;
    source_view(&xml, info + 8, n - 8, budget);
    enum xml_status status = xml_parse(&xml, &handler, g, NULL);
    source_done(&xml);
    enum digest_kind kind;
    if (status != XML_OK || !g->data.seen || !g->password.seen || strcmp(g->password.cipher, "AES") != 0 || strcmp(g->data.cipher, "AES") != 0 ||
        strcmp(g->data.chaining, "ChainingModeCBC") != 0 || !known_bits(g->password.key_bits) || !known_bits(g->data.key_bits) ||
        g->password.spin > SPIN_MAX || !digest_named(g->password.digest, &kind) || !digest_named(g->data.digest, &p->digest) ||
        !budget_work(budget, (uint64_t)g->password.spin * 640))
        goto out;
    uint8_t spun[DIGEST_MAX], input[BLOB_MAX], value[BLOB_MAX], secret[BLOB_MAX], want[DIGEST_MAX];
    if (!spun_hash(kind, g->password.salt, g->password.salt_len, g->password.spin, spun) ||
        !agile_blob(g, kind, spun, input_key, g->verifier, g->verifier_len, input) ||
        !agile_blob(g, kind, spun, value_key, g->verifier_hash, g->verifier_hash_len, value) || g->verifier_hash_len < digest_size(kind) ||
        g->verifier_len < 16 || !digest2(kind, input, 16, NULL, 0, want) || memcmp(want, value, digest_size(kind)) != 0 ||
        g->key_value_len < g->data.key_bits / 8 || !agile_blob(g, kind, spun, secret_key, g->key_value, g->key_value_len, secret))
        goto out;
    p->agile = true;
    p->key_len = g->data.key_bits / 8;
    memcpy(p->key, secret, p->key_len);
    p->salt_len = g->data.salt_len < sizeof p->salt ? g->data.salt_len : sizeof p->salt;
    memcpy(p->salt, g->data.salt, p->salt_len);
    ok = true;
out:
    free(g);
    return ok;
}

void ooxml_crypt_read(struct cfb *cfb, struct sink *sink)
{
    struct source info_src;
    size_t n;
    struct package *p = calloc(1, sizeof *p);
    const uint8_t *info = compound_whole(cfb, cfb_find(cfb, "EncryptionInfo"), &info_src, &n, sink);
    sink->ops->format(sink, "ooxml-encrypted");
    sink_fact(sink, FACT_ENCRYPTED);
    bool opened = false;
    if (p && info && n >= 4) {
        unsigned major = (unsigned)(info[0] | info[1] << 8), minor = (unsigned)(info[2] | info[3] << 8);
        if (major == 4 && minor == 4)
            opened = open_agile(p, info, n, sink->budget);
        else if (major >= 2 && major <= 4 && minor == 2)
            opened = open_standard(p, info, n);
    }
    cfb_close_stream(&info_src);
    size_t stream = cfb_find(cfb, "EncryptedPackage");
    uint8_t size[8];
    if (opened && cfb_read_at(cfb, stream, 0, size, 8) == 8 && cfb_open_stream(cfb, stream, &p->packed) == CFB_OK) {
        uint8_t head[8];
        source_read(&p->packed, head, 8);
        p->left = (uint64_t)le32(size) | (uint64_t)le32(size + 4) << 32;
        struct source package;
        source_stream(&package, package_read, p, p->left, sink->budget);
        sink_fact(sink, FACT_OPENS_WITHOUT_PASSWORD);
        sink->ops->become(sink, &package);
        source_done(&package);
        cfb_close_stream(&p->packed);
    } else
        sink_unread(sink, UNREAD_ENCRYPTED);
    free(p);
}
