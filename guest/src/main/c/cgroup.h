/* SPDX-License-Identifier: Apache-2.0
 *
 * The cgroup v2 hierarchy at /sys/fs/cgroup, shared by cgroup.c (lists of changes), cgroup_make.c and
 * cgroup_tasks.c (single ones), cgroup_undo.c (takes them back), cgroup_refuse.c (says why not) and cgroup_state.c
 * (tells how it is). Paths are relative to its root, which is "".
 */
#ifndef SCHEDLAB_CGROUP_H
#define SCHEDLAB_CGROUP_H

#include "agent.h"

#define CGROUP_PATH_SIZE (CGROUP_EDIT_FILE - CGROUP_EDIT_PATH)
#define CGROUP_FILE_SIZE (CGROUP_EDIT_TEXT - CGROUP_EDIT_FILE)
#define CGROUP_TEXT_SIZE (CGROUP_EDIT_SIZE - CGROUP_EDIT_TEXT)
/* Room for the root, a path and a file's name. */
#define CGROUP_FULL_SIZE (CGROUP_PATH_SIZE + CGROUP_FILE_SIZE + 32)

/* cgroup_state.c: the file of a cgroup, or the cgroup itself when the file is "". */
void cgroup_full_path(char full[CGROUP_FULL_SIZE], const char *cgroup, const char *file);
ssize_t cgroup_read(const char *cgroup, const char *file, char *text, size_t size);
int cgroup_write(const char *cgroup, const char *file, const char *text);
/* A number behind its name in a file of the form "name number" a line; -1 if it is not there. */
long long cgroup_value(const char *cgroup, const char *file, const char *name);
/* Visits a cgroup and all below it, parents first or children first, until a visit returns false. */
bool cgroup_walk(const char *cgroup, bool parents_first, bool (*visit)(const char *cgroup, void *data), void *data);
/* The cgroup of a process; false: no such process. */
bool cgroup_of(pid_t pid, char cgroup[CGROUP_PATH_SIZE]);

/* Each of these notes how it is undone, or replies why it could not be done and returns false. */

/* cgroup_refuse.c: replies an error. The second says what was written where, and what stands there. */
bool cgroup_refuse(int error, const char *cgroup, const char *why);
bool cgroup_refuse_write(int error, const char *cgroup, const char *file, const char *text);

/* cgroup_make.c: makes a cgroup, and those above it that are not there. */
bool cgroup_make(const char *cgroup);

/* cgroup_tasks.c: moves a process, or all of a cgroup; removes a cgroup and those below it, which is not undone. */
bool cgroup_move(const char *to, pid_t pid, uint64_t start_ticks);
bool cgroup_move_all(const char *from, const char *to);
bool cgroup_has_no_tasks(const char *cgroup);
bool cgroup_remove(const char *cgroup);

/* cgroup_undo.c: notes what would take a change back; the last noted is undone first. */
void undo_make(const char *cgroup);
void undo_write(const char *cgroup, const char *file, const char *text);
void undo_move(const char *cgroup, pid_t pid);
void undo_all(void);
void undo_forget(void);

#endif
