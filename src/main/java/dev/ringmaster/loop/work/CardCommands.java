package dev.ringmaster.loop.work;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.RunClaims;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.workspace.Workspace;
import io.vertx.mutiny.sqlclient.Pool;

/** Runs a project's command for a card outside of a run, such as its checks in TESTING. Blocking: for workers. */
@ApplicationScoped
public class CardCommands {

    private final Pool pool;
    private final RunClaims claims;
    private final Runner runner;
    private final CardRepository cards;
    private final ShellCommands commands;
    private final LoopConfig config;

    CardCommands(Pool pool, RunClaims claims, Runner runner, CardRepository cards, ShellCommands commands,
            LoopConfig config) {
        this.pool = pool;
        this.claims = claims;
        this.runner = runner;
        this.cards = cards;
        this.commands = commands;
        this.config = config;
    }

    /**
     * Takes the worktree (whatever was left running in it is ended), runs the command, and ends it early when the card
     * leaves the state it was started in.
     *
     * @param name unique among the card's commands
     */
    public ShellCommands.Result run(Card card, Workspace workspace, String name, String line) {
        var epoch = Await.of(claims.nextEpoch());
        runner.takeOver(Work.guard(card.id()), epoch, null);
        var command = new ShellCommands.Command(name + "-e" + epoch, Work.guard(card.id()), epoch, workspace, line,
                config.checkTimeout());
        return commands.run(command, new Departure(card)::happened);
    }

    /** Looks at most once a second whether the card is still where it was. */
    private final class Departure {

        private static final long EVERY_NANOS = 1_000_000_000L;

        private final Card card;
        private long lookedNanos = System.nanoTime();

        private Departure(Card card) {
            this.card = card;
        }

        private boolean happened() {
            if (System.nanoTime() - lookedNanos < EVERY_NANOS) {
                return false;
            }
            lookedNanos = System.nanoTime();
            return Await.of(cards.require(pool, card.id()).map(now -> now.state() != card.state())
                    .onFailure().recoverWithItem(false));
        }
    }
}
