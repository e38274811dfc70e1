package org.schedlab.lab.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Claims and what became of them, all together. The gravest outcome counts: fail before inconclusive
/// before pass before skip; no claim at all is inconclusive. Immutable.
///
/// @param claims in the order they were made
public record Verdict(List<Claim> claims) implements Tabular {
    public Verdict {
        claims = List.copyOf(claims);
    }

    /// The verdict over some claims.
    public static Verdict of(Claim... claims) {
        return new Verdict(List.of(claims));
    }

    /// The gravest outcome.
    public Outcome outcome() {
        return Outcome.gravest(claims.stream().map(Claim::outcome).toList());
    }

    /// Whether it was measured and is so; a skipped claim among passed ones does not matter.
    public boolean passed() {
        return outcome() == Outcome.PASS;
    }

    /// These claims and others.
    public Verdict and(Verdict other) {
        return new Verdict(Stream.concat(claims.stream(), other.claims.stream()).toList());
    }

    /// These claims and others.
    public Verdict and(Claim... others) {
        return and(of(others));
    }

    /// For JUnit: does nothing if it passed, or if every claim was skipped.
    ///
    /// @throws AssertionError naming each claim that failed or was not measured
    public void requirePass() {
        Outcome outcome = outcome();
        if (outcome == Outcome.FAIL || outcome == Outcome.INCONCLUSIVE) {
            throw new AssertionError(this + reasons());
        }
    }

    private String reasons() {
        return claims.stream()
                .filter(claim -> claim.outcome() == Outcome.FAIL || claim.outcome() == Outcome.INCONCLUSIVE)
                .map(claim -> "\n  %s: %s is %s, expected %s (%s)"
                        .formatted(
                                claim.outcome(),
                                claim.scheduler().isEmpty()
                                        ? claim.about()
                                        : claim.about() + " under " + claim.scheduler(),
                                claim.measured(),
                                claim.expected(),
                                claim.origin()))
                .collect(Collectors.joining());
    }

    /// Columns: `outcome`, `about`, `scheduler`, `measured`, `expected`, `from`: a row for each claim, those that
    /// failed first, then those that were not measured.
    @Override
    public Table table() {
        var outcome = StringColumn.create("outcome");
        var about = StringColumn.create("about");
        var scheduler = StringColumn.create("scheduler");
        var measured = StringColumn.create("measured");
        var expected = StringColumn.create("expected");
        var from = StringColumn.create("from");
        List<Claim> gravestFirst = new ArrayList<>(claims);
        gravestFirst.sort(Comparator.comparing(Claim::outcome));
        for (Claim claim : gravestFirst) {
            outcome.append(claim.outcome().toString());
            about.append(claim.about());
            scheduler.append(claim.scheduler());
            measured.append(claim.measured());
            expected.append(claim.expected());
            from.append(claim.origin());
        }
        return CaptionedTable.titled(toString(), outcome, about, scheduler, measured, expected, from);
    }

    /// The outcome and how many claims had which.
    @Override
    public String toString() {
        String counts = Stream.of(Outcome.values())
                .map(each -> counted(each))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return "verdict: %s (%s)".formatted(outcome(), counts.isEmpty() ? "nothing was claimed" : counts);
    }

    private String counted(Outcome outcome) {
        long count = claims.stream().filter(claim -> claim.outcome() == outcome).count();
        return count == 0 ? "" : count + " " + outcome;
    }
}
