// A sink that writes down what a reader hands on, as lines a test can compare; inner files are only named unless `deep` is set.
#ifndef SEKISHO_TESTS_RECORDER_H
#define SEKISHO_TESTS_RECORDER_H

#include <cstring>
#include <map>
#include <string>
#include <vector>

extern "C" {
#include "formats/format.h"
#include "observe/sink.h"
}

struct Recorder {
    struct Block {
        struct place place;
        std::string table, text;
    };
    struct Found {
        std::string fact, where, sample;
        uint64_t count;
    };
    struct File {
        std::string name;
        uint32_t facts, unread;
        size_t bytes;
    };
    sink base; // first member: the ops get it back as themselves
    std::vector<Block> blocks;
    std::vector<Found> found;
    std::vector<File> files;
    std::map<std::string, std::string> meta;
    std::map<std::string, int> unread;
    std::vector<std::string> strings;
    std::string format, all_text;
    struct budget budget;
    bool open = false, nested = false, deep = false;
    int depth = 0;

    Recorder()
    {
        static const sink_ops ops = {begin, text, end, fact, unread_, meta_, format_, file, define, shared, become};
        std::memset(&budget, 0, sizeof budget);
        budget.work_left = 4000000000u;
        budget.bytes_left = 1u << 30;
        budget.memory_left = 1u << 28;
        budget.entries_left = 20000;
        budget.depth_max = 8;
        budget.ratio_max = 250;
        base.ops = &ops;
        base.budget = &budget;
    }
    // Finds the reader by the bytes and lets it read; false: nobody knows them.
    bool read(const void *data, size_t n, const char *name = "file")
    {
        source src;
        source_view(&src, data, n, &budget);
        bool known = read_source(&src, name);
        source_done(&src);
        return known;
    }
    bool read(const std::string &bytes, const char *name = "file")
    {
        return read(bytes.data(), bytes.size(), name);
    }
    bool read_source(source *src, const char *name)
    {
        size_t n;
        const uint8_t *head = source_peek(src, 65536, &n);
        const struct format *f = format_find(head, n, src->size, name);
        format = f ? f->name : "unknown";
        if (f && f->read)
            f->read(src, name, &base);
        return f != nullptr;
    }
    bool has(const char *name) const
    {
        for (const Found &f : found)
            if (f.fact == name)
                return true;
        return false;
    }
    uint64_t count(const char *name) const
    {
        uint64_t total = 0;
        for (const Found &f : found)
            if (f.fact == name)
                total += f.count;
        return total;
    }
    const Block *block(const std::string &text) const
    {
        for (const Block &b : blocks)
            if (b.text == text)
                return &b;
        return nullptr;
    }

  private:
    static Recorder *me(sink *s)
    {
        return reinterpret_cast<Recorder *>(s);
    }
    static void begin(sink *s, const place *p)
    {
        me(s)->nested = me(s)->nested || me(s)->open;
        me(s)->open = true;
        me(s)->blocks.push_back({*p, p->table ? p->table : "", ""});
    }
    static void text(sink *s, const char *t, size_t n)
    {
        if (me(s)->open)
            me(s)->blocks.back().text.append(t, n);
        me(s)->all_text.append(t, n);
    }
    static void end(sink *s)
    {
        me(s)->open = false;
        me(s)->all_text += '\n';
    }
    static void fact(sink *s, enum fact f, uint64_t count, const char *where, const char *sample)
    {
        me(s)->found.push_back({fact_name(f), where ? where : "", sample ? sample : "", count ? count : 1});
    }
    static void unread_(sink *s, enum unread u, const char *)
    {
        me(s)->unread[unread_name(u)]++;
    }
    static void meta_(sink *s, const char *key, const char *value)
    {
        me(s)->meta.emplace(key, value);
    }
    static void format_(sink *s, const char *name)
    {
        me(s)->format = name;
    }
    static void file(sink *s, const char *name, source *src, uint32_t facts, uint32_t unread)
    {
        size_t bytes = 0;
        Recorder *r = me(s);
        if (src && r->deep && r->depth < 8) {
            std::string outer = r->format;
            r->depth++;
            r->read_source(src, name);
            r->depth--;
            r->format = outer;
        } else if (src) {
            source_whole(src, &bytes);
        }
        r->files.push_back({name, facts, unread, bytes});
        for (int f = 0; f < FACT_COUNT; f++)
            if (r->deep && (facts >> f & 1))
                r->found.push_back({fact_name(static_cast<enum fact>(f)), name, "", 1});
    }
    static void define(sink *s, const char *t, size_t n)
    {
        me(s)->strings.emplace_back(t, n);
    }
    static void shared(sink *s, const place *p, uint32_t index)
    {
        if (index >= me(s)->strings.size())
            return; // as inspect.c does
        me(s)->blocks.push_back({*p, p->table ? p->table : "", me(s)->strings[index]});
        me(s)->all_text += me(s)->strings[index] + "\n";
    }
    static void become(sink *s, source *src)
    {
        me(s)->read_source(src, "file");
    }
};

#endif
