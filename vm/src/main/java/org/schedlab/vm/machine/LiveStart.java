package org.schedlab.vm.machine;

import java.time.Duration;
import java.util.Optional;

import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.KvmVerdict;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Mode;

/// Brings up live machines. Whether KVM works is found out by booting with it: a `/dev/kvm` that can
/// be opened may still be unable to run a stock kernel.
final class LiveStart {
    private static final Duration KVM_FIRST_LINE = Duration.ofSeconds(5);
    private static final Duration KVM_BOOT = Duration.ofSeconds(30);

    private LiveStart() {}

    static Machine boot(MachineSpec spec, Folders folders, BootListener listener, Deadline deadline) {
        MachineStart.checkFiles(spec);
        Qemu qemu = Qemu.find(spec.qemu());
        KvmVerdict verdict = KvmVerdict.of(qemu, spec, folders);
        Optional<String> against = verdict.against();
        if (against.isEmpty()) {
            listener.phase("KVM is tried", deadline.elapsed());
            try {
                return MachineStart.boot(
                        spec.withMode(Mode.KVM),
                        folders,
                        listener,
                        Deadline.in(KVM_FIRST_LINE),
                        Deadline.in(shorter(KVM_BOOT, deadline.left())));
            } catch (LabException e) {
                String why = why(e);
                verdict.remember(why);
                against = Optional.of(why);
            }
        }
        Mode emulation = qemu.liveEmulation();
        listener.notice("The machine is %s, for KVM does not work here: %s".formatted(emulation.text(), against.get()));
        return MachineStart.boot(spec.withMode(emulation), folders, listener, deadline);
    }

    private static String why(LabException trouble) {
        String first = String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
        return trouble instanceof MachineGoneException gone && !gone.messages().isEmpty()
                ? first + "; QEMU said: " + gone.messages().getLast()
                : first;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
