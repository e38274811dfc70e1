package org.schedlab.vm.freeze;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// A task did not pass one of the checks before an access.
public final class TaskCheckException extends LabException {
    private static final long serialVersionUID = 1L;

    private final TaskCheck check;

    TaskCheckException(TaskCheck check, TaskField target, String seen, String needed, String remedy) {
        super("%s%n  needed: %s%n  try: %s"
                .formatted(
                        asked(String.format(
                                        Locale.ROOT,
                                        "%s was refused by layer %d (%s).",
                                        target.text(),
                                        check.layer(),
                                        check.label()))
                                .found(seen)
                                .text(),
                        needed,
                        remedy));
        this.check = check;
    }

    /// The check that failed.
    public TaskCheck check() {
        return check;
    }
}
