package org.schedlab.notebook.names;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.objects.GuestObjects;
import org.schedlab.notebook.names.CallHelp.Variables;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.PerCpuVariable;
import org.schedlab.vm.linux.DeclaredGlobals;

/// The type that a path of an object starts at: of a variable that holds one, or of
/// `object(symbol("init_task"))` and `object(perCpu("runqueues", "cfs", 0))` as they stand there.
final class ObjectPaths {
    private static final Pattern TYPED = Pattern.compile("^object\\s*\\(.*,\\s*\"([^\"]+)\"\\s*\\)$");
    private static final Pattern ADDRESS = Pattern.compile("^object\\s*\\(\\s*\"([^\"]+)\"\\s*,.*\\)$");
    private static final Pattern SYMBOL =
            Pattern.compile("^object\\s*\\(\\s*symbol\\s*\\(\\s*\"(\\w+)\"\\s*\\)\\s*\\)$");
    private static final Pattern PER_CPU = Pattern.compile(
            "^objects?\\s*\\(\\s*perCpu\\s*\\(\\s*\"(\\w+)\"\\s*,\\s*\"([^\"]*)\"\\s*(?:,[^)]*)?\\)\\s*\\)$");

    private static final Pattern PATH = Pattern.compile("^(.+)\\.at\\s*\\(\\s*\"([^\"]*)\"\\s*\\)$", Pattern.DOTALL);

    private ObjectPaths() {}

    /// As [GuestObject#at] takes it: behind a pointer the arrow may be left out.
    private static String joined(Btf btf, int type, String path) {
        boolean hop = btf.strip(type) instanceof BtfType.Pointer && !path.startsWith("->") && !path.startsWith("[");
        return hop ? "->" + path : path;
    }

    static Optional<MemberPaths> root(CallAtCursor call, Variables variables, Btf btf) {
        return typeOf(call.receiver(), variables, btf).map(type -> new MemberPaths(btf, type));
    }

    private static Optional<Integer> typeOf(String receiver, Variables variables, Btf btf) {
        Optional<Object> value = variables.apply(receiver).map(Object.class::cast);
        if (value.isPresent()) {
            return value.flatMap(ObjectPaths::typeOf);
        }
        Matcher path = PATH.matcher(receiver);
        if (path.matches()) {
            return typeOf(path.group(1), variables, btf)
                    .flatMap(type -> new MemberPaths(btf, type).typeOf(joined(btf, type, path.group(2))));
        }
        Matcher symbol = SYMBOL.matcher(receiver);
        if (symbol.matches()) {
            return DeclaredGlobals.find(symbol.group(1)).flatMap(global -> btf.find(global.type()));
        }
        Matcher perCpu = PER_CPU.matcher(receiver);
        if (perCpu.matches()) {
            return btf.perCpu(perCpu.group(1))
                    .map(PerCpuVariable::typeId)
                    .flatMap(type -> new MemberPaths(btf, type).typeOf(perCpu.group(2)));
        }
        return List.of(ADDRESS, TYPED).stream()
                .map(pattern -> pattern.matcher(receiver))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(found -> btf.find(found.group(1)));
    }

    private static Optional<Integer> typeOf(Object value) {
        return switch (value) {
            case GuestObject object -> Optional.of(object.typeId());
            case GuestObjects objects
            when objects.size() > 0 -> Optional.of(objects.get(0).typeId());
            default -> Optional.empty();
        };
    }
}
