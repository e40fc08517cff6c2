/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/wall_clock.h"

#include <time.h>

int64_t bw_wall_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * BW_WALL_SECOND + now.tv_nsec;
}
