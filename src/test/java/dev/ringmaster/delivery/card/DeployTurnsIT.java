package dev.ringmaster.delivery.card;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.loop.LoopDatabase;

/** Whose turn it is to be merged and deployed. */
class DeployTurnsIT {

    private static final String NEEDS_A_PERSON = "attention_reason = 'ACTION_FAILED', attention_message = 'look',"
            + " attention_since = now()";

    @AutoClose
    private static final LoopDatabase database = LoopDatabase.shared();

    private final CardDeliveryRepository deliveries = new CardDeliveryRepository();
    private UUID project;
    private UUID mine;

    @BeforeEach
    void queue() throws SQLException {
        database.execute("delete from card");
        project = project("shop");
        mine = card(project, 1, "DEPLOY_QUEUE", 0);
        action(mine, "MERGE", "RUNNING");
    }

    private static UUID project(String application) throws SQLException {
        UUID id = UUID.randomUUID();
        database.execute(
                """
                        insert into project (id, name, repository_path, default_branch, max_iterations, max_runtime_seconds, max_cost_usd)
                        values ('%1$s', '%1$s', '/%1$s', 'main', 1, 1, 1);
                        insert into project_delivery (project_id, settings) values ('%1$s', '{"application": "%2$s"}')"""
                        .formatted(id, application));
        return id;
    }

    /** @param since seconds after this card came into the queue */
    private static UUID card(UUID project, int number, String state, int since) throws SQLException {
        UUID id = UUID.randomUUID();
        database.execute("""
                insert into card (id, project_id, number, title, state, state_changed_at)
                values ('%s', '%s', %d, 'C', '%s', timestamptz '2026-01-01 00:00:00Z' + interval '%d s')"""
                .formatted(id, project, number, state, since));
        return id;
    }

    private static void action(UUID card, String action, String state) throws SQLException {
        database.execute("""
                with moved as (insert into card_transition (card_id, from_state, to_state, trigger, actor)
                               values ('%1$s', 'A', 'B', 'T', 'server') returning id)
                insert into card_action (card_id, transition_id, action, state) select '%1$s', id, '%2$s', '%3$s' from moved"""
                .formatted(card, action, state));
    }

    private Optional<Integer> ahead() {
        return await(deliveries.deployAhead(database.pool(), mine));
    }

    @ParameterizedTest
    @ValueSource(strings = { "DEPLOYING", "VERIFYING" })
    void a_deploy_under_way_is_waited_for_unless_it_needs_a_person(String state) throws SQLException {
        assertThat(ahead()).isEmpty();

        var other = card(project, 2, state, 5);

        assertThat(ahead()).contains(2);
        database.execute("update card set " + NEEDS_A_PERSON + " where id = '" + other + "'");
        assertThat(ahead()).isEmpty();
    }

    @Test
    void of_two_in_the_queue_the_first_is_merged_first_and_none_after_it_while_it_waits_to_be_deployed() throws SQLException {
        var later = card(project, 2, "DEPLOY_QUEUE", 5);
        action(later, "MERGE", "PENDING");
        assertThat(ahead()).isEmpty();
        var earlier = card(project, 3, "DEPLOY_QUEUE", -5);
        action(earlier, "MERGE", "PENDING");
        assertThat(ahead()).contains(3);

        database.execute("update card set state = 'FAILED' where id = '" + earlier + "'");
        database.execute("update card_action set state = 'DONE' where card_id = '" + later + "'");

        assertThat(ahead()).as("what is merged already is deployed now").contains(2);
    }

    @Test
    void a_rollback_is_waited_for_and_the_repair_after_it_is_not() throws SQLException {
        var other = card(project, 2, "ERROR_FIXING", -5);
        action(other, "ROLL_BACK", "PENDING");
        assertThat(ahead()).contains(2);

        database.execute("update card_action set state = 'DONE' where card_id = '" + other + "'");

        assertThat(ahead()).isEmpty();
    }

    @Test
    void another_project_is_waited_for_only_where_it_deploys_the_same_application() throws SQLException {
        card(project("blog"), 7, "DEPLOYING", -5);
        assertThat(ahead()).isEmpty();

        card(project("shop"), 8, "DEPLOYING", -5);

        assertThat(ahead()).contains(8);
    }
}
