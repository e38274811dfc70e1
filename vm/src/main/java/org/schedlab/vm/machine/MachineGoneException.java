package org.schedlab.vm.machine;

import java.util.List;

import org.schedlab.vm.LabException;

/// QEMU ended, or could not be started, and not because the guest panicked. The machine is cleaned up.
public class MachineGoneException extends LabException {
    private static final long serialVersionUID = 1L;

    private final String how;
    private final List<String> messages;
    private final List<String> console;

    /// @param how what is known of the end, for example `QEMU was killed by signal 9`
    /// @param messages what QEMU printed; may be empty
    /// @param console the console's last lines; may be empty
    /// @param remedy what to do
    public MachineGoneException(String how, List<String> messages, List<String> console, String remedy) {
        super(LabException.asked("the machine is gone: " + how)
                .found((messages.isEmpty() ? "" : "QEMU said: " + String.join("; ", messages) + "\n  ")
                        + Console.quotedEnd(console))
                .remedy(remedy)
                .text());
        this.how = how;
        this.messages = List.copyOf(messages);
        this.console = List.copyOf(console);
    }

    /// The same for somebody who can do something else about it.
    ///
    /// @param remedy what to do
    public MachineGoneException advising(String remedy) {
        var same = new MachineGoneException(how, messages, console, remedy);
        same.setStackTrace(getStackTrace());
        same.initCause(getCause());
        return same;
    }

    /// What QEMU printed.
    public List<String> messages() {
        return messages;
    }

    /// The console's last lines.
    public List<String> console() {
        return console;
    }
}
