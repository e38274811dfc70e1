package org.schedlab.notebook.display;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.jfree.chart.JFreeChart;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.SizedChart;
import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.pictures.Picture;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.report.Section;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// Makes a value visible: always as text, tables as HTML, charts as HTML with an SVG picture and as
/// PNG; what is [Displayable] as it says itself.
///
/// Values of `java.base` never load the table and chart libraries, which are slow to start.
public final class Renderers {
    private record Way<T>(Class<T> type, Function<? super T, Rich> way) {
        Rich of(Object value) {
            return way.apply(type.cast(value));
        }
    }

    private final Renderer others;
    private final List<Way<?>> ways = new CopyOnWriteArrayList<>();
    private final UnaryOperator<String> readable;

    /// @param others renders what is no table and no chart
    /// @param readable takes names out of a value's text that are not the user's
    public Renderers(Renderer others, UnaryOperator<String> readable) {
        this.others = others;
        this.readable = readable;
    }

    /// From now on values of this type are shown in this way, before all others.
    <T> void register(Class<T> type, Function<? super T, Rich> way) {
        ways.addFirst(new Way<>(type, way));
    }

    /// The value in all its forms.
    public DisplayData render(Object value) {
        if (value instanceof DisplayData ready) {
            return ready;
        }
        for (Way<?> each : ways) {
            if (each.type().isInstance(value)) {
                return withText(each.of(value), value);
            }
        }
        if (value.getClass().isArray()
                || "java.base".equals(value.getClass().getModule().getName())) {
            return new DisplayData(readable.apply(ValueText.of(value)));
        }
        return ofLibraries(value);
    }

    private DisplayData ofLibraries(Object value) {
        return switch (value) {
            case Rich rich -> rich.data();
            case Displayable own -> withText(own.display(), value);
            case BufferedImage image -> Forms.image(image).data();
            case Table table -> table(table);
            case JFreeChart chart -> ChartPicture.of(SizedChart.of(chart));
            case SizedChart sized -> ChartPicture.of(sized);
            case Charted charted -> {
                DisplayData data = ChartPicture.of(SizedChart.of(charted.chart()));
                yield value instanceof Tabular tabular ? both(data, table(tabular.table())) : data;
            }
            case Pictured pictured
            when value instanceof Tabular tabular -> PictureView.above(table(tabular.table()), pictured.picture());
            case Pictured pictured -> PictureView.of(pictured.picture());
            case FailureReport report -> FailureReportView.of(report);
            case Section section -> section(section);
            case Tabular tabular -> table(tabular.table());
            case Picture picture -> PictureView.of(picture);
            case GuestObject object -> ObjectView.of(object);
            case ExitReport report -> ExitReportView.of(report);
            default -> other(others.render(value));
        };
    }

    private DisplayData section(Section section) {
        return switch (section.content()) {
            case Section.Rows rows -> table(rows.table());
            case Section.Drawn drawn -> PictureView.of(drawn.picture());
            case Section.Lines lines -> new DisplayData(lines.text());
            case Section.Nothing _ -> new DisplayData(section.note());
        };
    }

    private DisplayData other(DisplayData data) {
        if (data.getData(MIMEType.TEXT_PLAIN) instanceof String text) {
            data.putText(ValueText.cut(readable.apply(text)));
        }
        return data;
    }

    /// Draws a small chart and a small table, so that the next ones are quick (fonts, image writers,
    /// classes).
    public static void warmUp() {
        ChartPicture.warmUp();
        TableHtml.of(Table.create("warm-up", tech.tablesaw.api.IntColumn.create("n", 1)));
    }

    private DisplayData withText(Rich rich, Object value) {
        DisplayData data = rich.data();
        if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(ValueText.cut(readable.apply(String.valueOf(value))));
        }
        return data;
    }

    private static DisplayData table(Table table) {
        DisplayData data = new DisplayData(TableText.of(table));
        data.putHTML(TableHtml.of(table));
        return data;
    }

    private static DisplayData both(DisplayData chart, DisplayData table) {
        DisplayData data = new DisplayData();
        data.assign(chart);
        data.putHTML(joined(chart, table, "text/html", "\n"));
        data.putText(joined(chart, table, "text/plain", "\n\n"));
        return data;
    }

    private static String joined(DisplayData first, DisplayData second, String type, String between) {
        var mime = MIMEType.parse(type);
        return first.getData(mime) + between + second.getData(mime);
    }
}
