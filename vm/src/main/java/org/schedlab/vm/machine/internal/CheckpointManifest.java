package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.MachineSpec;
import org.schedlab.vm.machine.Topology;

/// `manifest.json` of a checkpoint: what the machine was made of and how its files must look.
public record CheckpointManifest(
        int format,
        String kernelElf,
        long kernelBytes,
        @Nullable String kernelSha256,
        String initramfs,
        String initramfsSha256,
        String topology,
        long memoryBytes,
        long quantumMicros,
        long seed,
        String kernelArguments,
        @Nullable String qemu,
        String qemuIdentity,
        String pluginSha256,
        String ramChecksum,
        long ramDataBytes,
        long stateBytes,
        String stateSha256) {

    static final int FORMAT = 1;
    private static final String NAME = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static CheckpointManifest of(MachineSpec spec, Qemu qemu, PluginLibrary plugin, RamCopy.Result ram, byte[] state)
            throws IOException {
        Path ownQemu = spec.qemu();
        return new CheckpointManifest(
                FORMAT,
                spec.kernelElf().toAbsolutePath().toString(),
                Files.size(spec.kernelElf()),
                spec.kernelSha256(),
                spec.initramfs().toAbsolutePath().toString(),
                Hashes.sha256(spec.initramfs()),
                spec.topology().toString(),
                spec.memoryBytes(),
                spec.quantumMicros(),
                spec.seed(),
                spec.kernelArguments(),
                ownQemu == null ? null : ownQemu.toAbsolutePath().toString(),
                qemu.identity(),
                plugin.sha256(),
                ram.checksum(),
                ram.dataBytes(),
                state.length,
                Hashes.sha256(state));
    }

    MachineSpec spec() {
        return new MachineSpec(
                Path.of(kernelElf),
                kernelSha256,
                Path.of(initramfs),
                Topology.parse(topology),
                memoryBytes,
                quantumMicros,
                seed,
                kernelArguments,
                qemu == null ? null : Path.of(qemu));
    }

    static CheckpointManifest read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve(NAME).toFile(), CheckpointManifest.class);
    }

    void write(Path folder) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), this);
    }

    static Path file(Path folder) {
        return folder.resolve(NAME);
    }
}
