/* SPDX-License-Identifier: Apache-2.0
 *
 * The doorbell: how the agent sleeps while guest time passes, and wakes when the host has a command for it.
 */
#ifndef SCHEDLAB_BELL_H
#define SCHEDLAB_BELL_H

/* Opens it; without one the agent ends. In a live machine there is none. */
void bell_open(void);

/* Sleeps until the host rings. Meanwhile notes what programs print. When it returns, all who have ended are collected.
 */
void bell_await(void);

#endif
