/* SPDX-License-Identifier: Apache-2.0
 *
 * Work of the user's own that counts: 0 to begin with, then one unit for each millisecond of CPU time. With the
 * argument "silent" it works and does not count.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile uint64_t *counter(void) {
    const char *path = getenv("SCHEDLAB_COUNTER");
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0)
        exit(2);
    void *page = mmap(NULL, sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return page == MAP_FAILED ? NULL : page;
}

int main(int count, char **arguments) {
    (void)arguments;
    volatile uint64_t nowhere, *units = count > 1 ? &nowhere : counter();
    if (!units)
        return 3;
    for (*units = 0;;) {
        struct timespec used;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        *units = (uint64_t)used.tv_sec * 1000 + (uint64_t)used.tv_nsec / 1000000;
    }
}
