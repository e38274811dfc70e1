package org.schedlab.kernel.session.internal;

import java.util.Optional;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.kernel.session.SchedulerEvent;

/// What [SchedulersInCharge] needs of a session that attaches BPF objects and keeps a history. Called
/// in the session's turns only.
public interface ObjectSchedulers {
    /// Attaches one, in place of another BPF object or of none.
    Attachment attach(GuestMachine guest, SchedulerObject scheduler);

    /// Detaches the one that is attached.
    ///
    /// @throws org.schedlab.vm.LabException if none is
    SchedulerState detach(GuestMachine guest);

    /// The one that is in charge.
    Optional<SchedulerObject> present();

    /// Notes that an executable came into charge, or was refused.
    ///
    /// @param settings its arguments
    /// @param loadNanos guest time until it was in charge, 0 if it was refused
    void came(GuestMachine guest, SchedulerEvent.What what, String name, String settings, long loadNanos);

    /// Notes that an executable is in charge no more.
    ///
    /// @param opsName what the kernel called its scheduler
    /// @param words how its program ended
    void went(GuestMachine guest, SchedulerEvent.What what, String name, String settings, String opsName, String words);
}
