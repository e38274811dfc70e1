package org.schedlab.vm.symbols;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// Symbols of the cached kernels against what pahole wrote into their BTF, which knows kallsyms not
/// at all.
@Tag("kernel")
class RealSymbolsIT {

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void perCpuVariablesLieWhereBtfPutsThem(KernelImage kernel) {
        SymbolTable symbols = kernel.symbols();
        Btf btf = kernel.btf();
        long start = symbols.require("__per_cpu_start").address();
        BtfType.DataSection section = IntStream.range(1, btf.typeCount())
                .mapToObj(btf::type)
                .filter(BtfType.DataSection.class::isInstance)
                .map(BtfType.DataSection.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(section.variables()).hasSizeGreaterThan(300);
        for (BtfType.SectionVariable variable : section.variables()) {
            String name = btf.type(variable.typeId()).name();
            assertThat(symbols.all(name)).as(name).extracting(Symbol::address).contains(start + variable.offset());
            assertThat(btf.requirePerCpu(name).size()).isEqualTo(variable.size());
        }
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void functionsOfBtfAreSymbols(KernelImage kernel) {
        SymbolTable symbols = kernel.symbols();
        Btf btf = kernel.btf();
        int functions = 0;
        int known = 0;
        for (int id = 1; id < btf.typeCount(); id += 5) {
            if (btf.type(id) instanceof BtfType.Function function) {
                functions++;
                known += symbols.find(function.name()).isPresent() ? 1 : 0;
            }
        }
        assertThat(functions).isGreaterThan(8_000);
        assertThat(known).isGreaterThan(functions * 98 / 100);
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void everySymbolIsFoundByNameAndByAddress(KernelImage kernel) {
        SymbolTable symbols = kernel.symbols();
        for (int position = 0; position < symbols.size(); position += 7) {
            Symbol symbol = symbols.get(position);
            assertThat(symbols.all(symbol.name())).contains(symbol);
            assertThat(symbols.covering(symbol.address()).orElseThrow().address())
                    .isEqualTo(symbol.address());
        }
    }
}
