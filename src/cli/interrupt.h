/* SPDX-License-Identifier: Apache-2.0
 *
 * SIGINT, SIGTERM and SIGHUP: the first asks for an orderly stop, the second of a kind
 * that follows ends the process at once. SIGPIPE is ignored: a reader that went away
 * shows as a failed write.
 */
#ifndef BW_CLI_INTERRUPT_H
#define BW_CLI_INTERRUPT_H

#include <stdatomic.h>

/* Installs the handlers. Returns a flag that becomes the number of the first signal. */
const atomic_int *bw_interrupt_install(void);

/* Ignores SIGPIPE. */
void bw_interrupt_ignore_pipe(void);

#endif
