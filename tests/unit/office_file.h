// The files of tests/fixtures/office, as LibreOffice wrote them (tests/fixtures/make_office.sh).
#ifndef SEKISHO_TESTS_OFFICE_FILE_H
#define SEKISHO_TESTS_OFFICE_FILE_H

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

inline std::string office_file(const char *name)
{
    std::ifstream f(std::string(TEST_SOURCE_DIR "/fixtures/office/") + name, std::ios::binary);
    std::stringstream s;
    s << f.rdbuf();
    EXPECT_GT(s.str().size(), 1000u) << name;
    return s.str();
}

#endif
