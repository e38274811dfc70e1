package org.schedlab.notebook.cells;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignatureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Workers Lab.spawn(org.a.WorkerSpec spec)         | Workers Lab.spawn(WorkerSpec spec) | Lab | spawn | [WorkerSpec]",
                "org.a.Spec org.a.Spec(int a, java.util.List<java.lang.Integer> b).withA(int c) | Spec Spec.withA(int c) | org.a.Spec | withA | [int]",
                "void X.y(java.util.Map<String, java.util.List<A>> m, Op... ops) | void X.y(Map<String, List<A>> m, Op... ops) | X | y | [Map, Op[]]",
                "org.schedlab.lab.session.VmSession            | VmSession | org.schedlab.lab.session.VmSession | '' | []",
                "int Lab.currentCell()                            | int Lab.currentCell() | Lab | currentCell | []",
            })
    void readsWhatJShellWrites(String signature, String text, String owner, String method, String parameters) {
        Signature read = Signature.of(signature.strip());
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.owner()).isEqualTo(owner);
        assertThat(read.method()).isEqualTo(method);
        assertThat(read.parameters()).hasToString(parameters);
    }
}
