package org.schedlab.lab.schedulers;

import java.util.Optional;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.LabException;

/// What [SchedulersInCharge] needs of a session that attaches BPF objects and keeps a history. Called
/// in the session's turns only.
public interface ObjectSchedulers {
    /// Attaches one, in place of another BPF object or of none.
    Attachment attach(GuestMachine guest, SchedulerObject scheduler, boolean replacing);

    /// Detaches the one that is attached.
    ///
    /// @throws LabException if none is
    SchedulerState detach(GuestMachine guest);

    /// The BPF object that is in charge.
    Optional<SchedulerObject> present();

    /// Whether somebody is in charge who is no BPF object of this session.
    boolean othersPresent();

    /// How the executable was started that is in charge, or was last if nobody has been since.
    Optional<ProgramStart> latestExecutable();

    /// Notes that an executable came into charge.
    ///
    /// @param beganNanos guest time when it was started
    void came(GuestMachine guest, SchedulerEvent.What what, ProgramStart start, Attachment attachment, long beganNanos);

    /// Notes that an executable did not come into charge.
    ///
    /// @param end how the kernel ended it, if it had begun
    void refused(GuestMachine guest, String name, String settings, LabException why, Optional<ExitReport> end);

    /// Notes that whoever was in charge is so no more, if it was no BPF object of this session: as was
    /// asked for, or by itself before that.
    ///
    /// @param words how its program ended
    /// @param bySysRq whether SysRq S was pressed for it
    void went(GuestMachine guest, SchedulerEvent.What what, String words, boolean bySysRq);
}
