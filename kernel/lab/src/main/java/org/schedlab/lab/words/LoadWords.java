package org.schedlab.lab.words;

import org.schedlab.lab.rtapp.RtAppRun;
import org.schedlab.vm.LabException;

/// The words of a notebook for loads that come from elsewhere. Imported statically beside [Lab]. Thread-safe.
public final class LoadWords {
    private LoadWords() {}

    /// Starts the tasks of a file for rt-app as workers: `rtApp("video.json").run()` lets its duration pass and shows
    /// rt-app's measures.
    ///
    /// @param pathOrText a file, or the JSON itself
    /// @throws LabException a word that is not known, with line, column and path; no machine was booted
    public static RtAppRun rtApp(String pathOrText) {
        return Lab.vm().rtApp(pathOrText);
    }
}
