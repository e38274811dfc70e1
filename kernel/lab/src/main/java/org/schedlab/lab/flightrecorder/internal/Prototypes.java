package org.schedlab.lab.flightrecorder.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.image.KernelImage;

/// The names of the arguments of kernel functions, static ones too, by which the recorder finds them in every
/// version.
final class Prototypes {
    private static final Map<String, Map<String, List<String>>> KNOWN = new ConcurrentHashMap<>();

    private Prototypes() {}

    /// Of those functions that this kernel has.
    static Map<String, List<String>> of(KernelImage image, Set<String> functions) {
        return KNOWN.computeIfAbsent(image.sha256() + functions, _ -> find(image.btf(), functions));
    }

    private static Map<String, List<String>> find(Btf btf, Set<String> functions) {
        Map<String, List<String>> found = new HashMap<>();
        for (BtfType.Function function : btf.functions(functions)) {
            if (btf.type(function.prototypeId()) instanceof BtfType.FunctionPrototype prototype) {
                found.put(
                        function.name(),
                        prototype.parameters().stream().map(each -> each.name()).toList());
            }
        }
        return found;
    }
}
