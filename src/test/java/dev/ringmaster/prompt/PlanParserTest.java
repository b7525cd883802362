package dev.ringmaster.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.prompt.PlanParser.Plan;

class PlanParserTest {

    @Test
    void plan_and_criteria_come_apart() {
        Plan plan = PlanParser.parse("""
                # Plan

                1. Change a
                2. Change b

                ## Acceptance criteria

                - `sh a.sh` prints 1
                - [ ] it is **documented**
                  in the README

                ## Risks

                - none

                <promise>COMPLETE</promise>
                """);

        assertThat(plan.acceptanceCriteria()).containsExactly("`sh a.sh` prints 1", "it is **documented** in the README");
        assertThat(plan.plan()).isEqualTo("""
                # Plan

                1. Change a
                2. Change b

                ## Risks

                - none""");
    }

    @ParameterizedTest
    @ValueSource(strings = { "## Acceptance Criteria:", "**Acceptance criteria**", "### 3. acceptance criteria",
            "Acceptance criteria:", "**Acceptance criteria:**" })
    void the_heading_may_be_written_in_many_ways(String heading) {
        assertThat(PlanParser.parse("Plan\n\n" + heading + "\n\n* one\n2) two\n").acceptanceCriteria())
                .containsExactly("one", "two");
    }

    @Test
    void words_about_criteria_are_no_heading() {
        Plan plan = PlanParser.parse("I will meet the acceptance criteria.\n- step");

        assertThat(plan.acceptanceCriteria()).isEmpty();
        assertThat(plan.plan()).isEqualTo("I will meet the acceptance criteria.\n- step");
    }

    @Test
    void criteria_are_bounded_in_number_and_length() {
        Plan plan = PlanParser.parse("## Acceptance criteria\n" + ("- " + "x".repeat(5000) + "\n").repeat(200));

        assertThat(plan.acceptanceCriteria()).hasSize(50).allSatisfy(item -> assertThat(item).hasSize(1001));
    }

    @Test
    void nothing_comes_out_of_nothing() {
        assertThat(PlanParser.parse("")).isEqualTo(new Plan("", java.util.List.of()));
    }
}
