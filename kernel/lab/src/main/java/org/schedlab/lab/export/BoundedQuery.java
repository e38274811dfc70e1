package org.schedlab.lab.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// One query, in a thread of its own, so that its deadline and an interrupt of the caller end it. Stateless.
final class BoundedQuery {
    /// From being cancelled to its end.
    private static final Duration LAST_STEPS = Duration.ofSeconds(10);

    private static final Duration BETWEEN = Duration.ofMillis(10);

    private BoundedQuery() {}

    /// @param deadline in host time
    /// @throws SQLException the query failed
    /// @throws DeadlineException it did not end in time
    /// @throws LabException this thread was interrupted
    static Table run(Statement statement, String query, Duration deadline) throws SQLException {
        FutureTask<Table> task = new FutureTask<>(() -> {
            try (ResultSet rows = statement.executeQuery(query)) {
                return ResultTable.of(rows, query);
            }
        });
        Thread thread = Thread.ofPlatform().daemon().name("schedlab query").start(task);
        try {
            return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } catch (TimeoutException _) {
            end(statement, thread);
            throw new DeadlineException(
                    "this query to end: " + query, deadline, "ask for less of it, or give query(...) more time");
        } catch (InterruptedException _) {
            end(statement, thread);
            Thread.currentThread().interrupt();
            throw LabException.asked("the query was stopped")
                    .found(query)
                    .remedy("ask again when you want its rows")
                    .exception();
        }
    }

    /// Cancels it again and again: what is cancelled before it has begun goes on.
    private static void end(Statement statement, Thread thread) throws SQLException {
        long end = System.nanoTime() + LAST_STEPS.toNanos();
        try {
            do {
                statement.cancel();
            } while (!thread.join(BETWEEN) && System.nanoTime() < end);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static SQLException thrown(@Nullable Throwable cause) {
        return switch (cause) {
            case SQLException told -> told;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> new SQLException(cause);
        };
    }
}
