/* SPDX-License-Identifier: Apache-2.0
 *
 * Says what it finds itself to be, and then does what its arguments ask, in order:
 *   exit N | kill N (a signal to itself) | spin MS | sleep MS | fork (a child that sleeps for ever) | flood LINES
 *   | deaf (ignores SIGINT)
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void introduce(int count, char **arguments) {
    char folder[4096];
    for (int i = 0; i < count; i++)
        printf("argument %d: %s\n", i, arguments[i]);
    for (char **variable = environ; *variable; variable++)
        printf("variable: %s\n", *variable);
    cpu_set_t cpus;
    sched_getaffinity(0, sizeof cpus, &cpus);
    printf("folder: %s\n", getcwd(folder, sizeof folder));
    printf("policy: %d, nice: %d, cpus: %d, slack: %d\n", sched_getscheduler(0), nice(0), CPU_COUNT(&cpus),
           prctl(PR_GET_TIMERSLACK));
    printf("input: %zd\n", read(STDIN_FILENO, folder, 1));
    printf("descriptors: %d\n", dup(STDIN_FILENO));
    fflush(stdout);
    fprintf(stderr, "to standard error\n");
}

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void spin(int milliseconds) {
    double end = seconds(CLOCK_PROCESS_CPUTIME_ID) + milliseconds / 1e3;
    while (seconds(CLOCK_PROCESS_CPUTIME_ID) < end)
        ;
}

static void flood(int lines) {
    for (int i = 0; i < lines; i++)
        printf("line %08d of a flood that no buffer holds, and so its middle is dropped\n", i);
    fflush(stdout);
}

int main(int count, char **arguments) {
    introduce(count, arguments);
    for (int i = 1; i < count; i++) {
        int number = i + 1 < count ? atoi(arguments[i + 1]) : 0;
        if (strcmp(arguments[i], "exit") == 0)
            return number;
        if (strcmp(arguments[i], "kill") == 0)
            raise(number);
        if (strcmp(arguments[i], "spin") == 0)
            spin(number);
        if (strcmp(arguments[i], "flood") == 0)
            flood(number);
        if (strcmp(arguments[i], "deaf") == 0)
            signal(SIGINT, SIG_IGN);
        if (strcmp(arguments[i], "sleep") == 0) {
            usleep((useconds_t)number * 1000);
            printf("slept\n");
            fflush(stdout);
        }
        if (strcmp(arguments[i], "fork") == 0 && fork() == 0) {
            prctl(PR_SET_NAME, "left-behind");
            for (;;)
                pause();
        }
    }
    return 0;
}
