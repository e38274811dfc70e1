/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "load.h"

static struct object *object(uint64_t number) {
    if (number >= player.load->objects)
        fail("there is no shared object %llu", (unsigned long long)number);
    return (struct object *)load_at(player.load->objects_at) + number;
}

/* A semaphore and a mutex lie at one place, so each object is made when it is known what it is: by its first byte. */
void shared_make(void) {
    pthread_mutexattr_t mutexes;
    pthread_condattr_t conditions;
    pthread_mutexattr_init(&mutexes);
    pthread_mutexattr_setpshared(&mutexes, PTHREAD_PROCESS_SHARED);
    if (player.load->flags & FLAG_INHERIT)
        pthread_mutexattr_setprotocol(&mutexes, PTHREAD_PRIO_INHERIT);
    pthread_condattr_init(&conditions);
    pthread_condattr_setpshared(&conditions, PTHREAD_PROCESS_SHARED);
    for (uint64_t i = 0; i < player.load->objects; i++) {
        struct object *each = object(i);
        uint8_t kind = *(uint8_t *)each;
        *(uint8_t *)each = 0;
        if (kind == STEP_TIMER || kind == STEP_ADVANCE)
            continue;
        if (kind == STEP_POST) {
            sem_init(&each->semaphore, 1, 0);
            continue;
        }
        pthread_mutex_init(&each->mutex, &mutexes);
        pthread_cond_init(&each->condition, &conditions);
        each->missing = each->users - 1;
    }
}

static void lock(struct object *mutex) {
    int error = pthread_mutex_lock(&mutex->mutex);
    if (error)
        fail("a mutex cannot be locked: %s", strerror(error));
    player.held++;
}

static void unlock(struct object *mutex) {
    if (player.held > 0)
        player.held--;
    int error = pthread_mutex_unlock(&mutex->mutex);
    if (error)
        fail("a mutex cannot be unlocked: %s", strerror(error));
}

static void barrier(struct object *barrier) {
    pthread_mutex_lock(&barrier->mutex);
    if (barrier->missing == 0) {
        pthread_cond_broadcast(&barrier->condition);
    } else {
        barrier->missing--;
        pthread_cond_wait(&barrier->condition, &barrier->mutex);
        barrier->missing++;
    }
    pthread_mutex_unlock(&barrier->mutex);
}

static void suspend(struct object *self) {
    pthread_mutex_lock(&self->mutex);
    pthread_cond_wait(&self->condition, &self->mutex);
    pthread_mutex_unlock(&self->mutex);
}

static void resume(struct object *other) {
    pthread_mutex_lock(&other->mutex);
    pthread_cond_broadcast(&other->condition);
    pthread_mutex_unlock(&other->mutex);
}

static void advance(volatile uint32_t *counter) {
    __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, counter, FUTEX_WAKE, INT_MAX);
}

static void await(volatile uint32_t *counter, uint32_t value) {
    for (uint32_t now = *counter; now < value; now = *counter)
        syscall(SYS_futex, counter, FUTEX_WAIT, now, NULL);
}

void shared_do(const struct step *step) {
    struct object *it = object(step->object);
    switch (step->kind) {
    case STEP_LOCK:
        return lock(it);
    case STEP_UNLOCK:
        return unlock(it);
    case STEP_SYNC:
        pthread_cond_signal(&it->condition);
        __attribute__((fallthrough));
    case STEP_WAIT:
        pthread_cond_wait(&it->condition, &object(step->a)->mutex);
        return;
    case STEP_SIGNAL:
        pthread_cond_signal(&it->condition);
        return;
    case STEP_BROADCAST:
        pthread_cond_broadcast(&it->condition);
        return;
    case STEP_BARRIER:
        return barrier(it);
    case STEP_SUSPEND:
        return suspend(it);
    case STEP_RESUME:
        return resume(it);
    case STEP_POST:
        sem_post(&it->semaphore);
        return;
    case STEP_TAKE:
        while (sem_wait(&it->semaphore) < 0 && errno == EINTR)
            ;
        return;
    case STEP_ADVANCE:
        return advance(&it->counter);
    case STEP_AWAIT:
        return await(&it->counter, (uint32_t)step->a);
    default:
        fail("no step has number %u", step->kind);
    }
}
