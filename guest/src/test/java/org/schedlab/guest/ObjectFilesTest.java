package org.schedlab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.program.Fixture;

import static org.assertj.core.api.Assertions.assertThat;

/// The files of the agent use each other one way.
class ObjectFilesTest {
    private static final Path SOURCES = Path.of("src/main/c");
    private static final Path OBJECTS = Path.of("target/native");

    @Test
    void theAgentsFilesAreNoCircle() throws Exception {
        List<Path> objects = objectsOfTheAgent();
        ObjectFiles files = ObjectFiles.of(objects);

        assertThat(objects).hasSizeGreaterThan(50);
        assertThat(files.uses("commands.o")).contains("command_system.o", "spawn.o", "reply.o");
        assertThat(files.cycle()).as("files that use each other in a circle").isEmpty();
    }

    @Test
    void theLowestFilesUseNoneOfTheOthers() throws Exception {
        ObjectFiles files = ObjectFiles.of(objectsOfTheAgent());

        assertThat(List.of("clock.o", "files.o", "processes.o"))
                .allSatisfy(name -> assertThat(files.uses(name)).as(name).isEmpty());
        assertThat(files.uses("futex.o")).containsExactly("clock.o");
        assertThat(files.uses("reply.o")).containsExactly("mailbox.o");
    }

    @Test
    void aCircleIsFound() throws Exception {
        Path there = Fixture.named("cycle/there.o");
        Path back = Fixture.named("cycle/back.o");

        assertThat(ObjectFiles.of(List.of(there, back)).cycle()).containsExactly("back.o", "there.o", "back.o");
        assertThat(ObjectFiles.of(List.of(there)).cycle()).isEmpty();
    }

    /// Only of sources that are there: the folder may hold objects of an earlier build.
    private static List<Path> objectsOfTheAgent() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            return sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".c"))
                    .sorted()
                    .map(name -> OBJECTS.resolve(name.substring(0, name.length() - 1) + "o"))
                    .toList();
        }
    }
}
