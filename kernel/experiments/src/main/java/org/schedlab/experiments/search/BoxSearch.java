package org.schedlab.experiments.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.MersenneTwister;
import org.hipparchus.random.RandomGenerator;

/// Looks for the least value of a function by CMA-ES (Hansen and Ostermeier, 2001), of Hipparchus: it goes by
/// the order of
/// the values alone, so that steps, ridges and settings that fail do not mislead it, and it draws all that is
/// random from one seed. When it has converged, it begins again somewhere else. Not thread-safe.
public final class BoxSearch {
    /// In parts of each range; CMA-ES's usual advice is a third of where the optimum may lie.
    private static final double FIRST_STEP = 0.3;

    private static final double CONVERGED = 1e-9;

    /// So many questions in a row that brought nothing new: the box has no more to tell.
    private static final int STALE = 400;

    private final List<Range> box;
    private final RandomGenerator random;

    /// @param seed of all that is drawn
    public BoxSearch(List<Range> box, long seed) {
        this.box = List.copyOf(box);
        this.random = new MersenneTwister(seed);
    }

    /// Tells a function's value at a point, and whether that is news.
    public interface Look {
        /// The value; the less the better. Finite.
        ///
        /// @throws Enough nothing more is to be tried
        double at(List<Long> point);

        /// How many different points were looked at.
        int points();
    }

    /// Ends a search: no more is to be tried.
    public static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// Without a stack, which nobody looks at.
        public Enough() {
            super("enough was tried", null, false, false);
        }
    }

    /// Searches until the function has enough, or nothing new is found to be tried.
    ///
    /// @param start where it begins; what lies outside of the box is taken for its nearest edge
    public void from(List<Long> start, Look look) {
        try {
            double[] first = parts(start);
            int points;
            do {
                points = look.points();
                searchOnce(first, look);
                first = anywhere();
            } while (look.points() > points || !exhausted(look));
        } catch (Enough e) {
            // What was looked at is known to who looked.
        }
    }

    /// Whether points drawn anywhere bring nothing new either.
    private boolean exhausted(Look look) {
        int points = look.points();
        for (int tried = 0; tried < STALE && look.points() == points; tried++) {
            double _ = look.at(point(anywhere()));
        }
        return look.points() == points;
    }

    private void searchOnce(double[] first, Look look) {
        ToDoubleFunction<double[]> function = parts -> look.at(point(parts));
        int dimensions = box.size();
        double[] zeros = new double[dimensions];
        double[] ones = filled(dimensions, 1);
        // Ends after so many questions by an exception of its own, as the interface of the library has it.
        var optimizer =
                new CMAESOptimizer(STALE, 0, true, 0, 0, random, false, new SimpleValueChecker(CONVERGED, CONVERGED));
        var _ = optimizer.optimize(
                new MaxEval(Integer.MAX_VALUE),
                new ObjectiveFunction(function::applyAsDouble),
                GoalType.MINIMIZE,
                new SimpleBounds(zeros, ones),
                new InitialGuess(first),
                new CMAESOptimizer.Sigma(filled(dimensions, FIRST_STEP)),
                new CMAESOptimizer.PopulationSize(4 + (int) (3 * StrictMath.log(dimensions))));
    }

    private double[] anywhere() {
        double[] parts = new double[box.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = random.nextDouble();
        }
        return parts;
    }

    private List<Long> point(double[] parts) {
        List<Long> point = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            point.add(box.get(i).at(parts[i]));
        }
        return point;
    }

    private double[] parts(List<Long> point) {
        double[] parts = new double[box.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = box.get(i).part(point.get(i));
        }
        return parts;
    }

    private static double[] filled(int length, double value) {
        double[] all = new double[length];
        java.util.Arrays.fill(all, value);
        return all;
    }
}
