/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of files and texts (libsodium) and the 64-bit hash of names and journal
 * records (XXH3, xxHash). The libraries' types stay in digest.c.
 */
#ifndef BW_BASE_DIGEST_H
#define BW_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define BW_SHA256_TEXT 65 /* 64 hexadecimal digits and the end */

/* Writes the SHA-256 of bytes as lower-case hexadecimal text. */
void bw_digest_sha256(const void *bytes, size_t size_bytes, char text[BW_SHA256_TEXT]);

/* XXH3-64 of bytes with seed 0. The value is part of the results: it never changes. */
uint64_t bw_digest_hash64(const void *bytes, size_t size_bytes);

#endif
