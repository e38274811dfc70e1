package org.schedlab.lab.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.schedlab.lab.machine.MachinePool.Result;
import org.schedlab.lab.machine.MachinePool.Task;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The order of tasks, how many at once, and their ends. Their machines here are mere things that can be closed.
@Timeout(30)
class MachinePoolTest {
    private static final long MIB = 1 << 20;

    private final MachinePool pool = new MachinePool("test pool", 2);
    private final List<Integer> begun = Collections.synchronizedList(new ArrayList<>());

    /// Open until it is closed.
    private static final class Thing implements AutoCloseable {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            closed.countDown();
        }

        boolean isClosed() {
            return closed.getCount() == 0;
        }

        /// Works until its machine is gone, and takes no notice of interrupts, as a native call does.
        String workUntilClosed() {
            while (true) {
                try {
                    closed.await();
                    throw new IllegalStateException("the machine is gone");
                } catch (InterruptedException e) {
                    // goes on
                }
            }
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void asManyAsThereAreCpusAndMemoryFor() {
        assertThat(MachinePool.most(10_000 * MIB, 512 * MIB, 8)).isEqualTo(8);
        assertThat(MachinePool.most(2_047 * MIB, 512 * MIB, 8)).isEqualTo(3);
        assertThat(MachinePool.most(100 * MIB, 512 * MIB, 8)).isEqualTo(1);
    }

    @Test
    void resultsAreInOrderAndNeverMoreAtOnceThanThereIsRoomFor() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier both = new CyclicBarrier(2);
        List<Task<Integer>> tasks = IntStream.range(0, 8)
                .<Task<Integer>>mapToObj(number -> machines -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    try {
                        both.await(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    pause(Duration.ofMillis(number % 2 == 0 ? 20 : 1));
                    now.decrementAndGet();
                    return number;
                })
                .toList();
        List<Result<Integer>> told = new ArrayList<>();

        List<Result<Integer>> results = pool.each(tasks, told::add);

        assertThat(results)
                .containsExactlyElementsOf(IntStream.range(0, 8)
                        .<Result<Integer>>mapToObj(Result.Done::new)
                        .toList());
        assertThat(told).isEqualTo(results);
        assertThat(most).hasValue(2);
    }

    @Test
    void aFailureIsKeptAndTheOthersGoOn() throws InterruptedException {
        IllegalStateException failure = new IllegalStateException("task 1");
        AssertionError assertion = new AssertionError("task 2");
        List<Task<String>> tasks = List.of(
                _ -> "0",
                _ -> {
                    throw failure;
                },
                _ -> {
                    throw assertion;
                },
                _ -> "3");

        assertThat(pool.each(tasks, _ -> {}))
                .containsExactly(
                        new Result.Done<>("0"),
                        new Result.Failed<>(failure),
                        new Result.Failed<>(assertion),
                        new Result.Done<>("3"));
    }

    @Test
    void theFirstFailureEndsTheOthers() throws InterruptedException {
        Thing thing = new Thing();
        CountDownLatch held = new CountDownLatch(1);
        List<Task<String>> tasks = List.of(
                machines -> {
                    Thing mine = machines.hold(thing);
                    held.countDown();
                    return mine.workUntilClosed();
                },
                _ -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new UnsupportedOperationException("first");
                },
                _ -> {
                    begun.add(2);
                    return "2";
                });

        assertThatThrownBy(() -> pool.all(tasks))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("first");

        assertThat(thing.isClosed()).isTrue();
        assertThat(begun).isEmpty();
        assertThat(pool.all(List.<Task<Integer>>of(_ -> 1, _ -> 2))).containsExactly(1, 2);
    }

    @Test
    void anInterruptClosesAllMachinesAndNothingIsLeftAtWork() throws InterruptedException {
        List<Thing> things = List.of(new Thing(), new Thing());
        CountDownLatch held = new CountDownLatch(2);
        AtomicBoolean interrupted = new AtomicBoolean();
        List<Task<String>> tasks = IntStream.range(0, 3)
                .<Task<String>>mapToObj(number -> machines -> {
                    begun.add(number);
                    Thing mine = machines.hold(things.get(number));
                    held.countDown();
                    return mine.workUntilClosed();
                })
                .toList();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                pool.each(tasks, _ -> {});
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        held.await();

        caller.interrupt();
        caller.join();

        assertThat(interrupted).isTrue();
        assertThat(things).allMatch(Thing::isClosed);
        assertThat(begun).containsExactlyInAnyOrder(0, 1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("test pool"));
    }

    @Test
    void aMachineThatComesTooLateIsClosed() throws InterruptedException {
        Thing late = new Thing();
        CountDownLatch waiting = new CountDownLatch(1);
        List<Task<String>> tasks = List.of(
                machines -> {
                    waiting.countDown();
                    pause(Duration.ofSeconds(20)); // interrupted as the other one fails
                    assertThatThrownBy(() -> machines.hold(late))
                            .isInstanceOf(LabException.class)
                            .hasMessageContaining("stopped");
                    begun.add(0);
                    return "0";
                },
                _ -> {
                    try {
                        waiting.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new UnsupportedOperationException("first");
                });

        assertThatThrownBy(() -> pool.all(tasks)).isInstanceOf(UnsupportedOperationException.class);

        assertThat(late.isClosed()).isTrue();
        assertThat(begun).containsExactly(0);
    }

    /// The second is told while the first is still at work.
    @Test
    void resultsAreToldInTheOrderOfTheirEnds() throws InterruptedException {
        CountDownLatch secondWasTold = new CountDownLatch(1);
        List<Task<String>> tasks = List.of(
                _ -> {
                    try {
                        secondWasTold.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "first";
                },
                _ -> "second",
                _ -> {
                    throw new IllegalStateException("third");
                });
        List<String> told = new ArrayList<>();
        pool.asTheyEnd(tasks, result -> {
            switch (result) {
                case Result.Done<String>(String value) -> told.add(value);
                case Result.Failed<String>(Throwable why) -> told.add(String.valueOf(why.getMessage()));
            }
            if (told.contains("second")) {
                secondWasTold.countDown();
            }
        });
        assertThat(told).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(told.indexOf("second")).isLessThan(told.indexOf("first"));
    }
}
