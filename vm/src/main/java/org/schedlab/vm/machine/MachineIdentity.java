package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.machine.internal.host.Hashes;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.qemu.QemuArguments;
import org.schedlab.vm.spec.MachineSpec;

/// What a machine's bits come from, without booting one: the same on every host, wherever its files lie.
/// Stateless.
public final class MachineIdentity {
    private MachineIdentity() {}

    /// SHA-256 over the kernel, the initial file system, QEMU's version and program, the plugin and QEMU's command
    /// line, in hex. Two machines of equal identity that are given equal inputs go through equal states.
    ///
    /// @throws org.schedlab.vm.LabException there is no QEMU
    /// @throws UncheckedIOException one of the files cannot be read
    public static String of(MachineSpec spec, Folders folders) {
        Qemu qemu = Qemu.find(spec.qemu());
        PluginLibrary plugin = PluginLibrary.extract(qemu, folders);
        try {
            String kernel = spec.kernelSha256();
            String everything = String.join(
                    "\n",
                    "kernel " + (kernel == null ? Hashes.sha256OfKnown(spec.kernelElf()) : kernel),
                    "initramfs " + Hashes.ofInitramfs(spec),
                    "qemu " + qemu.version() + " " + Hashes.sha256OfKnown(qemu.binary()),
                    "plugin " + plugin.sha256(),
                    "command " + withoutPlaces(QemuArguments.of(spec, qemu, plugin.file(), false)));
            return Sha256.of(everything.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the machine is made of", e);
        }
    }

    /// What names files of this host is left out: their contents count.
    private static List<String> withoutPlaces(List<String> command) {
        List<String> words = new ArrayList<>();
        for (String word : command.subList(1, command.size())) {
            switch (words.isEmpty() ? "" : words.getLast()) {
                case "-kernel", "-initrd" -> words.add("file");
                case "-plugin" -> words.add(word.replaceFirst("^.*\\.so,", ""));
                default -> words.add(word);
            }
        }
        return words;
    }
}
