/* SPDX-License-Identifier: Apache-2.0
 *
 * What the agent's files give each other. The agent is one thread; nothing here is thread-safe.
 */
#ifndef SCHEDLAB_AGENT_H
#define SCHEDLAB_AGENT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "mailbox.h"

#define AGENT_PRIORITY 50
#define WORKER_LIMIT   KEPT_LIMIT
#define LIVE_OPTION    "schedlab.live"
#define MILLISECOND    1000000ULL
#define SECOND         1000000000ULL

/* boot.c: file systems, priority, CPU. A failure that leaves the agent useless ends it, and with it the machine. */
void boot_mount_file_systems(void);
void boot_become_realtime(void);
/* Whether a word stands on the kernel's command line. */
bool boot_option(const char *word);
/* The number behind a word of the command line, such as NAME=20; 0 without the word. */
uint64_t boot_number(const char *name_and_equals);
/* Says a line on the console. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says a line with errno's text and ends. */
void give_up(const char *what) __attribute__((noreturn));

/* mailbox.c: the memory shared with the host. Only the agent maps it. */
void mailbox_open(void);
uint64_t mailbox_number(size_t offset);
void mailbox_set_number(size_t offset, uint64_t value);
const uint8_t *mailbox_request(size_t *size);
uint8_t *mailbox_reply_bytes(void);
/* Before a step that may take long: what the host says of a command that does not come to its end. */
void mailbox_doing(const char *step);

/* rendezvous.c */
void rendezvous_open(void);
void rendezvous_meet(void);

/* reply.c: fills the reply of the command that is being run. Each command replies once. */
void reply_bytes(const void *bytes, size_t size);
void reply_result(uint64_t value);
void reply_error(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Copies the text of the last error, to be put into another. */
void reply_error_text(char *copy, size_t size);
/* Reply bytes to be filled in place; `size` at most MAILBOX_REPLY_LIMIT. */
uint8_t *reply_area(size_t size);
void put_number(uint8_t *bytes, size_t offset, uint64_t value);
uint64_t get_number(const uint8_t *bytes, size_t offset);
/* Copies text into a field of `size` bytes, ended by a zero and filled with zeros. */
void put_text(uint8_t *bytes, size_t offset, size_t size, const char *text);

/* clock.c */
uint64_t clock_now(void);
/* The counter that both CLOCK_MONOTONIC and the scheduler's clock are made of. */
uint64_t clock_ticks(void);
/* Plain sleep, for workers. The agent waits with wait.h. */
void clock_sleep_until(uint64_t nanos);
void clock_sleep(uint64_t nanos);

/* files.c: a small file read whole as text, without the newline at its end; -1 and errno, or the length. */
ssize_t file_text(const char *path, char *text, size_t size);
/* Writes text to a file; 0, or -1 and errno. */
int file_write(const char *path, const char *text);

/* processes.c: what /proc knows of a task. False: no such process; then nothing is changed. */
struct task_numbers {
    uint64_t cpu_nanos, run_delay_nanos, timeslices;
};
bool process_account(pid_t pid, struct task_numbers *numbers);
/* Up to when its CPU time is counted, in ns of the scheduler's clock: for a task that runs no more, when it stopped. */
bool process_counted_until(pid_t pid, uint64_t *nanos);
bool process_start(pid_t pid, uint64_t *ticks);
/* What the start time of a process made now would be. */
uint64_t process_ticks_now(void);

/* workers.c */
void workers_open(void);

struct pollfd;
/* programs.c: fills a list with what tells of programs, at most PROGRAM_FILES; how many. */
#define PROGRAM_FILES 48
size_t programs_watch(struct pollfd *list);
/* Notes what they have printed. */
void programs_read(void);
/* Notes the end of a program that ended. False: it is no program's. */
bool programs_note_end(const siginfo_t *end);

/* bpf_variables.c: a global variable of a loaded BPF object, found by name in its BTF. */
struct bpf_object;
/* Copies the variable's first bytes; false if there is no such variable or it is shorter. */
bool bpf_variable_read(struct bpf_object *object, const char *name, void *value, size_t size);

/* kernel_types.c: reads the kernel's types, once. Without them libbpf reads them each time. */
void kernel_types_open(void);

/* One function per command; commands.c calls them. */
void command_info(void);
void command_run(void);
void command_spawn(void);
void command_stop(void);
void command_attach(void);
void command_detach(void);
void command_scheduler_state(void);
void command_read_file(void);
void command_kill(void);
void command_sysrq(void);
void command_replace(void);
void command_scheduler_exit(void);
void command_scheduler_maps(void);
void command_map_read(void);
void command_edit_cgroups(void);
void command_cgroups(void);
void command_set_affinity(void);
void command_set_attributes(void);
void command_write_file(void);
void command_keep_file(void);
void command_place_file(void);
void command_program_start(void);
void command_program_state(void);
void command_program_signal(void);
void command_program_await(void);
void command_scheduler_await(void);
void command_scheduler_program(void);
void command_program_prepare(void);
void command_socket_ask(void);

/* commands.c: runs the request in the mailbox and replies. */
void command_dispatch(void);

#endif
