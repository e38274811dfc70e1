package org.schedlab.vm.machine;

import java.io.IOException;

import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.qemu.QmpConnection;

/// Lets QMP commands through to a machine whose runs need not be repeatable.
record QmpGuard(MachineRun run) implements Qmp.Guard {
    @Override
    public void checkAllowed(String command) {
        run.checkOpen("send " + command);
        if (run.repeatable()) {
            throw LabException.asked("cannot send the QMP command " + command + " to a machine in virtual time")
                    .found("a command would change the vCPUs' turns: the run could not be repeated")
                    .remedy("call giveUpRepeatability() first, if that is meant")
                    .exception();
        }
    }

    @Override
    public QmpConnection connection() {
        return run.parts().qmp();
    }

    @Override
    public RuntimeException gone(IOException cause) {
        return run.gone(cause);
    }
}
