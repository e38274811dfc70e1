package org.schedlab.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/// A machine for each test that takes a [org.schedlab.lab.session.VmSession] as a parameter; it is booted, or
/// restored as it stood after an equal boot, and closed when the test ends. That of a method counts before that
/// of its class.
///
/// When a test fails, what the machine's bits come from and its last console lines are printed, and the moment in
/// which it failed is kept in `target/schedlab-failed`; the output says how to go on from there.
///
/// ```java
/// @WithMachine(topology = "1n1l2c1t")
/// class FairnessTest {
///     @Test
///     void twoSpinnersShareACpu(VmSession vm) {
///         vm.attach(Schedulers.vtime());
///     }
/// }
/// ```
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MachineExtension.class)
public @interface WithMachine {
    /// NUMA nodes, last-level caches, cores per cache, threads per core.
    String topology() default "1n1l4c1t";

    /// Guest RAM, for example `512M`.
    String memory() default "512M";

    /// The longest turn of a vCPU in guest microseconds; 0 for none.
    long quantumMicros() default 20;

    /// Guest nanoseconds that one instruction takes: 1, 2, 4 or 8.
    int instructionNanos() default 2;

    /// Of everything random in the guest.
    long seed() default 1;

    /// A kernel file, or the series (`6.16`), version or release of a cached one; empty for the default one.
    String kernel() default "";

    /// Whether the machine is live: then nothing can be repeated, and no moment is kept.
    boolean live() default false;
}
