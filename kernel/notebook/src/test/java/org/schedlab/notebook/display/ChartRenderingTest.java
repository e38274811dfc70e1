package org.schedlab.notebook.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.charts.ChartImage;
import org.schedlab.lab.charts.ChartLook;
import org.schedlab.lab.charts.GroupedBarsChart;
import org.schedlab.lab.charts.SizedChart;

import static org.assertj.core.api.Assertions.assertThat;

final class ChartRenderingTest {
    private static final Pattern SOURCE = Pattern.compile("src=\"data:image/svg\\+xml;base64,([^\"]+)\"");

    private static JFreeChart chart() {
        XYSeries series = new XYSeries("cpu 0");
        series.add(0, 1);
        series.add(1, 4);
        return ChartFactory.createXYLineChart("Run queue", "guest time [ms]", "tasks", new XYSeriesCollection(series));
    }

    private final DisplayData data = new Renderers(new Renderer(), UnaryOperator.identity()).render(chart());

    @Test
    void htmlHoldsTheSvgPictureWithItsWords() {
        String html = (String) data.getData(MIMEType.TEXT_HTML);
        Matcher source = SOURCE.matcher(html);
        assertThat(source.find()).isTrue();
        String svg = new String(Base64.getDecoder().decode(source.group(1)), StandardCharsets.UTF_8);
        assertThat(svg).startsWith("<svg").contains("guest time [ms]", "Run queue", "cpu 0");
        assertThat(html).contains("alt=\"chart: Run queue", "background:transparent");
        assertThat(svg).contains("rgb(122,122,122)").doesNotContain("rgb(255,255,255)", "rgb(192,192,192)");
    }

    @Test
    void theScriptHasTheSameNumbers() {
        String html = (String) data.getData(MIMEType.TEXT_HTML);
        assertThat(html)
                .contains("\"title\":\"Run queue\"", "\"label\":\"guest time [ms]\"")
                .contains("{\"name\":\"cpu 0\",\"colour\":\"#ff5555\",\"x\":[0,1],\"y\":[1,4]}")
                .doesNotContain("src=\"http", "https://");
    }

    @Test
    void whatTheScriptCannotDrawIsAPictureOnly() {
        JFreeChart pie = new JFreeChart("shares", new org.jfree.chart.plot.PiePlot<String>());
        assertThat((String) new Renderers(new Renderer(), UnaryOperator.identity())
                        .render(pie)
                        .getData(MIMEType.TEXT_HTML))
                .startsWith("<img")
                .doesNotContain("<script");
    }

    @Test
    void namesDoNotEndTheScript() {
        XYSeries series = new XYSeries("</script><b>");
        series.add(0, 1);
        JFreeChart chart = ChartFactory.createXYLineChart("x", "x", "y", new XYSeriesCollection(series));
        assertThat((String) new Renderers(new Renderer(), UnaryOperator.identity())
                        .render(chart)
                        .getData(MIMEType.TEXT_HTML))
                .contains("\\u003c/script>\\u003cb>")
                .containsOnlyOnce("</script>");
    }

    @Test
    void pngIsTheSamePictureInPixels() throws IOException {
        byte[] png = Base64.getDecoder().decode((String) data.getData(MIMEType.IMAGE_PNG));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(720);
        assertThat(image.getHeight()).isEqualTo(400);
    }

    @Test
    void wordsNameTitleAxesAndSeries() {
        assertThat(data.getData(MIMEType.TEXT_PLAIN))
                .isEqualTo("chart: Run queue\naxes: guest time [ms] across, tasks up\nseries: cpu 0 (2 points)");
    }

    @Test
    void wordsOfGroupedBarsNameMeasuresAndThings() {
        var bar = new GroupedBarsChart.Bar("work-0", List.of(1.0, 2.0));
        JFreeChart bars = GroupedBarsChart.of(new GroupedBarsChart.Content(
                "Shares",
                "measured somewhere",
                List.of("CPU time [ms]", "run delay [ms]"),
                List.of(
                        new GroupedBarsChart.Group("fifo", List.of(bar)),
                        new GroupedBarsChart.Group("vtime", List.of(bar)))));
        assertThat(ChartWords.of(bars))
                .isEqualTo("chart: Shares\nacross: work-0\nCPU time [ms]: series: fifo, vtime\n"
                        + "run delay [ms]: series: fifo, vtime");
    }

    @Test
    void theSamePictureIsTheSameBytes() {
        assertThat(ChartImage.svg(new SizedChart(chart(), 300, 200), ChartLook.PAGE))
                .isEqualTo(ChartImage.svg(new SizedChart(chart(), 300, 200), ChartLook.PAGE));
    }
}
