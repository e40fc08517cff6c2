/* SPDX-License-Identifier: Apache-2.0
 *
 * Time of the real world, for progress and waiting for disks. It never reaches a
 * result.
 */
#ifndef BW_EXPERIMENT_WALL_CLOCK_H
#define BW_EXPERIMENT_WALL_CLOCK_H

#include <stdint.h>

#define BW_WALL_SECOND INT64_C(1000000000)

/* Nanoseconds of a clock that never jumps; its zero means nothing. */
int64_t bw_wall_ns(void);

/* Processor time of all threads of this process in nanoseconds. */
int64_t bw_cpu_ns(void);

/* Processor time of the calling thread in nanoseconds. */
int64_t bw_thread_ns(void);

#endif
