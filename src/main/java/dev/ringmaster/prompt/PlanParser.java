package dev.ringmaster.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringmaster.agent.AgentEvent.CompletionSignal;

/** Reads the plan and the acceptance criteria out of the words with which a planning agent ended. Lenient about style. */
public final class PlanParser {

    private static final int MOST_CRITERIA = 50;
    private static final int LONGEST_CRITERION = 1000;

    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+.*|\\*\\*[^*]+\\*\\*:?");
    private static final Pattern CRITERIA = Pattern.compile("[#*\\s\\d.]*acceptance\\s+criteria[:*#\\s]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+•]|\\d{1,3}[.)])\\s+(?:\\[[ xX]]\\s+)?(.*)");

    private PlanParser() {
    }

    /**
     * What a plan says.
     *
     * @param plan the text without the criteria and without the completion tag
     * @param acceptanceCriteria empty when the agent gave none
     */
    public record Plan(String plan, List<String> acceptanceCriteria) {

        public Plan {
            acceptanceCriteria = List.copyOf(acceptanceCriteria);
        }
    }

    /** When the heading stands there several times, the last one counts. */
    public static Plan parse(String lastText) {
        List<String> lines = lastText.replace(CompletionSignal.TAG, "").lines().toList();
        int heading = lastHeading(lines);
        if (heading < 0) {
            return new Plan(String.join("\n", lines).strip(), List.of());
        }
        int end = heading + 1;
        while (end < lines.size() && !HEADING.matcher(lines.get(end).strip()).matches()) {
            end++;
        }
        List<String> plan = new ArrayList<>(lines.subList(0, heading));
        plan.addAll(lines.subList(end, lines.size()));
        return new Plan(String.join("\n", plan).strip(), criteria(lines.subList(heading + 1, end)));
    }

    private static int lastHeading(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            boolean heading = HEADING.matcher(line).matches() || line.endsWith(":");
            if (heading && CRITERIA.matcher(line).matches()) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> criteria(List<String> lines) {
        List<String> criteria = new ArrayList<>();
        boolean open = false;
        for (String line : lines) {
            Matcher item = ITEM.matcher(line);
            if (item.matches()) {
                criteria.add(item.group(1).strip());
                open = true;
            } else if (line.isBlank() || line.strip().startsWith("```")) {
                open = false;
            } else if (open) {
                criteria.set(criteria.size() - 1, criteria.getLast() + " " + line.strip());
            }
        }
        return criteria.stream().filter(criterion -> !criterion.isEmpty()).limit(MOST_CRITERIA)
                .map(PlanParser::bounded).toList();
    }

    private static String bounded(String criterion) {
        return criterion.length() <= LONGEST_CRITERION ? criterion : criterion.substring(0, LONGEST_CRITERION) + "…";
    }
}
