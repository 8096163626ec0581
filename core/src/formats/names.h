/* What a file's name says against what its bytes say. */
#ifndef SEKISHO_FORMATS_NAMES_H
#define SEKISHO_FORMATS_NAMES_H

#include "observe/sink.h"

/* Reports wrong-extension (the name's extension belongs to another format; unknown formats are not judged), deceptive-name (right-to-left
 * override, extension behind many spaces, double extension that ends in a program, look-alike dots) with what is wrong as sample.
 * damaged: of a file that could not be read to its end the format is no more than a guess. */
void name_check(const char *name, const char *format, bool damaged, struct sink *);

#endif
