package org.schedlab.lab.words;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.verdict.Measured;

import static org.assertj.core.api.Assertions.assertThat;

final class CourseWordsTest {
    @Test
    void tellsRightFromWrongAndFromNothing() {
        assertThat(CourseWords.check("nice 0 : nice 5", 3.1, 3.06, 0.05, "weights"))
                .isEqualTo("right: nice 0 : nice 5 is 3.100");
        assertThat(CourseWords.check("nice 0 : nice 5", 9.3, 3.06, 0.05, "weights"))
                .isEqualTo("not yet: nice 0 : nice 5 is not 9.300\n  hint: weights");
        assertThat(CourseWords.check("nice 0 : nice 5", CourseWords.UNANSWERED, 3.06, 0.05, "weights"))
                .isEqualTo("no answer yet: nice 0 : nice 5\n  hint: weights");
    }

    @Test
    void aClaimSaysWhatIsExpected() {
        assertThat(CourseWords.check(Measured.that("p99 [ms]", 20).atMost(8), "look at the slice"))
                .isEqualTo("not yet: p99 [ms] is 20, and it is to be at most 8\n  hint: look at the slice");
        assertThat(CourseWords.check(Measured.that("p99 [ms]", 5).atMost(8), "look at the slice"))
                .isEqualTo("right: p99 [ms] is 5");
    }
}
