/* Outlook messages: properties, subject, body, HTML, compressed RTF, an attachment. */
#define PIECES {"__properties_version1.0", 0, 0, -1, 0}, {"__substg1.0_0037001F", 0, 0, -1, 0}, {"__substg1.0_10090102", 0, 0, -1, 0}, {"__recip_version1.0_#00000000", 0, 0, -1, 1}, {"__substg1.0_3001001E", 0, 0, 3, 0}, {"__attach_version1.0_#00000000", 0, 0, -1, 1}, {"__substg1.0_37010102", 0, 0, 5, 0}
#include "wrapped_fuzz.h"
