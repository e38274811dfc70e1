package org.schedlab.vm.image;

import org.schedlab.vm.btf.Btf;

/// How a kernel's own scheduler of normal tasks picks among those that wait.
///
/// Source: struct sched_entity, `include/linux/sched.h`.
public enum FairScheduler {
    /// The completely fair scheduler, up to 6.5: who has had the least virtual time.
    CFS,
    /// Earliest eligible virtual deadline first, from 6.6 on.
    EEVDF;

    /// The one of a kernel, by its types.
    static FairScheduler of(Btf btf) {
        return btf.hasMember("struct sched_entity", "deadline") ? EEVDF : CFS;
    }
}
