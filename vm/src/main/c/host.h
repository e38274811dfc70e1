// SPDX-License-Identifier: Apache-2.0
//
// The line to the host: QEMU ends when the other end is gone, however it went.
#ifndef SCHEDLAB_HOST_H
#define SCHEDLAB_HOST_H

// Connects to a listening Unix socket and watches it from a thread of its own. The socket, or -1 and errno.
int host_connect(const char *path);

// Ends QEMU at once.
void host_gone(void) __attribute__((noreturn));

#endif
