/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <sodium/crypto_hash_sha256.h>
#include <xxhash.h>

/* libsodium is not initialised on purpose: its SHA-256 needs no start-up, and
 * sodium_init() would read random bytes from the system. */
void bw_digest_sha256(const void *bytes, size_t size_bytes, char text[BW_SHA256_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, bytes, size_bytes);
    for (size_t i = 0; i < sizeof digest; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    text[2 * sizeof digest] = '\0';
}

uint64_t bw_digest_hash64(const void *bytes, size_t size_bytes)
{
    return XXH3_64bits(bytes, size_bytes);
}
