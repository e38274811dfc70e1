package org.schedlab.notebook.widgets;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.vm.LabException;

/// A moment of the current machine to do things from, again and again; afterwards the machine stands where
/// it stood. On a live machine, and without one, things are just done.
///
/// @param session whose moment it is; null for none
/// @param name of its checkpoint
record SameMoment(@Nullable VmSession session, String name) {
    private static final AtomicLong NUMBER = new AtomicLong();

    static SameMoment now() {
        VmSession session =
                Lab.ifBooted().filter(each -> !each.options().isLive()).orElse(null);
        String name = "slider " + NUMBER.incrementAndGet();
        if (session != null) {
            session.checkpoint(name);
        }
        return new SameMoment(session, name);
    }

    /// @throws LabException if the machine of that moment is gone
    @Nullable
    Object again(Callable<? extends @Nullable Object> work) throws Exception {
        VmSession machine = session;
        if (machine == null) {
            return work.call();
        }
        if (Lab.ifBooted().filter(machine::equals).isEmpty()) {
            throw LabException.asked("the machine of this slider is gone")
                    .remedy("run the slider's cell again")
                    .exception();
        }
        String present = name + ", now";
        machine.checkpoint(present);
        try {
            machine.rewind(name);
            return work.call();
        } finally {
            machine.rewind(present);
        }
    }
}
