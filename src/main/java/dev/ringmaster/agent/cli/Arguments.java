package dev.ringmaster.agent.cli;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.support.RingmasterException;

/** What may become an argument of an agent's command line although it came from outside. */
public final class Arguments {

    /** Nothing that could be read as an option or a path. */
    private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");

    private Arguments() {
    }

    public static boolean isSessionId(String id) {
        return SESSION_ID.matcher(id).matches();
    }

    /**
     * The session that the task goes on with.
     *
     * @param title of the platform, for the message
     * @throws RingmasterException VALIDATION when the id could be taken for something else
     */
    public static Optional<String> session(AgentTask task, String title) {
        String session = task.resumeSessionId();
        if (session != null && !isSessionId(session)) {
            throw RingmasterException.invalid("'" + session + "' is not a session id of " + title
                    + ". Start the card again without its old session.");
        }
        return Optional.ofNullable(session);
    }

    /**
     * The model that the task asks for.
     *
     * @throws RingmasterException VALIDATION when the name could be taken for an option
     */
    public static Optional<String> model(AgentTask task) {
        String model = task.model();
        if (model == null || model.isBlank()) {
            return Optional.empty();
        }
        if (model.startsWith("-")) {
            throw RingmasterException.invalid("'" + model + "' is not a model name. Correct the subscription's model.");
        }
        return Optional.of(model);
    }
}
