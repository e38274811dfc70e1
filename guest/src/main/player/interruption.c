/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the process has lost its CPU. Asked of the kernel (CLOCK_THREAD_CPUTIME_ID) that would change what is
 * measured: it accounts for the running task then, and may find that its slice is over, long before the tick does. So
 * the area for restartable sequences (rseq(2)) is used: the kernel takes a sequence out of it when it gives the CPU
 * back to a process that is not in that sequence.
 */
#include <stdint.h>
#include <sys/rseq.h>

#include "interruption.h"

/* A sequence in which the process never is: one instruction, and where it would be sent to, behind glibc's signature.
 */
__asm__(".pushsection .text.unlikely, \"ax\"\n"
        "interruption_sequence: nop\n"
        ".long 0x53053053\n"
        "interruption_abort: ud2\n"
        ".popsection\n");
extern const char interruption_sequence[], interruption_abort[];

static struct {
    uint32_t version, flags;
    uint64_t start, length, abort;
} __attribute__((aligned(32))) sequence;

static volatile struct rseq *area(void) {
    char *thread;
    __asm__("mov %%fs:0, %0" : "=r"(thread));
    return (volatile struct rseq *)(thread + __rseq_offset);
}

void interruption_watch(void) {
    sequence.start = (uint64_t)interruption_sequence;
    sequence.length = 1;
    sequence.abort = (uint64_t)interruption_abort;
    if (__rseq_size > 0)
        *(volatile uint64_t *)&area()->rseq_cs = (uint64_t)&sequence;
}

/* A process without the area is taken to have lost its CPU each time. */
bool interruption_seen(void) {
    return __rseq_size == 0 || *(volatile uint64_t *)&area()->rseq_cs == 0;
}
