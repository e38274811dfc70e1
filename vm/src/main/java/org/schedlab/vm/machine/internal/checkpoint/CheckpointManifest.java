package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.machine.internal.host.Hashes;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.ram.RamCopy;
import org.schedlab.vm.machine.internal.ram.RamDelta;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Mode;
import org.schedlab.vm.spec.Topology;

/// `manifest.json` of a checkpoint: what the machine was made of and how its files must look.
///
/// @param ramChecksum of all memory, or of the file of changes
/// @param ramDataBytes how much of the memory is not zero, or how long the file of changes is
/// @param base the folder of the full checkpoint that the changes are against; null if this is full
///     itself
/// @param baseRamChecksum of that one's memory
/// @param stateBytes length of the packed state of the devices
/// @param stateSha256 of the packed state
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
        int instructionNanos,
        long seed,
        String kernelArguments,
        @Nullable String qemu,
        String qemuIdentity,
        String pluginSha256,
        String ramChecksum,
        long ramDataBytes,
        @Nullable String base,
        @Nullable String baseRamChecksum,
        long stateBytes,
        String stateSha256) {

    static final int FORMAT = 3;
    private static final String NAME = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A full checkpoint.
    static CheckpointManifest of(
            MachineSpec spec, Qemu qemu, PluginLibrary plugin, RamCopy.Result ram, byte[] packedState)
            throws IOException {
        Path ownQemu = spec.qemu();
        return new CheckpointManifest(
                FORMAT,
                spec.kernelElf().toAbsolutePath().toString(),
                Files.size(spec.kernelElf()),
                spec.kernelSha256(),
                spec.initramfs().toAbsolutePath().toString(),
                Hashes.ofInitramfs(spec),
                spec.topology().toString(),
                spec.memoryBytes(),
                spec.quantumMicros(),
                spec.instructionNanos(),
                spec.seed(),
                spec.kernelArguments(),
                ownQemu == null ? null : ownQemu.toAbsolutePath().toString(),
                qemu.identity(),
                plugin.sha256(),
                ram.checksum(),
                ram.dataBytes(),
                null,
                null,
                packedState.length,
                Sha256.of(packedState));
    }

    /// A later moment of a machine that came from `full`.
    static CheckpointManifest ofChanges(BaseRam full, RamDelta.Result changes, byte[] packedState) {
        CheckpointManifest manifest = full.manifest();
        return new CheckpointManifest(
                FORMAT,
                manifest.kernelElf,
                manifest.kernelBytes,
                manifest.kernelSha256,
                manifest.initramfs,
                manifest.initramfsSha256,
                manifest.topology,
                manifest.memoryBytes,
                manifest.quantumMicros,
                manifest.instructionNanos,
                manifest.seed,
                manifest.kernelArguments,
                manifest.qemu,
                manifest.qemuIdentity,
                manifest.pluginSha256,
                changes.checksum(),
                changes.bytes(),
                full.folder().toString(),
                manifest.ramChecksum,
                packedState.length,
                Sha256.of(packedState));
    }

    MachineSpec spec() {
        return new MachineSpec(
                Path.of(kernelElf),
                kernelSha256,
                Path.of(initramfs),
                null,
                Topology.parse(topology),
                memoryBytes,
                quantumMicros,
                instructionNanos,
                seed,
                kernelArguments,
                Mode.VIRTUAL_TIME,
                qemu == null ? null : Path.of(qemu));
    }

    /// Whether the machine was made of that. Places of files do not matter, nor which name the QEMU
    /// was found by.
    boolean isOf(MachineSpec spec) {
        return Objects.equals(kernelSha256, spec.kernelSha256())
                && topology.equals(spec.topology().toString())
                && memoryBytes == spec.memoryBytes()
                && quantumMicros == spec.quantumMicros()
                && instructionNanos == spec.instructionNanos()
                && seed == spec.seed()
                && kernelArguments.equals(spec.kernelArguments());
    }

    /// @throws IOException it is not there, or is no manifest
    static CheckpointManifest read(Path folder) throws IOException {
        JsonNode json = JSON.readTree(folder.resolve(NAME).toFile());
        try {
            return new CheckpointManifest(
                    json.required("format").intValue(),
                    text(json, "kernelElf"),
                    json.required("kernelBytes").longValue(),
                    json.required("kernelSha256").textValue(),
                    text(json, "initramfs"),
                    text(json, "initramfsSha256"),
                    text(json, "topology"),
                    json.required("memoryBytes").longValue(),
                    json.required("quantumMicros").longValue(),
                    json.path("instructionNanos").asInt(MachineSpec.INSTRUCTION_NANOS),
                    json.required("seed").longValue(),
                    text(json, "kernelArguments"),
                    json.required("qemu").textValue(),
                    text(json, "qemuIdentity"),
                    text(json, "pluginSha256"),
                    text(json, "ramChecksum"),
                    json.required("ramDataBytes").longValue(),
                    json.required("base").textValue(),
                    json.required("baseRamChecksum").textValue(),
                    json.required("stateBytes").longValue(),
                    text(json, "stateSha256"));
        } catch (IllegalArgumentException e) {
            throw new IOException(NAME + " says too little: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) {
        String text = json.required(field).textValue();
        if (text == null) {
            throw new IllegalArgumentException(field + " is not text");
        }
        return text;
    }

    void write(Path folder) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), this);
    }

    static Path file(Path folder) {
        return folder.resolve(NAME);
    }
}
