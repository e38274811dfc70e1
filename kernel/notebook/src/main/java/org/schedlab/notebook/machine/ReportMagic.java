package org.schedlab.notebook.machine;

import java.nio.file.Path;
import java.util.List;

import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.words.PastWords;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;

/// `%report`: what led to the last failure, in the cell and as a folder.
final class ReportMagic implements LineMagic {
    private static final String FOLDER = "report";

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String usage() {
        return "%report [DIR] — what led to the last failure (stall, error, panic, broken claim, dead worker): the cause here, all of it as a page in DIR, or in report/";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public Object run(MagicCall call) {
        String folder = call.arguments().isEmpty() ? FOLDER : call.argument("the folder for the page and its files");
        if (call.flag("java")) {
            return "report().write(\"" + folder + "\")";
        }
        FailureReport report = PastWords.report();
        Path page = report.write(folder);
        System.out.println("The whole report is in " + page + ", with its tables, stacks and trace beside it.");
        return report;
    }
}
