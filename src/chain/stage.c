/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/stage.h"

static const struct {
    const char *name;
    bool waiting;
} stages[BW_STAGE_COUNT] = {
#define BW_STAGE_ROW(id, text, wait) {text, wait},
    BW_STAGE_LIST(BW_STAGE_ROW)
#undef BW_STAGE_ROW
};

const char *bw_stage_name(enum bw_stage stage)
{
    return stages[stage].name;
}

bool bw_stage_is_waiting(enum bw_stage stage)
{
    return stages[stage].waiting;
}
