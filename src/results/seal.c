/* SPDX-License-Identifier: Apache-2.0 */
#include "results/seal.h"

#include <string.h>

void bw_seal_make(const void *bytes, size_t size_bytes, char seal[BW_SEAL_BYTES])
{
    const size_t prefix = sizeof BW_SEAL_PREFIX - 1;
    memcpy(seal, BW_SEAL_PREFIX, prefix);
    bw_digest_sha256(bytes, size_bytes, seal + prefix);
    seal[BW_SEAL_BYTES - 1] = '\n'; /* where the digits end */
}

bool bw_seal_is_whole(const void *bytes, size_t size_bytes)
{
    char seal[BW_SEAL_BYTES];
    size_t content = 0;
    if (size_bytes < BW_SEAL_BYTES) {
        return false;
    }
    content = size_bytes - BW_SEAL_BYTES;
    bw_seal_make(bytes, content, seal);
    return memcmp((const char *)bytes + content, seal, BW_SEAL_BYTES) == 0;
}
