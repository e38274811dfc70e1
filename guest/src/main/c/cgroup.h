/* SPDX-License-Identifier: Apache-2.0
 *
 * The cgroup v2 hierarchy at /sys/fs/cgroup, shared by cgroup.c (changes), cgroup_undo.c (takes them back) and
 * cgroup_state.c (tells how it is). Paths are relative to its root, which is "".
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

/* cgroup_undo.c: notes what would take a change back; the last noted is undone first. */
void undo_make(const char *cgroup);
void undo_write(const char *cgroup, const char *file, const char *text);
void undo_move(const char *cgroup, pid_t pid);
void undo_all(void);
void undo_forget(void);

#endif
