package org.schedlab.experiments.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Two machines out of this one, with `src/test/cluster/cluster.sh`, and the command as a user of them runs it.
///
/// @param folder short: sockets are in it
record Cluster(Path folder) implements AutoCloseable {
    static final String STORE_ADDRESS = "http://10.213.77.1:8077";
    private static final Path SCRIPT = Path.of("src/test/cluster/cluster.sh").toAbsolutePath();
    private static final List<String> PROGRAMS =
            List.of("slurmctld", "slurmd", "sbatch", "munged", "parallel", "sshd", "nginx", "ip", "nsenter");

    /// What is missing for it; empty if nothing is.
    static List<String> missing() {
        List<String> missing = new ArrayList<>(PROGRAMS.stream()
                .filter(program -> Arrays.stream("/usr/sbin:/usr/bin:/sbin:/bin".split(":"))
                        .noneMatch(place -> Files.isExecutable(Path.of(place, program))))
                .toList());
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root's rights");
        }
        return missing;
    }

    static Cluster start() throws IOException, InterruptedException {
        Cluster cluster = new Cluster(Files.createTempDirectory(Path.of("/tmp"), "slc"));
        Path worker = cluster.worker();
        Files.writeString(worker, """
                #!/bin/sh
                shift
                exec '%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true \\
                    -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        SweepCommand.class.getName()));
        Files.setPosixFilePermissions(worker, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.script(Map.of(), "start");
        return cluster;
    }

    private Path worker() {
        return folder.resolve("worker");
    }

    /// Does something about the machines.
    void script(Map<String, String> environment, String verb, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString(), verb, folder.toString()));
        command.addAll(List.of(more));
        ProcessBuilder script = new ProcessBuilder(command).inheritIO();
        script.environment().putAll(environment);
        script.environment().put("CLUSTER_KERNELS", kernel().getParent().toString());
        script.environment()
                .put(
                        "CLUSTER_ENVIRONMENT",
                        "SCHEDLAB_CACHE=%s SCHEDLAB_RUNTIME=%s SCHEDLAB_KERNEL=%s"
                                .formatted(folder.resolve("cache"), folder.resolve("run"), kernel()));
        Process process = script.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(verb).isTrue();
        assertThat(process.exitValue()).as(verb).isZero();
    }

    private static Path kernel() {
        return org.schedlab.testsupport.TestKernels.newest().getFirst();
    }

    /// A command of the user's on this host.
    Process begin(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(worker().toString(), "sweep"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", folder.resolve("slurm.conf").toString());
        builder.environment().put("SCHEDLAB_KERNEL", kernel().toString());
        return builder.start();
    }

    /// The same to its end: what it printed, and `exit N`.
    String run(String... words) throws IOException, InterruptedException {
        return output(begin(words));
    }

    static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output + "exit " + process.exitValue();
    }

    /// Options of the engine, for workers with the nodes' own folders.
    String[] slurm(Path spec, String store, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "run",
                spec.toString(),
                "--engine",
                "slurm",
                "--store",
                store,
                "--shards",
                "4",
                "--worker",
                worker().toString(),
                "--engine-args",
                "--export=ALL,SCHEDLAB_CACHE=%s,SCHEDLAB_RUNTIME=%s"
                        .formatted(folder.resolve("cache"), folder.resolve("run"))));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    String[] ssh(Path spec, String store) {
        return new String[] {
            "run",
            spec.toString(),
            "--engine",
            "ssh",
            "--hosts",
            "node1,node2",
            "--store",
            store,
            "--shards",
            "4",
            "--worker",
            worker().toString(),
            "--engine-args",
            "--ssh 'ssh -F %s -o BatchMode=yes'".formatted(folder.resolve("ssh.conf"))
        };
    }

    /// Processes of a node, by a part of their command line.
    List<ProcessHandle> processes(String node, String part) throws IOException, InterruptedException {
        Process pids = new ProcessBuilder("ip", "netns", "pids", "schedlab-" + node).start();
        String numbers = new String(pids.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return numbers.lines()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(process -> commandLine(process).contains(part))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            script(Map.of(), "stop");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
