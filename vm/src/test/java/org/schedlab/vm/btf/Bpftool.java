package org.schedlab.vm.btf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// bpftool as the oracle for types.
final class Bpftool {
    private Bpftool() {}

    /// What `bpftool btf dump file ELF MORE...` prints.
    static String dump(Path elf, String... more) throws IOException, InterruptedException {
        String program = Files.isExecutable(Path.of("/usr/sbin/bpftool")) ? "/usr/sbin/bpftool" : "bpftool";
        List<String> command = new ArrayList<>(List.of(program, "btf", "dump", "file", elf.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s ended with %d".formatted(command, process.exitValue()));
        }
        return text;
    }
}
