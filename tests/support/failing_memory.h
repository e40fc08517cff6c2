/* SPDX-License-Identifier: Apache-2.0
 *
 * Replaces src/base/memory.c: counts requests and lets one of them fail.
 */
#ifndef BW_SUPPORT_FAILING_MEMORY_H
#define BW_SUPPORT_FAILING_MEMORY_H

/* Starts counting from 0; request number nth (from 1) fails, 0 = none. */
void bw_failing_memory_arm(long nth);

/* Requests since the last call of bw_failing_memory_arm(). */
long bw_failing_memory_requests(void);

/* Blocks not yet given back. */
long bw_failing_memory_live(void);

#endif
