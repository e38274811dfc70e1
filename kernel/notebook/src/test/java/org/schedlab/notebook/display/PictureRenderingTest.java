package org.schedlab.notebook.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.pictures.TimelinePicture;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.trace.Why;

import static org.assertj.core.api.Assertions.assertThat;

final class PictureRenderingTest {
    private final RecordedTask task = new RecordedTask(0, 7, 7, "spin-0", 120, false, "/");
    private final Recording recording = new Recording(
            new Recording.Interval(0, 1_000_000, 1, 0, "vtime", "6.18.15", List.of()),
            List.of(task),
            List.of(new TaskAtStart(task, TaskState.RUNNING, 0)),
            List.of(),
            consumer -> {});

    private static DisplayData rendered(Object value) {
        return new Renderers(new Renderer(), UnaryOperator.identity()).render(value);
    }

    @Test
    void aPictureIsAnElementAPngAndWords() throws IOException {
        TimelinePicture picture = TimelinePicture.of(recording);
        DisplayData data = rendered(picture);
        assertThat((String) data.getData(MIMEType.TEXT_HTML))
                .startsWith("<div data-schedlab-timeline=")
                .contains("<img alt=\"timeline: Who ran where: vtime");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(picture.words());
        byte[] png = Base64.getDecoder().decode((String) data.getData(MIMEType.IMAGE_PNG));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(picture.width());
    }

    @Test
    void whatIsPicturedAndTabularHasItsTableBelow() {
        Why why = new Why(
                recording, task, 0, 2_000, List.of(new Why.Part(0, 2_000, Why.Kind.CPU_IDLE, "CPU 0 had not noticed")));
        DisplayData data = rendered(why);
        assertThat((String) data.getData(MIMEType.TEXT_HTML))
                .containsPattern("(?s)^<img alt=\"Why spin-0:7 did not run: vtime.*<table");
        assertThat((String) data.getData(MIMEType.TEXT_PLAIN))
                .contains("cpu idle", "CPU 0 had not noticed")
                .doesNotContain("(100.0 %)");
        assertThat(data.getData(MIMEType.IMAGE_PNG)).isNotNull();
    }
}
