/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* A handler gets no context, so the flag cannot live anywhere else. */
static atomic_int stop_signal;

static void handle(int number)
{
    if (atomic_load(&stop_signal) == 0) {
        atomic_store(&stop_signal, number);
        return;
    }
    /* Blocked while the handler runs, delivered as soon as it returns. */
    struct sigaction standard = {.sa_handler = SIG_DFL};
    (void)sigaction(number, &standard, NULL);
    (void)raise(number);
}

static void install(int number)
{
    struct sigaction before;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    /* nohup and shells that start jobs in the background have switched some off. */
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        (void)sigaction(number, &action, NULL);
    }
}

const atomic_int *bw_interrupt_install(void)
{
    install(SIGINT);
    install(SIGTERM);
    install(SIGHUP);
    return &stop_signal;
}

void bw_interrupt_ignore_pipe(void)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &action, NULL);
}
