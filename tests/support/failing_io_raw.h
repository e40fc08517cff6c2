/* SPDX-License-Identifier: Apache-2.0
 *
 * Replaces src/base/io_raw.c: counts calls and lets one of them fail, as on a full
 * disk.
 */
#ifndef BW_SUPPORT_FAILING_IO_RAW_H
#define BW_SUPPORT_FAILING_IO_RAW_H

/* Starts counting from 0; call number nth (from 1) fails with cause, 0 = none. */
void bw_failing_io_arm(long nth, int cause);

/* Calls since the last call of bw_failing_io_arm(). */
long bw_failing_io_calls(void);

/* Lets every write take at most this many bytes; 0 = all. */
void bw_failing_io_limit_write(unsigned size_bytes);

#endif
