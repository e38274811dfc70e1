package org.schedlab.notebook.cells;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A signature as JShell writes it, such as `Workers Lab.spawn(org.schedlab.guest.work.WorkerSpec
/// spec)`.
///
/// @param text to show, without packages
/// @param owner the type that declares it, or the type itself; with its package unless it is imported
/// @param method the method's name, empty for a type
/// @param parameters simple names of the parameters' types, without type arguments
record Signature(String text, String owner, String method, List<String> parameters) {
    private static final Pattern METHOD = Pattern.compile("([\\w.]+)\\.(\\w+)\\((.*)\\)");
    private static final String TYPE_ARGUMENTS = "<[^<>]*>";

    /// Copies the list.
    Signature {
        parameters = List.copyOf(parameters);
    }

    static Signature of(String signature) {
        // A record's methods come with its components: Spec(int a, int b).withA(int newA).
        String plain = signature.replaceAll("\\([^()]*\\)\\.", ".");
        String text = UserErrors.withoutPackages(plain);
        Matcher method = METHOD.matcher(plain);
        if (!method.find()) {
            return new Signature(text, plain, "", List.of());
        }
        String all = method.group(3);
        while (all.contains("<")) {
            all = all.replaceAll(TYPE_ARGUMENTS, "");
        }
        List<String> parameters = all.isBlank()
                ? List.of()
                : Arrays.stream(all.split(",", -1))
                        .map(parameter -> erased(parameter.strip().replaceFirst("\\s+\\w+$", "")))
                        .toList();
        return new Signature(text, method.group(1), method.group(2), parameters);
    }

    /// A type's simple name without type arguments; `int...` counts as `int[]`.
    static String erased(String type) {
        String bare = type;
        while (bare.contains("<")) {
            bare = bare.replaceAll(TYPE_ARGUMENTS, "");
        }
        return bare.replace("...", "[]")
                .replaceAll("@[\\w.]+\\s+", "")
                .replaceAll("(?:\\w+\\.)+", "")
                .strip();
    }

    String simpleOwner() {
        return owner.substring(owner.lastIndexOf('.') + 1);
    }
}
