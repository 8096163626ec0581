/* The floor under every reader of Office packages: zlib inflates all XML parts in pieces of 64 KiB, libxml2's push parser takes them with
 * handlers that do nothing. Usage: floor FILE... ; prints CPU seconds. Trusts its input: not for anything but measuring. */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

enum { PIECE = 64 * 1024 };

static unsigned u16(const unsigned char *p)
{
    return p[0] | (unsigned)p[1] << 8;
}
static unsigned u32(const unsigned char *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static void start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n, const xmlChar **ns, int count, int defaulted,
                  const xmlChar **attributes)
{
    (void)ctx, (void)name, (void)prefix, (void)uri, (void)n, (void)ns, (void)count, (void)defaulted, (void)attributes;
}
static void end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)ctx, (void)name, (void)prefix, (void)uri;
}
static void text(void *ctx, const xmlChar *characters, int n)
{
    (void)ctx, (void)characters, (void)n;
}

static size_t read_part(const unsigned char *packed, size_t n)
{
    static unsigned char piece[PIECE];
    xmlSAXHandler sax;
    z_stream z;
    size_t total = 0;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = start;
    sax.endElementNs = end;
    sax.characters = sax.ignorableWhitespace = text;
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    memset(&z, 0, sizeof z);
    if (parser == NULL || inflateInit2(&z, -MAX_WBITS) != Z_OK)
        exit(70);
    z.next_in = (Bytef *)packed;
    z.avail_in = (uInt)n;
    int rc = Z_OK;
    while (rc == Z_OK) {
        z.next_out = piece;
        z.avail_out = PIECE;
        rc = inflate(&z, Z_NO_FLUSH);
        total += PIECE - z.avail_out;
        xmlParseChunk(parser, (const char *)piece, (int)(PIECE - z.avail_out), 0);
    }
    xmlParseChunk(parser, "", 0, 1);
    inflateEnd(&z);
    xmlFreeParserCtxt(parser);
    return total;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (f == NULL)
            return 66;
        fseek(f, 0, SEEK_END);
        size_t n = (size_t)ftell(f), total = 0;
        rewind(f);
        unsigned char *data = malloc(n);
        if (data == NULL || fread(data, 1, n, f) != n)
            return 70;
        fclose(f);
        clock_t before = clock();
        const unsigned char *eocd = data + n - 22;
        while (eocd > data && u32(eocd) != 0x06054b50)
            eocd--;
        const unsigned char *p = data + u32(eocd + 16);
        for (unsigned k = u16(eocd + 10); k > 0; k--) {
            const unsigned char *name = p + 46, *local = data + u32(p + 42);
            size_t name_len = u16(p + 28);
            if (u16(p + 10) == 8 && name_len > 4 && (memcmp(name + name_len - 4, ".xml", 4) == 0 || memcmp(name + name_len - 4, "rels", 4) == 0))
                total += read_part(local + 30 + u16(local + 26) + u16(local + 28), u32(p + 20));
            p += 46 + name_len + u16(p + 30) + u16(p + 32);
        }
        printf("%s: %zu bytes of XML, %.3f s CPU\n", argv[i], total, (double)(clock() - before) / CLOCKS_PER_SEC);
        free(data);
    }
    return 0;
}
