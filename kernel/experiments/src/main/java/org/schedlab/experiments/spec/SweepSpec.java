package org.schedlab.experiments.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.json.JsonPlace;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// A sweep as a JSON file: all that decides its cells' results but kernels, QEMU and schedlab itself,
/// which each host has. Immutable.
///
/// @param data the experiment
/// @param golden what a host has to give before it may work on it; empty if nothing is asked
public record SweepSpec(ExperimentData data, Optional<Golden> golden) {
    private static final int MOST_NAMED = 12;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// An experiment as a spec.
    ///
    /// @throws LabException a part of it is Java code, or a file of this host; says which
    public static SweepSpec of(Experiment<?> experiment) {
        return new SweepSpec(experiment.data(), Optional.empty());
    }

    /// Reads a file. Sources of schedulers that it names as files are read too.
    ///
    /// @throws LabException it cannot be read, or something in it is wrong; says what and where
    public static SweepSpec read(Path file) {
        try {
            return read(Files.readAllBytes(file), file.toAbsolutePath().resolveSibling("."));
        } catch (NoSuchFileException e) {
            throw LabException.asked("there is no sweep '%s'".formatted(file))
                    .available(nearby(file))
                    .remedy("name a JSON file; docs/sweeps.md has one to begin with")
                    .exception();
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the sweep '%s' cannot be read".formatted(file))
                            .found(FolderException.reason(e))
                            .remedy("name a JSON file that you may read")
                            .text(),
                    e);
        }
    }

    private static String nearby(Path missing) {
        Path folder = missing.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "there is no folder %s".formatted(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            String names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .limit(MOST_NAMED)
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "no .json file in " + folder : names;
        } catch (IOException e) {
            return "what is in %s cannot be told".formatted(folder);
        }
    }

    /// Reads a text.
    ///
    /// @param folder where files that it names are looked for
    /// @throws LabException as [#read(Path)]
    public static SweepSpec read(byte[] json, Path folder) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw LabException.asked("the sweep is not JSON")
                    .found(String.format(
                            Locale.ROOT,
                            "%s, at line %d",
                            e.getOriginalMessage(),
                            e.getLocation().getLineNr()))
                    .remedy("change it there")
                    .exception();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SpecReader(folder).read(JsonPlace.of(root));
    }

    /// The same, asking hosts for this.
    public SweepSpec withGolden(Golden asked) {
        return new SweepSpec(data, Optional.of(asked));
    }

    /// The experiment, to be run or looked at.
    public Experiment<ScenarioResult> experiment() {
        return SpecExperiment.of(data);
    }

    /// As JSON: equal specs give equal bytes.
    public byte[] bytes() {
        try {
            ObjectNode root = SpecWriter.write(this);
            return (JSON.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of [#bytes()], in hex.
    public String sha256() {
        return Sha256.of(bytes());
    }

    /// Writes a file.
    ///
    /// @throws LabException it cannot be written
    public void write(Path file) {
        try {
            Files.write(file, bytes());
        } catch (IOException e) {
            throw new LabException("the sweep cannot be written to '%s': %s".formatted(file, e.getMessage()), e);
        }
    }
}
