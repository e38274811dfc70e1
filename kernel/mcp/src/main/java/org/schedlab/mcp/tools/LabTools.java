package org.schedlab.mcp.tools;

import java.util.List;
import java.util.stream.Stream;

/// All tools.
public final class LabTools {
    private LabTools() {}

    /// In the order in which they are listed. A new group of tools is one line here.
    public static List<LabTool> all() {
        return Stream.of(
                        MachineTools.all(),
                        SchedulerTools.all(),
                        LoadTools.all(),
                        CgroupTools.all(),
                        LookTools.all(),
                        PastTools.all(),
                        CompareTools.all(),
                        HuntTools.all())
                .flatMap(List::stream)
                .toList();
    }
}
