/* SPDX-License-Identifier: Apache-2.0
 *
 * Seal of a result file: a last line with the SHA-256 of all bytes before it. HDF5
 * readers stop at the end that the file's own header names and never see it. Damage is
 * thus found before the HDF5 library, which can crash on damaged files, looks at them.
 */
#ifndef BW_RESULTS_SEAL_H
#define BW_RESULTS_SEAL_H

#include "base/digest.h"

#include <stdbool.h>
#include <stddef.h>

#define BW_SEAL_PREFIX "\nbullwhip-sha256 "
#define BW_SEAL_BYTES (sizeof BW_SEAL_PREFIX - 1 + BW_SHA256_TEXT)

/* Writes the seal of bytes: the prefix, 64 digits and a line feed; not terminated. */
void bw_seal_make(const void *bytes, size_t size_bytes, char seal[BW_SEAL_BYTES]);

/* True when a file of these bytes ends with the seal of the bytes before it. */
bool bw_seal_is_whole(const void *bytes, size_t size_bytes);

#endif
