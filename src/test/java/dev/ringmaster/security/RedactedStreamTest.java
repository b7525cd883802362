package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that come in pieces: whoever joins the pieces finds no secret. */
class RedactedStreamTest {

    private static final String MARK = Redactor.MARK;
    private static final String SECRET = "correct-horse-battery";
    private static final String TOKEN = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String PEM = "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASC-----END PRIVATE KEY-----";

    private final Redactor redactor = new Redactor(List.of(SECRET));

    private List<String> pieces(boolean lines, List<String> texts) {
        RedactedStream<Integer> stream = redactor.stream(lines);
        var told = new ArrayList<RedactedStream.Piece<Integer>>();
        for (int i = 0; i < texts.size(); i++) {
            told.addAll(stream.accept(texts.get(i), i));
        }
        told.addAll(stream.flush());
        assertThat(told).extracting(RedactedStream.Piece::of)
                .containsExactlyElementsOf(IntStream.range(0, texts.size()).boxed().toList());
        return told.stream().map(RedactedStream.Piece::text).toList();
    }

    static Stream<List<String>> cuts() {
        return Stream.of(SECRET, TOKEN, PEM).flatMap(secret -> {
            var text = "before " + secret + " after";
            return Stream.concat(
                    IntStream.range(1, text.length()).mapToObj(at -> List.of(text.substring(0, at), text.substring(at))),
                    Stream.of(text.chars().mapToObj(Character::toString).toList()));
        });
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aSecretThatIsCutAnywhereIsNotPutTogetherAgain(List<String> texts) {
        var joined = String.join("", pieces(false, texts));

        assertThat(joined).startsWith("before ").endsWith(" after").contains(MARK);
        assertThat(joined.replace(MARK, "")).hasSizeLessThanOrEqualTo("before  after".length() + 12)
                .doesNotContain("orse", "tery", "abcdefgh", "MIIE");
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aSecretOverLinesIsNotPutTogetherAgain(List<String> texts) {
        var joined = String.join("", pieces(true, texts));

        assertThat(joined).startsWith("before ").endsWith(" after").contains(MARK);
        assertThat(joined.replace(MARK, "")).doesNotContain("orse-b", "attery", "abcdefgh", "vQIBADAN");
    }

    /** What else is told of a run comes between two pieces of one text. */
    @Test
    void aSecretIsNotPutTogetherOverWhatComesInBetween() {
        for (int at = 1; at < SECRET.length(); at++) {
            RedactedStream<String> stream = redactor.stream(false);
            var told = new ArrayList<>(stream.accept("before " + SECRET.substring(0, at), ""));
            told.addAll(stream.flush());
            told.addAll(stream.accept(SECRET.substring(at) + " after", ""));
            told.addAll(stream.flush());
            var joined = told.stream().map(RedactedStream.Piece::text).collect(Collectors.joining());

            assertThat(joined).contains(MARK).endsWith(" after");
            assertThat(joined.length()).as(joined).isLessThanOrEqualTo(("before " + MARK + MARK + " after").length() + 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "hello", "a correct answer", "correct", "correct-horses", "see https://example.org",
            "desk-top" })
    void whatOnlyLooksLikeTheBeginningIsToldInTheEnd(String text) {
        assertThat(pieces(false, List.of(text, " and more"))).containsExactly(text, " and more");
        assertThat(pieces(true, List.of("one", text, "two"))).containsExactly("one", text, "two");
    }

    @Test
    void whatIsHarmlessIsNotHeld() {
        RedactedStream<String> stream = redactor.stream(true);

        for (var line : List.of("Compiling 3 files", "see https://example.org/x", "TOKEN=" + TOKEN, "c", "cor", "")) {
            assertThat(stream.accept(line, line)).hasSize(1);
            assertThat(stream.isHolding()).isFalse();
        }
        assertThat(stream.accept("it is correct", "last")).isEmpty();
        assertThat(stream.oldestHeld()).isEqualTo("last");
    }

    @Test
    void noMoreIsHeldThanTheLongestSecretMayBe() {
        RedactedStream<Integer> stream = redactor.stream(true);
        assertThat(stream.accept("-----BEGIN PRIVATE KEY-----", 0)).isEmpty();
        int told = 0;
        for (int i = 1; i <= 3000; i++) {
            told += stream.accept("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB", i).size();
        }

        assertThat(told).isGreaterThan(1000);
    }
}
