package dev.ringmaster.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.ringmaster.runner.LineFramer.Line;

class LineFramerTest {

    private static final int LIMIT = 16;

    @Test
    void splitsAtNewlinesOnlyAndTellsWhereEachLineEnds() {
        var lines = frame("a\n\nb\u2028c\rd\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(lines).containsExactly(new Line("a", 2, false), new Line("", 3, false),
                new Line("b\u2028c\rd", 12, false));
    }

    @Test
    void removesNulKeepsAnsiAndReplacesInvalidUtf8() {
        var lines = frame(new byte[] { 'x', 0, 0x1b, '[', '1', 'm', (byte) 0xff, 'y', '\n' });

        assertThat(lines).containsExactly(new Line("x\u001b[1m\ufffdy", 9, false));
    }

    @Test
    void keepsTheLastLineWithoutNewlineForTheFlush() {
        var framer = new LineFramer(0, LIMIT);

        assertThat(framer.feed(0, bytes("one\ntwo"))).containsExactly(new Line("one", 4, false));
        assertThat(framer.flush()).isEqualTo(new Line("two", 7, false));
        assertThat(framer.flush()).isNull();
    }

    @Test
    void cutsALineThatIsTooLongAndGoesOnBehindItsEnd() {
        var lines = frame(bytes("x".repeat(LIMIT) + "\n" + "y".repeat(LIMIT + 1) + "\nz\n"));

        assertThat(lines).containsExactly(new Line("x".repeat(LIMIT), 17, false), new Line("y".repeat(LIMIT), 35, true),
                new Line("z", 37, false));
    }

    @Test
    void aCutDoesNotLeaveHalfACharacter() {
        var lines = frame(bytes("x".repeat(LIMIT - 1) + "€€\n" + "x".repeat(LIMIT - 3) + "€€\n"));

        assertThat(lines).extracting(Line::text).containsExactly("x".repeat(LIMIT - 1), "x".repeat(LIMIT - 3) + "€");
    }

    @Test
    void aCutLineWithoutEndIsFlushedOnce() {
        var framer = new LineFramer(100, LIMIT);
        framer.feed(100, bytes("y".repeat(50)));
        framer.feed(150, bytes("y".repeat(50)));

        assertThat(framer.flush()).isEqualTo(new Line("y".repeat(LIMIT), 200, true));
        assertThat(framer.flush()).isNull();
    }

    @Test
    void refusesBytesThatDoNotFollow() {
        var framer = new LineFramer(10);

        assertThatThrownBy(() -> framer.feed(11, bytes("a"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11").hasMessageContaining("10");
    }

    @Test
    void restartingAtAnyCommittedOffsetGivesTheLinesThatFollowHoweverTheBytesAreSliced() throws Exception {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            byte[] stream = randomStream(random);
            var whole = frame(stream);
            assertThat(whole).as("seed %d", seed).isEqualTo(inSlices(stream, 0, random));
            for (int i = 0; i < whole.size(); i++) {
                assertThat(inSlices(stream, (int) whole.get(i).endOffset(), random)).as("seed %d, after line %d", seed, i)
                        .isEqualTo(whole.subList(i + 1, whole.size()));
            }
        }
    }

    @Test
    void memoryStaysFlatInAnEndlessLine() {
        var framer = new LineFramer(0, 1024 * 1024);
        var slice = new byte[256 * 1024];
        Arrays.fill(slice, (byte) 'x');
        long before = heapAfterCollection();
        long offset = 0;
        for (; offset < 1L << 30; offset += slice.length) {
            assertThat(framer.feed(offset, slice)).isEmpty();
        }

        assertThat(heapAfterCollection() - before).isLessThan(8 * 1024 * 1024);
        var line = framer.feed(offset, bytes("\n")).get(0);
        assertThat(line.cut()).isTrue();
        assertThat(line.text()).hasSize(1024 * 1024);
        assertThat(line.endOffset()).isEqualTo((1L << 30) + 1);
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static byte[] randomStream(Random random) throws Exception {
        var out = new ByteArrayOutputStream();
        var pieces = List.of(bytes("\n"), bytes("\r\n"), bytes("abc"), bytes("€"), bytes("😀"), new byte[] { 0 },
                new byte[] { (byte) 0x80 }, new byte[] { (byte) 0xf0 }, bytes("x".repeat(LIMIT)));
        for (int i = random.nextInt(40); i >= 0; i--) {
            out.write(pieces.get(random.nextInt(pieces.size())));
        }
        return out.toByteArray();
    }

    private static List<Line> inSlices(byte[] stream, int from, Random random) {
        var framer = new LineFramer(from, LIMIT);
        var lines = new ArrayList<Line>();
        int at = from;
        while (at < stream.length) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(10));
            lines.addAll(framer.feed(at, Arrays.copyOfRange(stream, at, end)));
            at = end;
        }
        return withLast(framer, lines);
    }

    private static List<Line> frame(byte[] stream) {
        var framer = new LineFramer(0, LIMIT);
        return withLast(framer, new ArrayList<>(framer.feed(0, stream)));
    }

    private static List<Line> withLast(LineFramer framer, List<Line> lines) {
        var last = framer.flush();
        if (last != null) {
            lines.add(last);
        }
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
