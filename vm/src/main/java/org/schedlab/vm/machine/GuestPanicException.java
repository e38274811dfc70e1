package org.schedlab.vm.machine;

import java.util.List;

import org.schedlab.vm.LabException;

/// The guest's kernel panicked. The machine is gone and cleaned up.
public class GuestPanicException extends LabException {
    private static final long serialVersionUID = 1L;

    private final String panic;
    private final List<String> console;

    /// @param panic what the kernel said after `Kernel panic - not syncing:`
    /// @param console the console's lines around that one
    public GuestPanicException(String panic, List<String> console) {
        this(panic, console, "boot the machine again; it is gone, with everything in it since its last checkpoint");
    }

    private GuestPanicException(String panic, List<String> console, String remedy) {
        super(LabException.asked(AgentTrouble.of(panic, console).orElse("the guest's kernel panicked: " + panic))
                .found(Console.quoted(console))
                .remedy(remedy)
                .text());
        this.panic = panic;
        this.console = List.copyOf(console);
    }

    /// The same for somebody who can do something else about it.
    ///
    /// @param remedy what to do
    public GuestPanicException advising(String remedy) {
        var same = new GuestPanicException(panic, console, remedy);
        same.setStackTrace(getStackTrace());
        same.initCause(getCause());
        return same;
    }

    /// What the kernel said after `Kernel panic - not syncing:`.
    public String panic() {
        return panic;
    }

    /// The console's lines around the panic: what led to it, and where it happened.
    public List<String> console() {
        return console;
    }
}
