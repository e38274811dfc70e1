package org.schedlab.lab.session;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Several futures from one instant, and the session that they come from.
@Tag("machine")
class ForkIT {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");
    private static final Duration A_WHILE = Duration.ofMillis(100);

    @Test
    void eachFutureIsWhatTheSessionWouldHaveBecome() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers workers = vm.spawn(new WorkerCount(6).spinning());
            vm.run(Duration.ofMillis(20));
            Fork fork =
                    vm.fork().under(Schedulers.fifo()).under(Schedulers.vtime()).underEevdf();
            String before = vm.stateHash();

            Futures futures = fork.run(A_WHILE);

            assertThat(vm.stateHash()).as("the session has not moved").isEqualTo(before);
            assertThat(futures.list()).allMatch(FutureResult::success);
            Set<String> hashes = new HashSet<>(
                    futures.list().stream().map(FutureResult::stateHash).toList());
            assertThat(hashes).hasSize(3);
            for (FutureResult future : futures.list()) {
                assertThat(future.shares())
                        .extracting(FutureResult.Share::worker)
                        .containsExactlyElementsOf(workers.list());
                long cpu = future.shares().stream()
                        .mapToLong(FutureResult.Share::cpuNanos)
                        .sum();
                assertThat(cpu).as("four CPUs, 100 ms, %s", future.name()).isBetween(340_000_000L, 440_000_000L);
            }
            assertThat(futures.compare().table().rowCount()).isEqualTo(18);
            assertThat(futures.compare().chart()).isNotNull();

            vm.attach(Schedulers.vtime());
            workers.report();
            vm.run(A_WHILE);
            workers.report();
            assertThat(vm.stateHash()).isEqualTo(futures.get("vtime").stateHash());
            assertThat(vm.rewind("fork")).isNotNull();
            assertThat(vm.stateHash()).isEqualTo(before);
            assertThat(fork.run(A_WHILE)).isEqualTo(futures);
        }
    }

    @Test
    void aFutureHasItsOwnFieldsAndWorkers() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.attach(Schedulers.vtime());
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(20));
            Fork fork = vm.fork();
            for (long vtime : List.of(5L, 6L)) {
                fork.future("vtime " + vtime, future -> {
                    future.apply(List.of(writeCold("v", sleeper.in(future).field("scx.dsq_vtime"), u64(vtime))))
                            .orThrow();
                    assertThat(vtime(future, sleeper.in(future))).isEqualTo(vtime);
                    assertThat(sleeper.in(future).report()).hasSize(1);
                    future.spawn(new WorkerCount(2).spinning());
                });
            }
            long before = vtime(vm, sleeper);

            Futures futures = fork.run(Duration.ofMillis(5));

            assertThat(futures.list()).allMatch(FutureResult::success);
            assertThat(futures.get("vtime 5").shares()).hasSize(3);
            assertThat(futures.get("vtime 5").stateHash())
                    .isNotEqualTo(futures.get("vtime 6").stateHash());
            assertThat(vtime(vm, sleeper)).isEqualTo(before);
        }
    }

    private static long vtime(VmSession vm, Workers workers) {
        return vm.apply(List.of(readCold("v", workers.field("scx.dsq_vtime"), u64())))
                .orThrow()
                .replies()
                .getFirst()
                .number();
    }

    @Test
    void whatGoesWrongInAFutureStaysThere() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers workers = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(1));

            Futures futures = vm.fork()
                    .future(
                            "panics",
                            future -> future.machine().ask("panic", agent -> {
                                agent.sysrq('c');
                                return true;
                            }))
                    .future("reaches out", _ -> workers.report())
                    .future("has a fault", _ -> List.of().getFirst())
                    .future("asserts", _ -> assertThat(1).as("what JUnit says").isEqualTo(2))
                    .future("is fine", _ -> {})
                    .run(Duration.ofMillis(1));

            assertThat(futures.get("panics").problem()).contains("panic");
            assertThat(futures.get("reaches out").problem())
                    .contains("a future cannot use what belongs to the session that was forked")
                    .contains("workers.in(vm)");
            assertThat(futures.get("has a fault").problem())
                    .contains("it ended with java.util.NoSuchElementException", "found: at ");
            assertThat(futures.get("asserts").problem()).contains("what JUnit says");
            assertThat(futures.get("is fine").success()).isTrue();
            assertThat(futures.compare().table().rowCount()).isEqualTo(1);
            assertThat(futures.table().stringColumn("problem").get(0)).contains("panic");
            assertThat(workers.report()).hasSize(1);
            assertThatThrownBy(() -> futures.get("x"))
                    .hasMessageContaining("panics, reaches out, has a fault, asserts, is fine");
        }
    }

    @Test
    void aForkWithoutSenseIsRefused() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Fork fork = vm.fork();
            assertThatThrownBy(() -> fork.run(A_WHILE)).hasMessageContaining("no futures");
            fork.underEevdf();
            assertThatThrownBy(fork::underEevdf).hasMessageContaining("another future of this fork is called so");
            assertThatThrownBy(() -> fork.run(Duration.ZERO)).hasMessageContaining("above zero");
            vm.run(Duration.ofMillis(1));
            vm.fork();
            vm.run(Duration.ofMillis(1));
            Fork replaced = vm.fork();
            replaced.underEevdf();
            String state = replaced.run(A_WHILE).get("eevdf").stateHash();
            vm.run(Duration.ofMillis(1));
            vm.fork();
            // Its checkpoint is gone; the journal leads to its instant.
            assertThat(replaced.run(A_WHILE).get("eevdf").stateHash()).isEqualTo(state);
        }
    }

    @Test
    void aRewindMeanwhileDoesNotChangeTheFutures() throws Exception {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.checkpoint("early");
            String early = vm.stateHash();
            vm.spawn(new WorkerCount(4).spinning());
            vm.run(Duration.ofMillis(1));
            Fork fork = vm.fork().future("one", _ -> {}).underEevdf();
            Futures undisturbed = fork.run(A_WHILE);

            CompletableFuture<Futures> running = CompletableFuture.supplyAsync(() -> fork.run(A_WHILE));
            while (!running.isDone()) {
                vm.rewind("early");
                assertThat(vm.stateHash()).isEqualTo(early);
                vm.run(Duration.ofMillis(1));
                vm.checkpoint("fork");
            }

            assertThat(running.get(1, TimeUnit.MINUTES)).isEqualTo(undisturbed);
            assertThat(vm.rewind("early")).isNotNull();
            assertThat(vm.stateHash()).isEqualTo(early);
        }
    }

    @Test
    void anInterruptEndsAllFuturesAndLeavesTheSession() throws Exception {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.spawn(new WorkerCount(4).spinning());
            vm.run(Duration.ofMillis(1));
            Fork fork = vm.fork();
            CompletableFuture<Boolean> begun = new CompletableFuture<>();
            for (int i = 0; i < 5; i++) {
                fork.future("future " + i, _ -> begun.complete(true));
            }
            String before = vm.stateHash();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread cell = Thread.ofPlatform().start(() -> {
                try {
                    fork.run(Duration.ofSeconds(100));
                } catch (LabException e) {
                    thrown.set(e);
                }
            });
            begun.get(1, TimeUnit.MINUTES);
            vm.run(Duration.ofMillis(1));
            vm.rewind("fork");
            cell.interrupt();

            assertThat(cell.join(Duration.ofSeconds(60))).isTrue();
            assertThat(thrown.get()).hasMessageContaining("the fork was stopped");
            assertThat(vm.stateHash()).isEqualTo(before);
            assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                    .containsExactly(vm.machine().guest().machine().pid());
        }
    }
}
