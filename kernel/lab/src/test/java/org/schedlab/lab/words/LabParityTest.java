package org.schedlab.lab.words;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.lab.session.SessionView;
import org.schedlab.lab.session.VmSession;

import static org.assertj.core.api.Assertions.assertThat;

/// What a session can do, a notebook has a word for, with the same parameters.
class LabParityTest {
    /// Methods whose word has another name or other parameters.
    private static final Map<String, String> OTHERWISE = Map.of(
            "apply(List)", "steps(ColdOp[])",
            "fork()", "fork(String[])",
            "history()", "schedulerHistory()",
            "program()", "schedulerProgram()",
            "setKnobs(Map)", "setKnob(String, Object)");

    /// Methods without a word on purpose: a notebook says them as `vm().…`, or the kernel itself calls them.
    private static final List<String> LEFT_OUT = List.of(
            "begin(Past)",
            "evidence(long)",
            "found(GuestMachine)",
            "image()",
            "inChargeText(long, long)",
            "opsName()",
            "instant()",
            "onEnd(Consumer)",
            "onUnasked(Consumer)",
            "options()",
            "lastFailure()",
            "past()",
            "reports()",
            "requireEevdf()",
            "breakpoints()",
            "peek()",
            "peek(Function)",
            "readFile(String)",
            "recording()",
            "schedulerState()",
            "state()",
            "stateHash()",
            "submit(List, Duration)",
            "tell(ExitReport, String)",
            "toString()",
            "travel()",
            "workers(List)",
            "writeFile(String, byte[])");

    @Test
    void everyMethodOfASessionHasItsWordOrIsLeftOutOnPurpose() {
        Set<String> words = Stream.of(
                        Lab.class,
                        TraceWords.class,
                        PastWords.class,
                        StopWords.class,
                        LookWords.class,
                        LoadWords.class,
                        StatsWords.class)
                .flatMap(type -> signatures(type, method -> Modifier.isStatic(method.getModifiers())).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> methods = Stream.of(VmSession.class, SessionView.class, SessionSchedulers.class)
                .flatMap(type -> signatures(type, method -> !Modifier.isStatic(method.getModifiers())).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(methods)
                .filteredOn(method -> !LEFT_OUT.contains(method))
                .hasSizeGreaterThan(25)
                .allSatisfy(method -> assertThat(words).contains(OTHERWISE.getOrDefault(method, method)));
        assertThat(methods).as("the lists name methods that are there").containsAll(LEFT_OUT);
        assertThat(methods).containsAll(OTHERWISE.keySet());
        assertThat(words).doesNotContainAnyElementsOf(LEFT_OUT);
    }

    private static Set<String> signatures(Class<?> type, Predicate<Method> chosen) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(chosen)
                .map(method -> method.getName()
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
