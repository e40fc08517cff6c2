/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_set.h"

const char *bw_verdict_text(enum bw_verdict verdict)
{
    switch (verdict) {
    case BW_VERDICT_BASE:
        return "base";
    case BW_VERDICT_UNDEFINED:
        return "undefined";
    case BW_VERDICT_IN_BAND:
        return "in the band 15-25 %";
    case BW_VERDICT_AT_LEAST:
        return "at least 15 %";
    case BW_VERDICT_NOT_MET:
        return "not met";
    case BW_VERDICT_UNDECIDED:
        break;
    }
    return "undecided";
}
