package org.schedlab.vm;

import java.util.List;

import org.schedlab.vm.internal.NearestNames;

/// A name was given that this kernel does not have. Carries the names that come nearest to it.
public class UnknownNameException extends LabException {
    private static final long serialVersionUID = 1L;
    private static final int SUGGESTIONS = 3;
    private static final int SHOWN = 30;

    private final String asked;
    private final List<String> nearest;

    /// @param sentence what was asked and why it failed, one sentence that contains the name
    /// @param asked the name as it was written
    /// @param nearest names that exist and come near, best first; may be empty
    /// @param remedy what to do next
    public UnknownNameException(String sentence, String asked, List<String> nearest, String remedy) {
        super(asked(sentence)
                .available(nearest.isEmpty() ? "" : "nearest names: " + String.join(", ", nearest))
                .remedy(remedy)
                .text());
        this.asked = asked;
        this.nearest = List.copyOf(nearest);
    }

    /// With the names among those there are that come nearest.
    ///
    /// @param sentence what was asked and why it failed, one sentence that contains the name
    public static UnknownNameException among(String sentence, String asked, Iterable<String> names, String remedy) {
        return new UnknownNameException(sentence, asked, NearestNames.of(asked, names, SUGGESTIONS), remedy);
    }

    /// With those that come nearest, or where none does with all there are, of many the first: for names that a
    /// person can look through.
    ///
    /// @param sentence what was asked and why it failed, one sentence that contains the name
    public static UnknownNameException amongFew(String sentence, String asked, List<String> names) {
        List<String> nearest = NearestNames.of(asked, names, SUGGESTIONS);
        List<String> shown = nearest.isEmpty() ? names.subList(0, Math.min(SHOWN, names.size())) : nearest;
        String more = nearest.isEmpty() && names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return new UnknownNameException(
                sentence,
                asked,
                nearest,
                names.isEmpty() ? "there are none" : "use one of these names: " + String.join(", ", shown) + more);
    }

    /// The name as it was written.
    public String asked() {
        return asked;
    }

    /// Names that exist and come near, best first.
    public List<String> nearest() {
        return nearest;
    }
}
