/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "agent.h"

static void (*const COMMANDS[])(void) = {
    [COMMAND_INFO] = command_info,
    [COMMAND_RUN] = command_run,
    [COMMAND_SPAWN] = command_spawn,
    [COMMAND_STOP] = command_stop,
    [COMMAND_ATTACH] = command_attach,
    [COMMAND_DETACH] = command_detach,
    [COMMAND_SCHEDULER_STATE] = command_scheduler_state,
    [COMMAND_READ_FILE] = command_read_file,
    [COMMAND_KILL] = command_kill,
    [COMMAND_SYSRQ] = command_sysrq,
    [COMMAND_REPLACE] = command_replace,
    [COMMAND_SCHEDULER_EXIT] = command_scheduler_exit,
    [COMMAND_SCHEDULER_MAPS] = command_scheduler_maps,
    [COMMAND_MAP_READ] = command_map_read,
    [COMMAND_EDIT_CGROUPS] = command_edit_cgroups,
    [COMMAND_CGROUPS] = command_cgroups,
    [COMMAND_SET_AFFINITY] = command_set_affinity,
    [COMMAND_SET_ATTRIBUTES] = command_set_attributes,
    [COMMAND_WRITE_FILE] = command_write_file,
    [COMMAND_KEEP_FILE] = command_keep_file,
    [COMMAND_PLACE_FILE] = command_place_file,
    [COMMAND_PROGRAM_START] = command_program_start,
    [COMMAND_PROGRAM_STATE] = command_program_state,
    [COMMAND_PROGRAM_SIGNAL] = command_program_signal,
    [COMMAND_PROGRAM_AWAIT] = command_program_await,
    [COMMAND_SCHEDULER_AWAIT] = command_scheduler_await,
    [COMMAND_SCHEDULER_PROGRAM] = command_scheduler_program,
    [COMMAND_PROGRAM_PREPARE] = command_program_prepare,
    [COMMAND_SOCKET_ASK] = command_socket_ask,
};

void command_dispatch(void) {
    uint64_t id = mailbox_number(MAILBOX_REQUEST_ID);
    uint64_t command = mailbox_number(MAILBOX_COMMAND);
    mailbox_set_number(MAILBOX_ERROR, 0);
    mailbox_set_number(MAILBOX_REPLY_SIZE, 0);
    mailbox_set_number(MAILBOX_RESULT_0, 0);
    mailbox_doing("");
    if (command < sizeof COMMANDS / sizeof COMMANDS[0] && COMMANDS[command])
        COMMANDS[command]();
    else
        reply_error(ENOSYS, "the agent knows no command %llu", (unsigned long long)command);
    mailbox_set_number(MAILBOX_REPLY_ID, id);
}
