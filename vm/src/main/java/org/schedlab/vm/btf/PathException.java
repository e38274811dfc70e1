package org.schedlab.vm.btf;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// A path to a field is written wrongly or asks for what its types do not allow. Members that do not
/// exist are an [org.schedlab.vm.UnknownNameException] instead.
public class PathException extends LabException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final int position;

    /// @param path the whole path
    /// @param position where in it the trouble is, from 0
    /// @param problem why it cannot be followed, one sentence
    /// @param remedy what to write instead
    public PathException(String path, int position, String problem, String remedy) {
        super(asked(problem)
                .found(String.format(Locale.ROOT, "path '%s', at character %d", path, position + 1))
                .remedy(remedy)
                .text());
        this.path = path;
        this.position = position;
    }

    /// The whole path.
    public String path() {
        return path;
    }

    /// Where in the path the trouble is, from 0.
    public int position() {
        return position;
    }
}
