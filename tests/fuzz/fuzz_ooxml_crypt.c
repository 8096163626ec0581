/* Encrypted packages: the description of the encryption and the packed bytes. */
#define PIECES {"EncryptionInfo", 0, 0, -1, 0}, {"EncryptedPackage", 0, 0, -1, 0}
#include "wrapped_fuzz.h"
