package org.schedlab.vm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelSeriesTest {
    private final Folders folders;

    KernelSeriesTest(@TempDir Path folder) throws IOException {
        folders = new Folders(folder.resolve("cache"), folder.resolve("runtime"));
        for (String release :
                new String[] {"6.18.9+deb13-cloud-amd64", "6.18.15+deb13-cloud-amd64", "6.1.192-mine", "7.3-rc1"}) {
            Path kernel = Files.createDirectories(folders.cache("kernels").resolve(release));
            Files.writeString(kernel.resolve("vmlinuz"), "a kernel");
        }
        Files.createSymbolicLink(folders.cache("kernels").resolve("6.18.99"), Path.of("6.18.9+deb13-cloud-amd64"));
        Files.createDirectories(folders.cache("kernels").resolve("6.18.77+without-a-kernel"));
    }

    @ParameterizedTest
    @CsvSource({
        "6.18, 6.18.15+deb13-cloud-amd64",
        "6.18.9, 6.18.9+deb13-cloud-amd64",
        "6.18.9+deb13-cloud-amd64, 6.18.9+deb13-cloud-amd64",
        "6.1, 6.1.192-mine"
    })
    void aSeriesAVersionOrAReleaseMeansTheNewestSuchKernel(String wanted, String release) {
        assertThat(KernelImage.find(Path.of(wanted), folders))
                .isEqualTo(folders.cache("kernels").resolve(release).resolve("vmlinuz"));
    }

    @ParameterizedTest
    @CsvSource({"6", "6.1.1", "6.17", "6.18.99", "deb13"})
    void nothingElseIsMeant(String wanted) {
        assertThatThrownBy(() -> KernelImage.find(Path.of(wanted), folders))
                .isInstanceOf(KernelImageException.class)
                .hasMessageStartingWith("there is no kernel file " + wanted);
    }

    @Test
    void aKernelThatTheUserAddedIsMeantByItsReleaseAlone() throws IOException {
        Path added = Files.createDirectories(folders.cache("kernels").resolve("6.18.99-fair"));
        Files.writeString(added.resolve("vmlinuz"), "a kernel");
        assertThat(KernelImage.find(Path.of("6.18"), folders)).isEqualTo(added.resolve("vmlinuz"));
        Files.writeString(added.resolve("added"), "bzImage\n");
        assertThat(KernelImage.find(Path.of("6.18"), folders).toString()).contains("6.18.15+deb13-cloud-amd64");
        assertThat(KernelImage.find(Path.of("6.18.99-fair"), folders)).isEqualTo(added.resolve("vmlinuz"));
        assertThatThrownBy(() -> KernelImage.find(Path.of("6.18.99"), folders)).hasMessageContaining("6.18.99-fair");
    }

    @Test
    void aSeriesThatIsNotThereSaysHowToGetIt() {
        assertThatThrownBy(() -> new KernelSeries("7.2").require(folders))
                .hasMessageStartingWith("no kernel of the series 7.2\n")
                .hasMessageEndingWith("try: ./schedlab kernel fetch 7.2");
    }

    @Test
    void aKernelOfTheCacheGetsANoteOfWhatItCannotOffer() throws IOException {
        Path kernel = folders.cache("kernels").resolve("6.1.192-mine").resolve("vmlinuz");
        Files.write(kernel, KernelFixture.elf(KernelFixture.btf(true)));
        Path elsewhere = Files.copy(kernel, folders.cache("elsewhere").resolve("vmlinuz"));

        KernelImage.open(elsewhere, folders);
        assertThat(elsewhere.resolveSibling("uncallable-functions")).doesNotExist();
        KernelImage.open(kernel, folders);
        assertThat(kernel.resolveSibling("uncallable-functions")).isEmptyFile();
    }

    @Test
    void theSeriesInTheMiddleIsTheDefault() {
        assertThat(KernelSeries.tested())
                .containsExactly(KernelSeries.oldest(), KernelSeries.standard(), KernelSeries.newest())
                .doesNotHaveDuplicates();
    }
}
