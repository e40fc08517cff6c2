/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"
#include "base/io_internal.h"
#include "base/io_raw.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_BLOCK 4096
#define MESSAGES_MAX ((size_t)65536)

extern char **environ;

/* Puts the input into an anonymous file. With a pipe instead, we and the program could
 * wait for each other, and a program that stops reading would send us SIGPIPE. */
static enum bw_status prepare_input(const char *program, const char *input,
    size_t input_bytes, int *descriptor, struct bw_error_list *errors)
{
    *descriptor = memfd_create("bullwhip-input", MFD_CLOEXEC);
    if (*descriptor < 0) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: no room for its input: %s",
            program, strerror(errno));
    }
    enum bw_status status =
        bw_io_write_all(*descriptor, program, input, input_bytes, errors);
    if (status == BW_OK && lseek(*descriptor, 0, SEEK_SET) != 0) {
        status = bw_error_fail(errors, BW_ERR_IO, "%s: its input cannot be read: %s",
            program, strerror(errno));
    }
    return status;
}

/* Starts the program with input and messages_to as its standard input and error.
 * Returns 0 or an error number. */
static int start(
    const char *const *arguments, int input, int messages_to, pid_t *process)
{
    posix_spawn_file_actions_t actions;
    int cause = posix_spawn_file_actions_init(&actions);
    if (cause != 0) {
        return cause;
    }
    cause = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    if (cause == 0) {
        cause = posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (cause == 0) {
        cause = posix_spawn_file_actions_adddup2(&actions, messages_to, STDERR_FILENO);
    }
    if (cause == 0) {
        /* POSIX promises that posix_spawnp() does not change the arguments. */
        cause = posix_spawnp(
            process, arguments[0], &actions, NULL, (char **)arguments, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return cause;
}

/* Reads to the end, so that the program never waits for us, but keeps a limited part.
 */
static void read_messages(int descriptor, struct bw_text *messages)
{
    char block[READ_BLOCK];
    for (;;) {
        ssize_t got = bw_io_raw_read(descriptor, block, sizeof block);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return;
        }
        if (messages->length < MESSAGES_MAX) {
            bw_text_append(messages, block, (size_t)got);
        }
    }
}

static enum bw_status wait_for(
    pid_t process, const char *program, struct bw_error_list *errors)
{
    int result = 0;
    pid_t waited;
    do {
        waited = waitpid(process, &result, 0);
    } while (waited < 0 && errno == EINTR);
    if (waited < 0) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: cannot be waited for: %s", program,
            strerror(errno));
    }
    if (WIFSIGNALED(result)) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: was stopped by signal %d", program,
            WTERMSIG(result));
    }
    if (WEXITSTATUS(result) != 0) {
        return bw_error_fail(errors, BW_ERR_IO, "%s: failed with exit status %d",
            program, WEXITSTATUS(result));
    }
    return BW_OK;
}

enum bw_status bw_io_run_program(const char *const *arguments, const char *input,
    size_t input_bytes, struct bw_text *messages, struct bw_error_list *errors)
{
    const char *program = arguments[0];
    int input_file = -1;
    int pipe_ends[2] = {-1, -1};
    pid_t process = 0;
    int cause;
    enum bw_status status =
        prepare_input(program, input, input_bytes, &input_file, errors);
    if (status != BW_OK) {
        goto done;
    }
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
        pipe_ends[0] = -1;
        pipe_ends[1] = -1;
        status = bw_error_fail(
            errors, BW_ERR_IO, "%s: no pipe for it: %s", program, strerror(errno));
        goto done;
    }
    cause = start(arguments, input_file, pipe_ends[1], &process);
    if (cause != 0) {
        status = bw_error_fail(errors, cause == ENOENT ? BW_ERR_MISSING : BW_ERR_IO,
            "%s: cannot be started: %s", program, strerror(cause));
        goto done;
    }
    /* Our own copy of the writing end must go, or the end of the messages never comes.
     */
    (void)bw_io_raw_close(pipe_ends[1]);
    pipe_ends[1] = -1;
    read_messages(pipe_ends[0], messages);
    status = wait_for(process, program, errors);
done:
    for (int i = 0; i < 2; i++) {
        if (pipe_ends[i] >= 0) {
            (void)bw_io_raw_close(pipe_ends[i]);
        }
    }
    if (input_file >= 0) {
        (void)bw_io_raw_close(input_file);
    }
    return status;
}
