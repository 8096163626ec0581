// Builds small zip archives byte by byte, so that a test can also write ones that lie.
#ifndef SEKISHO_TESTS_ZIP_BUILDER_H
#define SEKISHO_TESTS_ZIP_BUILDER_H

#include <cstdint>
#include <string>
#include <vector>
#include <zlib.h>

class ZipBuilder
{
  public:
    struct Entry {
        std::string name, data;
        bool deflate = false;
        uint16_t flags = 0;
        uint16_t method = 0;         // 0: 0 or 8 by deflate
        std::string local_name;      // "": the same
        std::string extra;           // in both headers
        bool in_directory = true;
        bool descriptor = false;     // sizes stand behind the data
        long reuse = -1;             // the directory points to this entry's local header instead
    };
    std::string prefix;              // bytes before the archive
    bool directory = true;
    uint16_t disk = 0;

    ZipBuilder &add(const std::string &name, const std::string &data, bool deflate = true)
    {
        Entry e;
        e.name = name;
        e.data = data;
        e.deflate = deflate;
        entries.push_back(e);
        return *this;
    }
    ZipBuilder &add(const Entry &e)
    {
        entries.push_back(e);
        return *this;
    }
    std::string build() const
    {
        std::string out, central;
        std::vector<uint32_t> offsets;
        for (const Entry &e : entries) {
            std::string packed = e.deflate ? deflated(e.data) : e.data;
            uint16_t method = e.method ? e.method : e.deflate ? 8 : 0;
            uint16_t flags = static_cast<uint16_t>(e.flags | (e.descriptor ? 8 : 0));
            uint32_t crc = static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef *>(e.data.data()), static_cast<uInt>(e.data.size())));
            uint32_t offset = static_cast<uint32_t>(out.size());
            std::string sizes = u32(crc) + u32(static_cast<uint32_t>(packed.size())) + u32(static_cast<uint32_t>(e.data.size()));
            const std::string &local_name = e.local_name.empty() ? e.name : e.local_name;
            if (e.reuse < 0) {
                out += u32(0x04034b50) + u16(20) + u16(flags) + u16(method) + u32(0);
                out += e.descriptor ? std::string(12, '\0') : sizes;
                out += u16(local_name.size()) + u16(e.extra.size()) + local_name + e.extra + packed;
                if (e.descriptor)
                    out += u32(0x08074b50) + sizes;
            } else {
                offset = offsets[static_cast<size_t>(e.reuse)];
            }
            offsets.push_back(offset);
            if (e.in_directory)
                central += u32(0x02014b50) + u16(20) + u16(20) + u16(flags) + u16(method) + u32(0) + sizes + u16(e.name.size()) +
                           u16(e.extra.size()) + u16(0) + u16(0) + u16(0) + u32(0) + u32(offset) + e.name + e.extra;
        }
        size_t count = 0;
        for (const Entry &e : entries)
            count += e.in_directory;
        uint32_t at = static_cast<uint32_t>(out.size());
        if (directory)
            out += central + u32(0x06054b50) + u16(disk) + u16(disk) + u16(count) + u16(count) +
                   u32(static_cast<uint32_t>(central.size())) + u32(at) + u16(0);
        return prefix + out;
    }
    static std::string u16(size_t v)
    {
        return {static_cast<char>(v & 255), static_cast<char>(v >> 8 & 255)};
    }
    static std::string u32(uint32_t v)
    {
        return u16(v & 0xFFFF) + u16(v >> 16);
    }

  private:
    std::vector<Entry> entries;
    static std::string deflated(const std::string &data)
    {
        z_stream z = {};
        deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&z, static_cast<uLong>(data.size())), '\0');
        z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.data()));
        z.avail_in = static_cast<uInt>(data.size());
        z.next_out = reinterpret_cast<Bytef *>(&out[0]);
        z.avail_out = static_cast<uInt>(out.size());
        deflate(&z, Z_FINISH);
        out.resize(z.total_out);
        deflateEnd(&z);
        return out;
    }
};

#endif
