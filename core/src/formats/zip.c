/* Zip archives, and the documents that are zips: what kind it is stands in the directory, so one reader opens it and hands it to the
 * right one. The container itself is parse/zip.c's. */
#include "formats/format.h"
#include "formats/archive.h"
#include "formats/odf.h"
#include "formats/ooxml.h"

#include <string.h>

static int zip_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    size_t start;
    (void)name;
    if (n >= 4 && head[0] == 'P' && head[1] == 'K') {
        if ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6))
            return 90;
        if (n >= 8 && ((head[2] == 7 && head[3] == 8) || (head[2] == '0' && head[3] == '0')) && head[4] == 'P' && head[5] == 'K')
            return 90; /* first volume of several */
    }
    /* The last volume of several, or an archive behind something else: only its end says so. */
    return n == size && zip_inside(head, n, &start) ? 20 : 0;
}

void zip_read_archive(struct zip *zip, struct sink *sink)
{
    if (zip_names_encrypted(zip)) {
        sink_fact(sink, FACT_ENCRYPTED_NAMES);
        sink_fact(sink, FACT_ENCRYPTED);
        sink_unread(sink, UNREAD_ENCRYPTED);
    }
    if (zip_is_damaged(zip) && !zip_names_encrypted(zip))
        sink_unread(sink, UNREAD_DAMAGED);
    if (zip_is_split(zip))
        sink->ops->unread(sink, UNREAD_DAMAGED, "one volume of several");
    for (size_t i = 0; i < zip_count(zip); i++) {
        const struct zip_entry *entry = zip_at(zip, i);
        if (budget_cancelled(sink->budget))
            return;
        if (entry->encrypted) {
            sink_fact_at(sink, FACT_ENCRYPTED, 1, entry->name, entry->encryption);
            sink->ops->unread(sink, UNREAD_ENCRYPTED, entry->name);
        }
        if (entry->name_differs && !entry->overlaps)
            sink_fact_at(sink, FACT_DECEPTIVE_NAME, 1, entry->name, NULL);
        if (entry->overlaps)
            sink->ops->unread(sink, UNREAD_DAMAGED, entry->name);
        if (entry->is_folder && entry->size == 0)
            continue;
        if (sink->budget->entries_left == 0 || sink->budget->spent_bytes || sink->budget->spent_work) {
            sink_stopped(sink);
            return;
        }
        if (entry->overlaps || !libarchive_read_zip_entry(zip, entry, sink))
            zip_hand_on(zip, entry, entry->name, sink);
    }
    if (zip_truncated_list(zip))
        sink_unread(sink, UNREAD_TOO_MANY);
}

static void zip_read(struct source *src, const char *name, struct sink *sink)
{
    struct zip *zip;
    size_t n;
    (void)name;
    const uint8_t *data = source_whole(src, &n);
    if (data == NULL)
        return;
    switch (zip_open(data, n, sink->budget, &zip)) {
    case ZIP_OK:
        if (!ooxml_read(zip, sink) && !odf_read(zip, sink))
            zip_read_archive(zip, sink);
        zip_close(zip);
        break;
    case ZIP_LIMIT:
    case ZIP_NOMEM:
        sink_unread(sink, UNREAD_TOO_LARGE);
        break;
    default:
        sink_unread(sink, UNREAD_DAMAGED);
        break;
    }
}

const struct format format_zip = {"zip", zip_bid, zip_read};
