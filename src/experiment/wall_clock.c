/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/wall_clock.h"

#include <time.h>

static int64_t read_ns(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * BW_WALL_SECOND + now.tv_nsec;
}

int64_t bw_wall_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

int64_t bw_cpu_ns(void)
{
    return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t bw_thread_ns(void)
{
    return read_ns(CLOCK_THREAD_CPUTIME_ID);
}
