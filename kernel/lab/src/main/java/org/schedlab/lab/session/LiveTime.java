package org.schedlab.lab.session;

import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.vm.LabException;

/// What only a live machine has: time that passes between calls. As thread-safe as the session.
record LiveTime(SessionMachine session) {
    String pause() {
        return isLive() ? session.inTurn(session.turns()::pause) : virtualTimeStands();
    }

    String resume() {
        return isLive() ? session.inTurn(session.turns()::resume) : virtualTimeStands();
    }

    /// What was submitted to a live machine is done at its next freeze: this makes one.
    void freezeSoon() {
        if (isLive()) {
            Thread.ofVirtual().name("schedlab freeze").start(this::freeze);
        }
    }

    private void freeze() {
        try {
            boolean _ = session.turns().take(_ -> true);
        } catch (LabException e) {
            // the machine is gone; the submission's deadline says so, as it does in virtual time
        }
    }

    private boolean isLive() {
        return session.options().isLive();
    }

    private String virtualTimeStands() {
        return "virtual time: between calls the guest's clock stands anyway, now at "
                + session.instant().time();
    }
}
