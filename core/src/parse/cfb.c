/* Reads the Compound File Binary container [MS-CFB] from memory: FAT, mini FAT, directory, streams. Leaves what the streams mean to the
 * readers. Every chain is followed at most as many steps as the file has sectors, so a cycle ends. */
#include "parse/cfb.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/le.h"
#include "base/utf8.h"

#define FREE 0xFFFFFFFFu
#define MAX_REGULAR 0xFFFFFFFAu /* from here on: end of chain, FAT sectors, free */

enum {
    ENTRY_BYTES = 128,
    ENTRIES_MAX = 1 << 20,
    OPENED_MAX = 8 /* times the file's bytes: streams that share their sectors hold no more, however many they are */
};

struct cfb {
    const uint8_t *data;
    size_t n;
    struct budget *budget;
    uint64_t charged;
    unsigned sector_shift, mini_shift;
    uint32_t mini_cutoff;
    uint32_t sector_count; /* sectors that lie in the file */
    uint32_t *fat;
    size_t fat_count;
    uint32_t *mini_fat;
    size_t mini_count;
    uint8_t *mini_owned; /* the mini stream, copied only where it does not lie in a row */
    const uint8_t *mini;
    size_t mini_size;
    struct cfb_entry *entries;
    size_t entry_count;
    uint64_t opened; /* bytes of the streams that were opened */
    bool damaged;
};

bool cfb_magic(const uint8_t *data, size_t n)
{
    static const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    return n >= 8 && memcmp(data, magic, 8) == 0;
}

static void *charged_alloc(struct cfb *c, size_t count, size_t size)
{
    if (count == 0)
        count = 1;
    if (count > SIZE_MAX / size || !budget_memory_take(c->budget, (uint64_t)count * size))
        return NULL;
    void *p = calloc(count, size);
    if (p)
        c->charged += (uint64_t)count * size;
    else
        budget_memory_give(c->budget, (uint64_t)count * size);
    return p;
}

/* Bytes of a sector that lie in the file; the last one may be cut short. NULL: outside. */
static const uint8_t *sector(const struct cfb *c, uint32_t id, size_t *got)
{
    uint64_t at = ((uint64_t)id + 1) << c->sector_shift;
    if (id >= MAX_REGULAR || at >= c->n)
        return NULL;
    size_t left = c->n - (size_t)at, size = (size_t)1 << c->sector_shift;
    *got = left < size ? left : size;
    return c->data + at;
}

static uint32_t next_in(const uint32_t *table, size_t count, uint32_t id)
{
    return id < count ? table[id] : FREE;
}

static enum cfb_status read_fat(struct cfb *c)
{
    size_t per_sector = ((size_t)1 << c->sector_shift) / 4;
    uint32_t fat_sectors = le32(c->data + 44), difat = le32(c->data + 68);
    if (fat_sectors > c->sector_count) { /* the header lies; what is there is read */
        fat_sectors = c->sector_count;
        c->damaged = true;
    }
    c->fat = charged_alloc(c, (size_t)fat_sectors * per_sector, sizeof *c->fat);
    if (!c->fat)
        return CFB_LIMIT;
    const uint8_t *list = c->data + 76;
    size_t list_left = 109, steps = 0;
    for (uint32_t i = 0; i < fat_sectors; i++) {
        if (list_left == 0) {
            size_t got;
            const uint8_t *s = sector(c, difat, &got);
            if (!s || got < (size_t)1 << c->sector_shift || ++steps > c->sector_count) {
                c->damaged = true;
                break;
            }
            list = s;
            list_left = per_sector - 1;
            difat = le32(s + 4 * (per_sector - 1));
        }
        uint32_t id = le32(list);
        list += 4;
        list_left--;
        size_t got;
        const uint8_t *s = sector(c, id, &got);
        if (!s) {
            c->damaged = true;
            continue;
        }
        for (size_t k = 0; k + 4 <= got; k += 4)
            c->fat[c->fat_count + k / 4] = le32(s + k);
        for (size_t k = got / 4; k < per_sector; k++)
            c->fat[c->fat_count + k] = FREE;
        c->fat_count += per_sector;
    }
    return CFB_OK;
}

/* Copies at most max bytes of a chain of whole sectors into memory charged to the budget. */
static uint8_t *read_chain(struct cfb *c, uint32_t start, size_t max, size_t *out_n)
{
    size_t sectors = 0;
    *out_n = 0;
    for (uint32_t id = start; id < MAX_REGULAR && sectors < c->sector_count && (sectors << c->sector_shift) < max;
         id = next_in(c->fat, c->fat_count, id))
        sectors++;
    if (!budget_work(c->budget, (uint64_t)sectors << c->sector_shift))
        return NULL;
    uint8_t *out = charged_alloc(c, sectors << c->sector_shift, 1);
    if (!out)
        return NULL;
    uint32_t id = start;
    for (size_t i = 0; i < sectors; i++, id = next_in(c->fat, c->fat_count, id)) {
        size_t got;
        const uint8_t *s = sector(c, id, &got);
        if (!s) {
            c->damaged = true;
            break;
        }
        memcpy(out + *out_n, s, got);
        *out_n += got;
        if (got < (size_t)1 << c->sector_shift)
            break;
    }
    if (*out_n > max)
        *out_n = max;
    return out;
}

static void read_name(const uint8_t *raw, char *out)
{
    size_t bytes = le16(raw + 64), n = 0;
    size_t units = bytes >= 2 && bytes <= 64 ? bytes / 2 - 1 : 0;
    for (size_t i = 0; i < units; i++) {
        uint32_t cp = le16(raw + 2 * i);
        if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < units) {
            uint32_t low = le16(raw + 2 * i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i++;
            }
        }
        n += utf8_encode(cp, out + n);
    }
    out[n] = '\0';
}

/* The children of each storage form a binary tree of siblings: walked with an own stack; an entry is taken once. */
static enum cfb_status link_tree(struct cfb *c, const uint8_t *raw)
{
    size_t n = c->entry_count, top = 0;
    struct visit {
        uint32_t id;
        uint32_t storage;
    } *stack = charged_alloc(c, 2 * n + 2, sizeof *stack);
    uint8_t *taken = charged_alloc(c, n, 1);
    size_t *last = charged_alloc(c, n, sizeof *last);
    enum cfb_status status = CFB_LIMIT;
    if (!stack || !taken || !last)
        goto out;
    for (size_t i = 0; i < n; i++)
        last[i] = CFB_NONE;
    taken[0] = 1;
    stack[top++] = (struct visit){le32(raw + 76), 0};
    while (top > 0) {
        struct visit v = stack[--top];
        if (v.id >= n) {
            if (v.id != FREE)
                c->damaged = true;
            continue;
        }
        if (taken[v.id]) {
            c->damaged = true;
            continue;
        }
        taken[v.id] = 1;
        const uint8_t *e = raw + (size_t)v.id * ENTRY_BYTES;
        struct cfb_entry *entry = &c->entries[v.id];
        entry->parent = v.storage;
        if (last[v.storage] == CFB_NONE)
            c->entries[v.storage].first_child = v.id;
        else
            c->entries[last[v.storage]].next = v.id;
        last[v.storage] = v.id;
        /* At most two siblings and one child each: the stack holds no more than 2n + 1. */
        if (entry->is_storage && le32(e + 76) != FREE)
            stack[top++] = (struct visit){le32(e + 76), v.id};
        if (le32(e + 72) != FREE && top < 2 * n + 1)
            stack[top++] = (struct visit){le32(e + 72), v.storage};
        if (le32(e + 68) != FREE && top < 2 * n + 1)
            stack[top++] = (struct visit){le32(e + 68), v.storage};
    }
    status = CFB_OK;
out:
    free(stack);
    free(taken);
    free(last);
    return status;
}

static enum cfb_status read_directory(struct cfb *c)
{
    size_t bytes;
    uint8_t *raw = read_chain(c, le32(c->data + 48), (size_t)ENTRIES_MAX * ENTRY_BYTES, &bytes);
    if (!raw)
        return CFB_LIMIT;
    enum cfb_status status = CFB_DAMAGED;
    c->entry_count = bytes / ENTRY_BYTES;
    if (c->entry_count == 0)
        goto out;
    c->entries = charged_alloc(c, c->entry_count, sizeof *c->entries);
    if (!c->entries) {
        c->entry_count = 0;
        status = CFB_LIMIT;
        goto out;
    }
    for (size_t i = 0; i < c->entry_count; i++) {
        const uint8_t *e = raw + i * ENTRY_BYTES;
        struct cfb_entry *entry = &c->entries[i];
        entry->parent = entry->first_child = entry->next = CFB_NONE;
        entry->is_storage = e[66] == 1 || e[66] == 5;
        read_name(e, entry->name);
        memcpy(entry->clsid, e + 80, 16);
        entry->start = le32(e + 116);
        entry->size = le32(e + 120);
        if (c->sector_shift > 9)
            entry->size |= (uint64_t)le32(e + 124) << 32;
    }
    c->entries[0].is_storage = true;
    status = link_tree(c, raw);
out:
    free(raw);
    return status;
}

/* The mini stream lies in the root's chain: a view where that chain is in a row. */
static const uint8_t *contiguous(const struct cfb *c, uint32_t start, uint64_t size)
{
    uint64_t at = ((uint64_t)start + 1) << c->sector_shift;
    if (start >= MAX_REGULAR || at > c->n || size > c->n - at)
        return NULL;
    uint64_t sectors = (size + ((uint64_t)1 << c->sector_shift) - 1) >> c->sector_shift;
    for (uint64_t i = 0; i + 1 < sectors; i++)
        if (next_in(c->fat, c->fat_count, (uint32_t)(start + i)) != start + i + 1)
            return NULL;
    return c->data + at;
}

static enum cfb_status read_mini(struct cfb *c)
{
    uint64_t size = c->entries[0].size;
    uint32_t mini_sectors = le32(c->data + 64);
    if (size == 0 || mini_sectors == 0)
        return CFB_OK;
    size_t bytes;
    uint8_t *raw = read_chain(c, le32(c->data + 60), (size_t)c->sector_count << c->sector_shift, &bytes);
    if (!raw)
        return CFB_LIMIT;
    c->mini_count = bytes / 4;
    c->mini_fat = charged_alloc(c, c->mini_count, sizeof *c->mini_fat);
    if (c->mini_fat)
        for (size_t i = 0; i < c->mini_count; i++)
            c->mini_fat[i] = le32(raw + 4 * i);
    free(raw);
    if (!c->mini_fat)
        return CFB_LIMIT;
    if (size > c->n) {
        size = c->n;
        c->damaged = true;
    }
    c->mini = contiguous(c, c->entries[0].start, size);
    c->mini_size = (size_t)size;
    if (!c->mini) {
        c->mini_owned = read_chain(c, c->entries[0].start, (size_t)size, &c->mini_size);
        if (!c->mini_owned)
            return CFB_LIMIT;
        c->mini = c->mini_owned;
    }
    return CFB_OK;
}

enum cfb_status cfb_open(const uint8_t *data, size_t n, struct budget *budget, struct cfb **out)
{
    *out = NULL;
    if (!cfb_magic(data, n) || n < 512)
        return CFB_DAMAGED;
    struct cfb *c = calloc(1, sizeof *c);
    if (!c)
        return CFB_NOMEM;
    c->data = data;
    c->n = n;
    c->budget = budget;
    c->sector_shift = le16(data + 30);
    c->mini_shift = le16(data + 32);
    c->mini_cutoff = le32(data + 56);
    enum cfb_status status = CFB_DAMAGED;
    if ((c->sector_shift != 9 && c->sector_shift != 12) || c->mini_shift != 6)
        goto fail;
    /* Version 4 pads the header to a whole sector; sector 0 begins behind it. */
    c->sector_count = (uint32_t)((n - 1) >> c->sector_shift);
    if ((status = read_fat(c)) != CFB_OK || (status = read_directory(c)) != CFB_OK || (status = read_mini(c)) != CFB_OK)
        goto fail;
    *out = c;
    return c->damaged ? CFB_DAMAGED : CFB_OK;
fail:
    cfb_close(c);
    return status;
}

void cfb_close(struct cfb *c)
{
    if (!c)
        return;
    budget_memory_give(c->budget, c->charged);
    free(c->fat);
    free(c->mini_fat);
    free(c->mini_owned);
    free(c->entries);
    free(c);
}

size_t cfb_count(const struct cfb *c)
{
    return c->entry_count;
}

const struct cfb_entry *cfb_entry_at(const struct cfb *c, size_t index)
{
    return index < c->entry_count ? &c->entries[index] : NULL;
}

static bool same_name(const char *a, const char *b, size_t b_len)
{
    size_t i = 0;
    for (; a[i] && i < b_len; i++) {
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    }
    return !a[i] && i == b_len;
}

static size_t child_named(const struct cfb *c, size_t storage, const char *name, size_t len)
{
    if (storage >= c->entry_count)
        return CFB_NONE;
    for (size_t i = c->entries[storage].first_child; i != CFB_NONE; i = c->entries[i].next)
        if (same_name(c->entries[i].name, name, len))
            return i;
    return CFB_NONE;
}

size_t cfb_child(const struct cfb *c, size_t storage, const char *name)
{
    return child_named(c, storage, name, strlen(name));
}

size_t cfb_find(const struct cfb *c, const char *path)
{
    size_t at = 0;
    while (*path && at != CFB_NONE) {
        size_t len = strcspn(path, "/");
        at = child_named(c, at, path, len);
        path += len;
        if (*path == '/')
            path++;
    }
    return at;
}

/* A stream being read through its chain. */
struct chain {
    const struct cfb *cfb;
    bool mini;
    uint32_t id;
    uint64_t left;
    uint32_t steps;
    size_t in_sector;
};

static const uint8_t *piece(const struct cfb *c, bool mini, uint32_t id, size_t *got)
{
    if (!mini)
        return sector(c, id, got);
    uint64_t at = (uint64_t)id << c->mini_shift;
    if (at >= c->mini_size)
        return NULL;
    size_t left = c->mini_size - (size_t)at, size = (size_t)1 << c->mini_shift;
    *got = left < size ? left : size;
    return c->mini + at;
}

static uint32_t following(const struct cfb *c, bool mini, uint32_t id)
{
    return mini ? next_in(c->mini_fat, c->mini_count, id) : next_in(c->fat, c->fat_count, id);
}

static size_t chain_read(struct source *src, uint8_t *buf, size_t n)
{
    struct chain *ch = src->ctx;
    size_t done = 0;
    uint64_t max_steps = ch->mini ? ch->cfb->mini_count : ch->cfb->sector_count;
    while (done < n && ch->left > 0) {
        size_t got;
        const uint8_t *p = piece(ch->cfb, ch->mini, ch->id, &got);
        if (!p || ch->steps > max_steps || got <= ch->in_sector)
            return done ? done : SIZE_MAX;
        size_t take = got - ch->in_sector;
        if (take > n - done)
            take = n - done;
        if (take > ch->left)
            take = (size_t)ch->left;
        memcpy(buf + done, p + ch->in_sector, take);
        done += take;
        ch->left -= take;
        ch->in_sector += take;
        if (ch->in_sector == (size_t)1 << (ch->mini ? ch->cfb->mini_shift : ch->cfb->sector_shift)) {
            ch->id = following(ch->cfb, ch->mini, ch->id);
            ch->in_sector = 0;
            ch->steps++;
        }
    }
    return done;
}

enum cfb_status cfb_open_stream(struct cfb *c, size_t index, struct source *src)
{
    const struct cfb_entry *e = cfb_entry_at(c, index);
    if (!e || e->is_storage)
        return CFB_DAMAGED;
    c->opened += e->size < c->n ? e->size : c->n;
    if (c->opened / OPENED_MAX > c->n)
        return CFB_DAMAGED;
    bool mini = e->size < c->mini_cutoff;
    const uint8_t *view = mini ? NULL : contiguous(c, e->start, e->size);
    if (view || e->size == 0) {
        source_view(src, view, (size_t)e->size, c->budget);
        return CFB_OK;
    }
    struct chain *ch = calloc(1, sizeof *ch);
    if (!ch)
        return CFB_NOMEM;
    *ch = (struct chain){.cfb = c, .mini = mini, .id = e->start, .left = e->size};
    source_stream(src, chain_read, ch, e->size, c->budget);
    return CFB_OK;
}

void cfb_close_stream(struct source *src)
{
    source_done(src);
    free(src->ctx);
    src->ctx = NULL;
}

size_t cfb_read_at(const struct cfb *c, size_t index, uint64_t offset, uint8_t *buf, size_t n)
{
    const struct cfb_entry *e = cfb_entry_at(c, index);
    if (!e || e->is_storage || offset >= e->size)
        return 0;
    bool mini = e->size < c->mini_cutoff;
    unsigned shift = mini ? c->mini_shift : c->sector_shift;
    uint64_t skip = offset >> shift;
    if (skip > (mini ? c->mini_count : c->sector_count))
        return 0;
    uint32_t id = e->start;
    for (uint64_t i = 0; i < skip; i++)
        id = following(c, mini, id);
    struct chain ch = {.cfb = c, .mini = mini, .id = id, .left = e->size - offset, .in_sector = (size_t)(offset & (((uint64_t)1 << shift) - 1))};
    struct source src = {.ctx = &ch};
    size_t got = chain_read(&src, buf, n);
    return got == SIZE_MAX ? 0 : got;
}
