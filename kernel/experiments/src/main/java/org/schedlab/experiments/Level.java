package org.schedlab.experiments;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;

/// One value of a factor. Immutable.
///
/// @param label what tables and pictures call it; unlike the other levels' of its factor
/// @param value what the scenario gets
/// @param identity all that decides about the guest's bits, as text: a hash, where it is a file
/// @param machine what it changes about the machine that is booted
/// @param preparation what is done in the machine before the scenario
public record Level(
        String label,
        Object value,
        String identity,
        UnaryOperator<BootOptions> machine,
        Consumer<VmSession> preparation) {

    /// One that only the scenario knows of.
    static Level of(Object value) {
        return new Level(value.toString(), value, value.toString(), UnaryOperator.identity(), _ -> {});
    }

    /// One that changes the machine.
    static Level ofMachine(Object value, String identity, UnaryOperator<BootOptions> machine) {
        return new Level(value.toString(), value, identity, machine, _ -> {});
    }
}
