package dev.ringmaster.loop.action;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.AcceptanceCriterion;
import dev.ringmaster.card.AcceptanceCriterionRepository;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.prompt.PlanParser;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Keeps what loops have to say: plans, and the circumstances of failures. */
@ApplicationScoped
class PlanActions {

    private static final int CONTEXT_CHARS = 8_000;
    private static final int MOST_CRITERIA = 50;

    private final Pool pool;
    private final AcceptanceCriterionRepository criteria;
    private final CardChanges changes;

    PlanActions(Pool pool, AcceptanceCriterionRepository criteria, CardChanges changes) {
        this.pool = pool;
        this.criteria = criteria;
        this.changes = changes;
    }

    /** The newest plan run's last words become the plan; criteria that a person wrote stay. */
    @ConsumeEvent("card.action.STORE_PLAN")
    Uni<ActionOutcome> storePlan(ActionRequest request) {
        return pool.withTransaction(tx -> tx.preparedQuery("""
                select i.response_summary from iteration i join run r on r.id = i.run_id
                where r.card_id = $1 and r.stage = 'PLAN' and i.outcome = 'COMPLETED'
                order by i.ended_at desc limit 1""").execute(Tuple.of(request.cardId()))
                .flatMap(rows -> {
                    if (rows.size() == 0 || rows.iterator().next().getString(0) == null) {
                        return Uni.createFrom().<ActionOutcome> item(new ActionOutcome.Hopeless("PLAN",
                                "The planning loop ended without a plan."));
                    }
                    return store(tx, request.cardId(), PlanParser.parse(rows.iterator().next().getString(0)));
                }))
                .invoke(() -> changes.changed(request.projectId()));
    }

    private Uni<ActionOutcome> store(SqlClient tx, UUID cardId, PlanParser.Plan plan) {
        return criteria.ofCard(tx, cardId)
                .flatMap(present -> criteria.replace(tx, cardId, union(present, plan.acceptanceCriteria())))
                .chain(() -> tx.preparedQuery("""
                        update card set plan = $2 where id = $1""")
                        .execute(Tuple.of(cardId, plan.plan())))
                .replaceWith(new ActionOutcome.Done("plan stored, " + plan.acceptanceCriteria().size()
                        + " acceptance criteria proposed"));
    }

    private static List<String> union(List<AcceptanceCriterion> present, List<String> proposed) {
        var all = new ArrayList<>(present.stream().map(AcceptanceCriterion::description).toList());
        proposed.stream().filter(text -> !all.contains(text)).limit(Math.max(0, MOST_CRITERIA - all.size()))
                .forEach(all::add);
        return all;
    }

    /** A failure that brought no context of its own gets the end of its last run's transcript. */
    @ConsumeEvent("card.action.COLLECT_ERROR_CONTEXT")
    Uni<ActionOutcome> collectContext(ActionRequest request) {
        return pool.preparedQuery("""
                update card_error set context = (
                  select right(string_agg(e.line, E'\\n' order by e.seq), $2) from (
                    select v.seq, v.kind || ': ' || coalesce(v.text, v.tool_output, v.tool_name, '') as line
                    from run_event v
                    where v.run_id = (select id from run where card_id = $1 order by queued_at desc limit 1)
                      and v.kind in ('ASSISTANT_TEXT', 'TOOL_RESULT', 'WARNING', 'RAW', 'SESSION_ENDED', 'RATE_LIMIT')
                    order by v.seq desc limit 20) e)
                where card_id = $1 and transition_id = $3 and context is null""")
                .execute(Tuple.of(request.cardId(), CONTEXT_CHARS, request.transitionId()))
                .invoke(() -> changes.changed(request.projectId()))
                .replaceWith(new ActionOutcome.Done("context collected"));
    }
}
