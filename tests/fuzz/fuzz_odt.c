/* OpenDocument packages: content, styles, properties, the manifest. */
#define FIXED {"mimetype", "application/vnd.oasis.opendocument.text"}
#define FUZZED "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
#include "packaged_fuzz.h"
