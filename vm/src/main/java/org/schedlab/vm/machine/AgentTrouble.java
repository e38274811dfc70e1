package org.schedlab.vm.machine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a guest panicked, where that lies in the kernel's configuration or in the agent: read off the
/// console. Stateless.
final class AgentTrouble {
    /// What the agent prints before it ends (`give_up` in guest/src/main/c/boot.c).
    private static final Pattern GAVE_UP = Pattern.compile(".*schedlab: the agent cannot work: (.*)");

    private static final Pattern INIT_ENDED = Pattern.compile(".*Attempted to kill init! exitcode=0x([0-9a-f]{8}).*");

    private static final String ABSENT = "No such file or directory";
    private static final String NO_DEVICE = "No such device";

    /// What a text of the agent's or of the kernel's panic means.
    private record Meaning(Pattern text, String missing) {
        Meaning(String text, String missing) {
            this(Pattern.compile(text), missing);
        }
    }

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("the rendezvous page: Function not implemented", "CONFIG_ADVISE_SYSCALLS (madvise)"),
            new Meaning("/dev/mem: " + ABSENT, "CONFIG_DEVMEM"),
            new Meaning("/dev/mem: .*", "the right to use /dev/mem (CONFIG_SECURITY_LOCKDOWN_LSM is in the way)"),
            new Meaning("the mailbox .*", "the right to map its memory (CONFIG_STRICT_DEVMEM is in the way)"),
            new Meaning("/proc: " + NO_DEVICE, "CONFIG_PROC_FS"),
            new Meaning("/sys: " + NO_DEVICE, "CONFIG_SYSFS"),
            new Meaning("/dev: " + NO_DEVICE, "CONFIG_DEVTMPFS"),
            new Meaning("the doorbell .*", "CONFIG_SERIAL_8250 with two ports (CONFIG_SERIAL_8250_RUNTIME_UARTS)"),
            new Meaning(".*: Function not implemented", "a system call that the agent needs"),
            new Meaning(
                    "VFS: Unable to mount root fs.*", "CONFIG_BLK_DEV_INITRD, or the initial file system is damaged"),
            new Meaning(
                    "(No working init found|Requested init /init failed).*",
                    "CONFIG_BINFMT_ELF, or the initial file system is damaged"));

    private AgentTrouble() {}

    /// In one line, or empty if nothing is known.
    ///
    /// @param panic what the kernel said after `Kernel panic - not syncing:`
    /// @param console its lines up to there
    static Optional<String> of(String panic, List<String> console) {
        Optional<String> gaveUp = console.stream()
                .map(GAVE_UP::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1).strip())
                .reduce((_, last) -> last);
        if (gaveUp.isPresent()) {
            return Optional.of("the agent in the guest cannot work: " + gaveUp.get() + missing(gaveUp.get()));
        }
        Matcher ended = INIT_ENDED.matcher(panic);
        if (ended.matches()) {
            int code = Integer.parseUnsignedInt(ended.group(1), 16);
            return Optional.of(
                    (code & 0x7f) == 0
                            ? "the agent in the guest ended with status " + (code >> 8 & 0xff)
                            : "the agent in the guest was killed by signal " + (code & 0x7f));
        }
        String missing = missing(panic);
        return missing.isEmpty() ? Optional.empty() : Optional.of("the guest's kernel panicked: " + panic + missing);
    }

    private static String missing(String text) {
        return MEANINGS.stream()
                .filter(meaning -> meaning.text().matcher(text).matches())
                .findFirst()
                .map(meaning -> "; the kernel lacks " + meaning.missing())
                .orElse("");
    }
}
