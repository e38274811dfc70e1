package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("kernel")
class KernelFunctionsIT {

    @Test
    void aFunctionThatKeptItsLastArgumentAndHasNoImplCannotBeCalled() {
        BtfFixture kernel = new BtfFixture();
        int number = kernel.integer("int", 4, true);
        int program = kernel.pointer(kernel.constant(kernel.struct("bpf_prog_aux", 8)));
        int other = kernel.pointer(kernel.struct("bpf_prog", 8));
        Map<String, Integer> whole = parameters(Map.entry("cpu", number), Map.entry("aux", program));
        kernel.function("scx_bpf_kick_cpu", number, parameters(Map.entry("cpu", number)));
        kernel.function("scx_bpf_kick_cpu_impl", number, whole);
        kernel.function("scx_bpf_pick_idle_cpu", number, whole);
        kernel.function("__scx_bpf_select_cpu_and", number, whole);
        kernel.function("bpf_iter_scx_dsq_new", number, whole);
        kernel.function("scx_bpf_nr_cpu_ids", number, Map.of());
        kernel.function("scx_bpf_task_cpu", number, parameters(Map.entry("aux", other)));
        kernel.function("bpf_prog_get_assoc_struct_ops", number, parameters(Map.entry("aux", program)));

        assertThat(KernelFunctions.uncallable(Btf.of(MemorySegment.ofArray(kernel.build()))))
                .containsExactly("__scx_bpf_select_cpu_and", "bpf_iter_scx_dsq_new", "scx_bpf_pick_idle_cpu");
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void onTheKernelsOfTheTestsAllCanBeCalled(KernelImage kernel) {
        assertThat(kernel.uncallableFunctions()).isEmpty();
    }

    @SafeVarargs
    private static Map<String, Integer> parameters(Map.Entry<String, Integer>... each) {
        Map<String, Integer> all = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> one : each) {
            all.put(one.getKey(), one.getValue());
        }
        return all;
    }
}
