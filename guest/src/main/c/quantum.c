/* SPDX-License-Identifier: Apache-2.0
 *
 * Under instruction counting QEMU runs the vCPUs in turn, each until the next virtual timer. The watchdog i6300esb,
 * running freely with interrupt and reboot off, is such a timer and nothing else. Registers: Intel 6300ESB I/O
 * Controller Hub data sheet, "Watchdog Timer"; QEMU hw/watchdog/wdt_i6300esb.c (7.2).
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"

#define PCI_COMMAND         0x04
#define PCI_COMMAND_MEMORY  0x0002
#define CONFIG_REGISTER     0x60
#define CONFIG_NO_INTERRUPT 0x0003
#define CONFIG_1_MHZ        0x0004
#define CONFIG_NO_REBOOT    0x0020
#define LOCK_REGISTER       0x68
#define LOCK_ENABLE         0x02
#define LOCK_FREE_RUN       0x04
#define TIMER_1             0x00
#define TIMER_2             0x04
#define RELOAD_REGISTER     0x0c
#define TIMER_MAXIMUM       0xfffff
#define OPTION              "schedlab.quantum_us="

static uint64_t quantum;

/* One unit is 32 ticks of the 33 MHz PCI clock. */
static uint64_t units_of(uint64_t micros) {
    return micros * 33 / 32;
}

static uint64_t asked_micros(void) {
    char options[4096];
    if (file_text("/proc/cmdline", options, sizeof options) < 0)
        return 0;
    const char *found = strstr(options, OPTION);
    return found ? strtoull(found + strlen(OPTION), NULL, 10) : 0;
}

static bool has_text(const char *folder, const char *file, const char *wanted) {
    char path[256], text[32];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    return file_text(path, text, sizeof text) > 0 && strcmp(text, wanted) == 0;
}

/* Puts the sysfs folder of the watchdog into `folder`. */
static bool find_device(char *folder, size_t size) {
    glob_t devices;
    bool found = false;
    if (glob("/sys/bus/pci/devices/*", 0, NULL, &devices) != 0)
        return false;
    for (size_t i = 0; i < devices.gl_pathc && !found; i++) {
        found = has_text(devices.gl_pathv[i], "vendor", "0x8086") && has_text(devices.gl_pathv[i], "device", "0x25ab");
        if (found)
            snprintf(folder, size, "%s", devices.gl_pathv[i]);
    }
    globfree(&devices);
    return found;
}

static void set_timer(volatile uint8_t *registers, size_t timer, uint32_t units) {
    *(volatile uint32_t *)(registers + RELOAD_REGISTER) = 0x80;
    *(volatile uint32_t *)(registers + RELOAD_REGISTER) = 0x86;
    *(volatile uint32_t *)(registers + timer) = units;
}

static int set_timers(const char *folder, uint32_t units) {
    char path[300];
    snprintf(path, sizeof path, "%s/resource0", folder);
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return -1;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    volatile uint8_t *registers = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (registers == MAP_FAILED)
        return -1;
    set_timer(registers, TIMER_1, units);
    set_timer(registers, TIMER_2, units);
    munmap((void *)registers, page);
    return 0;
}

static int program(const char *folder, uint32_t units) {
    char path[300];
    snprintf(path, sizeof path, "%s/config", folder);
    int config = open(path, O_RDWR | O_CLOEXEC);
    if (config < 0)
        return -1;
    uint16_t command = PCI_COMMAND_MEMORY;
    uint16_t mode = CONFIG_NO_INTERRUPT | CONFIG_1_MHZ | CONFIG_NO_REBOOT;
    uint8_t start = LOCK_ENABLE | LOCK_FREE_RUN;
    bool good = pwrite(config, &command, sizeof command, PCI_COMMAND) == sizeof command &&
                pwrite(config, &mode, sizeof mode, CONFIG_REGISTER) == sizeof mode && set_timers(folder, units) == 0 &&
                pwrite(config, &start, sizeof start, LOCK_REGISTER) == sizeof start;
    close(config);
    return good ? 0 : -1;
}

uint64_t quantum_start(void) {
    uint64_t units = units_of(asked_micros());
    char folder[200];
    if (units == 0)
        return 0;
    if (units > TIMER_MAXIMUM)
        units = TIMER_MAXIMUM;
    errno = ENODEV;
    if (!find_device(folder, sizeof folder) || program(folder, (uint32_t)units) < 0)
        give_up("the quantum device i6300esb");
    quantum = units * 32 * 1000 / 33;
    return quantum;
}

uint64_t quantum_nanos(void) {
    return quantum;
}
