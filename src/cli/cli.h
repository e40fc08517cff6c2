/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line: finds the subcommand, runs it, prints what it says and turns its
 * status into the exit status of the process.
 */
#ifndef BW_CLI_CLI_H
#define BW_CLI_CLI_H

/* Runs the program. Results go to standard output, messages to standard error; standard
 * output is closed and checked at the end. Returns the exit status:
 *   0 done, 1 differences found, 64 usage, 65 bad input, 66 missing input, 70 internal
 *   (memory and a model that cannot go on included), 73 a file cannot be created,
 *   74 reading or writing failed, 75 stopped before the end or held by another process:
 *   run again to go on. */
int bw_cli_main(int argc, char **argv);

#endif
