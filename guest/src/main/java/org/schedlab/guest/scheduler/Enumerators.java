package org.schedlab.guest.scheduler;

import java.util.HashMap;
import java.util.Map;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;

/// The values of all enumerators of a kernel, by name. Stateless.
final class Enumerators {
    private Enumerators() {}

    static Map<String, Long> of(Btf kernel) {
        Map<String, Long> values = new HashMap<>();
        for (int id : kernel.enums()) {
            if (kernel.type(id) instanceof BtfType.Enumerated enumeration) {
                enumeration.values().forEach(each -> values.putIfAbsent(each.name(), each.value()));
            }
        }
        return values;
    }
}
