package org.schedlab.lab.schedulers;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.schedulers.ToolCell.Way;

/// Which cells of the table are tried: `scx_qmap`, `scx_qmap/sources`, `scx_central@7.3.4` or `scx_sdt/program@7.3.4`.
/// What is left out means all.
///
/// @param scheduler its name
/// @param way `null` for both
/// @param version the kernel's; `null` for all
record ToolChoice(
        String scheduler, @Nullable Way way, @Nullable String version) {
    private static final Pattern FORM = Pattern.compile("(scx_\\w+)(?:/(program|sources))?(?:@([0-9.]+))?");

    /// Reads several with commas between.
    static List<ToolChoice> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(ToolChoice::of)
                .toList();
    }

    private static ToolChoice of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no cell of the table: " + text
                    + "; one is NAME, NAME/program or NAME/sources, perhaps with @VERSION behind it");
        }
        String way = form.group(2);
        return new ToolChoice(
                Objects.requireNonNull(form.group(1)),
                way == null ? null : way.equals("program") ? Way.PROGRAM : Way.SOURCES,
                form.group(3));
    }

    /// Whether it means a cell.
    boolean means(ToolCell cell) {
        return scheduler.equals(cell.scheduler())
                && (way == null || way == cell.way())
                && (version == null || version.equals(cell.version()));
    }
}
