package org.schedlab.vm.machine;

import java.io.IOException;

import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.QmpConnection;

/// Lets QMP commands through to a machine whose runs need not be repeatable.
record QmpGuard(Machine machine) implements Qmp.Guard {
    @Override
    public void checkAllowed(String command) {
        machine.checkOpen("send " + command);
        if (machine.repeatable()) {
            throw LabException.asked("cannot send the QMP command " + command + " to a machine in virtual time")
                    .found("a command would change the vCPUs' turns: the run could not be repeated")
                    .remedy("call giveUpRepeatability() first, if that is meant")
                    .exception();
        }
    }

    @Override
    public QmpConnection connection() {
        return machine.parts().qmp();
    }

    @Override
    public RuntimeException gone(IOException cause) {
        return machine.gone(cause);
    }
}
