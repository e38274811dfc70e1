package org.schedlab.lab.flightrecorder.internal;

import java.util.List;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.image.KernelImage;

/// The names of the arguments of kernel functions, static ones too, by which the recorder finds them in every
/// version.
final class Prototypes {
    private Prototypes() {}

    /// The arguments of a function in their order; empty if this kernel has none of that name.
    static List<String> arguments(KernelImage image, String function) {
        Btf btf = image.btf();
        for (BtfType.Function each : btf.functions(function)) {
            if (btf.type(each.prototypeId()) instanceof BtfType.FunctionPrototype prototype) {
                return prototype.parameters().stream()
                        .map(BtfType.Parameter::name)
                        .toList();
            }
        }
        return List.of();
    }
}
