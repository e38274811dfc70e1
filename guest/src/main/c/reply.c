/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"

uint8_t *reply_area(size_t size) {
    mailbox_set_number(MAILBOX_REPLY_SIZE, size);
    return memset(mailbox_reply_bytes(), 0, size);
}

void reply_bytes(const void *bytes, size_t size) {
    memcpy(reply_area(size), bytes, size);
}

void reply_result(uint64_t value) {
    mailbox_set_number(MAILBOX_RESULT_0, value);
}

static char text[128 * 1024];

void reply_error(int error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t size = length < (int)sizeof text ? (size_t)length : sizeof text - 1;
    reply_bytes(text, size);
    mailbox_set_number(MAILBOX_ERROR, (uint64_t)error);
}

void reply_error_text(char *copy, size_t size) {
    snprintf(copy, size, "%s", text);
}

void put_number(uint8_t *bytes, size_t offset, uint64_t value) {
    memcpy(bytes + offset, &value, sizeof value);
}

uint64_t get_number(const uint8_t *bytes, size_t offset) {
    uint64_t value;
    memcpy(&value, bytes + offset, sizeof value);
    return value;
}

void put_text(uint8_t *bytes, size_t offset, size_t size, const char *text) {
    size_t length = strnlen(text, size - 1);
    memset(bytes + offset, 0, size);
    memcpy(bytes + offset, text, length);
}
