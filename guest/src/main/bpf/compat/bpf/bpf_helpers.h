/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * What sources written for newer releases of libbpf expect of <bpf/bpf_helpers.h>, where the one of this host does not
 * have it: libbpf 1.2 added bpf_ksym_exists, 1.3 the loops over open-coded iterators.
 */
#ifndef SCHEDLAB_BPF_HELPERS_H
#define SCHEDLAB_BPF_HELPERS_H

#include_next <bpf/bpf_helpers.h>

/* Whether the kernel has what a __weak __ksym names. */
#ifndef bpf_ksym_exists
#define bpf_ksym_exists(symbol) (!!(symbol))
#endif

/* Global functions' arguments (libbpf 1.4). */
#ifndef __arg_ctx
#define __arg_ctx     __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#endif
#ifndef __arg_trusted
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted  __attribute__((btf_decl_tag("arg:trusted")))
#endif
#ifndef __arg_arena
#define __arg_arena __attribute__((btf_decl_tag("arg:arena")))
#endif
#ifndef __arg_untrusted
#define __arg_untrusted __attribute__((btf_decl_tag("arg:untrusted")))
#endif

/* Pointers in values of maps (libbpf 1.2, 1.3, 1.6). */
#ifndef __kptr_untrusted
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#endif
#ifndef __percpu_kptr
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))
#endif
#ifndef __uptr
#define __uptr __attribute__((btf_type_tag("uptr")))
#endif

/* A map's member of 64 bits (libbpf 1.5). */
#ifndef __ulong
#define __ulong(name, value) enum { ___bpf_concat(schedlab_value_, __COUNTER__) = value } name
#endif

#ifndef likely
#define likely(condition)   (__builtin_expect(!!(condition), 1))
#define unlikely(condition) (__builtin_expect(!!(condition), 0))
#endif

#ifndef bpf_for
struct bpf_iter_num;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __weak __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __weak __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __weak __ksym;

/* An iterator on the stack, destroyed when its scope is left. clang tells the type of a function only where it is
 * named in the code, which the second clause of each loop does. */
#define SCHEDLAB_ITERATOR(type, name)                                                                                  \
    struct bpf_iter_##type name __attribute__((aligned(8), cleanup(bpf_iter_##type##_destroy)))

#define bpf_for(number, start, end)                                                                                    \
    for (SCHEDLAB_ITERATOR(num, ___it), *___none __attribute__((unused)) = (bpf_iter_num_new(&___it, (start), (end)),  \
                                                                            (void)bpf_iter_num_destroy, (void *)0);    \
         ({                                                                                                            \
             int *___at = bpf_iter_num_next(&___it);                                                                   \
             ___at && ((number) = *___at, (number) >= (start) && (number) < (end));                                    \
         });)

#define bpf_repeat(count)                                                                                              \
    for (SCHEDLAB_ITERATOR(num, ___it), *___none __attribute__((unused)) = (bpf_iter_num_new(&___it, 0, (count)),      \
                                                                            (void)bpf_iter_num_destroy, (void *)0);    \
         bpf_iter_num_next(&___it);)
#endif

#ifndef bpf_for_each
#define bpf_for_each(type, current, arguments...)                                                                      \
    for (struct bpf_iter_##type ___it __attribute__((aligned(8), cleanup(bpf_iter_##type##_destroy))),                 \
         *___none __attribute__((unused)) =                                                                            \
             (bpf_iter_##type##_new(&___it, ##arguments), (void)bpf_iter_##type##_destroy, (void *)0);                 \
         ((current) = bpf_iter_##type##_next(&___it));)
#endif

#endif
