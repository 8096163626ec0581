/* Encrypted packages: the description of the encryption and the packed bytes. */
#define WRAP_PAD ' ' /* the description is XML, which may end in spaces but not in zeros */
#define PIECES {"EncryptionInfo", 0, 0, -1, 0}, {"EncryptedPackage", 0, 0, -1, 0}
#include "wrapped_fuzz.h"
