package org.schedlab.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.schedlab.lab.export.TableFiles;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.trace.Trace;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// What led to a failure, as a second machine saw it that went back to before it. Text, page and files say the same,
/// and are the same each time they are made of equal sessions. A value.
///
/// @param failure what it is about
/// @param cause sentences, the first of which says why
/// @param path lines of the scheduler's source that led there, the last one last; empty if they are not known
/// @param where the instant that was looked at, and on what machine
/// @param trace the time before it; empty if it was not recorded
/// @param sections all else
public record FailureReport(
        Failure failure,
        List<String> cause,
        List<String> path,
        String where,
        Optional<Trace> trace,
        List<Section> sections)
        implements Tabular {
    private static final int MOST_PATH = 12;

    public FailureReport {
        cause = List.copyOf(cause);
        path = List.copyOf(path);
        sections = List.copyOf(sections);
    }

    /// The part with this id, such as `ops`, `tasks`, `queues`, `stacks`, `knobs`.
    ///
    /// @throws LabException there is none
    public Section section(String id) {
        return sections.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> LabException.asked("the report has no part '" + id + "'")
                        .available(String.join(
                                ", ", sections.stream().map(Section::id).toList()))
                        .exception());
    }

    /// The calls of the scheduler's operations that led there; if there were none, what tasks did.
    @Override
    public Table table() {
        return sections.stream()
                .flatMap(each -> each.content() instanceof Section.Rows rows
                        ? java.util.stream.Stream.of(rows.table())
                        : java.util.stream.Stream.empty())
                .findFirst()
                .orElseGet(() -> Table.create("nothing was found"));
    }

    /// The whole report as one page without anything outside of it.
    public String html() {
        return new ReportPage(this).html();
    }

    /// Writes the page, `index.html`, with each table as CSV, the lines of the log and the dump, the stacks for a flame
    /// graph, and the recording for Perfetto. Files of those names are replaced.
    ///
    /// @param folder is made if it is not there
    /// @return the page
    /// @throws LabException it cannot be written
    public Path write(String folder) {
        Path home = Path.of(folder);
        try {
            Files.createDirectories(home);
            for (Section each : sections) {
                switch (each.content()) {
                    case Section.Rows rows -> TableFiles.csv(rows.table(), home.resolve(each.id() + ".csv"));
                    case Section.Lines lines ->
                        Files.writeString(
                                home.resolve(each.id() + ".txt"), lines.text() + "\n", StandardCharsets.UTF_8);
                    case Section.Drawn drawn ->
                        Files.writeString(
                                home.resolve(each.id() + ".svg"),
                                drawn.picture().svg(),
                                StandardCharsets.UTF_8);
                    case Section.Nothing _ -> {}
                }
            }
            trace.ifPresent(recorded -> {
                Path _ = recorded.write(home.resolve("trace.pftrace").toString());
            });
            Path page = home.resolve("index.html");
            Files.writeString(page, html(), StandardCharsets.UTF_8);
            return page;
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the report cannot be written to " + home)
                            .found(String.valueOf(e.getMessage()))
                            .remedy("name a folder that can be written: %report DIR")
                            .text(),
                    e);
        } catch (UncheckedIOException e) {
            throw new LabException("the report cannot be written to " + home + ": " + e.getMessage(), e);
        }
    }

    /// A screenful: the cause first.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("CAUSE  ").append(cause.getFirst());
        cause.stream().skip(1).forEach(line -> text.append("\n       ").append(line));
        if (!path.isEmpty()) {
            text.append("\nLINES  that the call went through, the last one last:");
            path.stream()
                    .skip(Math.max(0, path.size() - MOST_PATH))
                    .forEach(line -> text.append("\n       ").append(line));
        }
        text.append("\nWHERE  ").append(where);
        for (Section each : sections) {
            text.append("\n  · %-9s %s".formatted(each.id(), each.note()));
        }
        return text.toString();
    }
}
