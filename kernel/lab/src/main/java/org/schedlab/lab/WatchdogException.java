package org.schedlab.lab;

import java.time.Duration;

import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;

/// A watchdog fired. The message says which, what was happening, and what to do.
public final class WatchdogException extends DeadlineException {
    private static final long serialVersionUID = 1L;

    private final transient WatchdogReport report;
    private final String found;
    private final String remedy;

    /// @param found how far it got; may be empty
    /// @param remedy what to do next
    public WatchdogException(WatchdogReport report, String found, String remedy) {
        super(message(report, found, remedy));
        this.report = report;
        this.found = found;
        this.remedy = remedy;
    }

    /// The same, told by somebody who allowed a longer time of which only the last part was left.
    ///
    /// @param whole the time that was allowed at first
    public WatchdogException of(Duration whole) {
        return new WatchdogException(
                new WatchdogReport(report.watchdog(), whole, report.doing(), report.guestTimeNanos()), found, remedy);
    }

    private static String message(WatchdogReport report, String found, String remedy) {
        LabException.Message message = LabException.asked(report.text());
        return (found.isEmpty() ? message : message.found(found)).remedy(remedy).text();
    }

    /// Which watchdog fired, and what was happening.
    public WatchdogReport report() {
        return report;
    }
}
