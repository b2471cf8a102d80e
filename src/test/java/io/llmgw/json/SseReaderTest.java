package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  private static final int LIMIT = 1_000_000;

  private record Event(@Nullable String name, String data) {
    static Event of(String data) {
      return new Event(null, data);
    }
  }

  @Nested
  class Lines {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void mayEndInThreeWays(String end) {
      assertEvents(
          "data: a||event: e|data: b1|data: b2||: comment||data: c||".replace("|", end),
          Event.of("a"),
          new Event("e", "b1\nb2"),
          Event.of("c"));
    }

    @Test
    void mayEndInThreeWaysInOneStream() {
      assertEvents(
          "data: a\r\n\rdata: b\n\r\ndata: c\r\rdata: d1\rdata: d2\ndata: d3\r\n\n",
          Event.of("a"),
          Event.of("b"),
          Event.of("c"),
          Event.of("d1\nd2\nd3"));
    }

    @Test
    void aByteOrderMarkIsSkippedOnceAtTheStart() {
      assertEvents("\uFEFFdata: a\n\n", Event.of("a"));
      assertEvents("\uFEFF\ndata: a\n\n", Event.of("a"));
      assertEvents("\uFEFF\uFEFFdata: a\n\ndata: b\n\n", Event.of("b"));
      assertEvents("data: a\n\n\uFEFFdata: b\n\n", Event.of("a"));
      assertEvents("\n\uFEFFdata: b\n\n");
      assertEvents("\uFEFF");
    }
  }

  @Nested
  class Fields {
    @Test
    void dropOneSpaceAfterTheColon() {
      assertEvents(
          "data:a\n\ndata: b\n\ndata:  c\n\ndata:\td\n\ndata: \n\n",
          Event.of("a"),
          Event.of("b"),
          Event.of(" c"),
          Event.of("\td"),
          Event.of(""));
    }

    @Test
    void mayComeWithoutColonOrValue() {
      assertEvents(
          "data\n\ndata:\n\ndata\ndata\n\ndata:a\ndata\ndata:b\n\n",
          Event.of(""),
          Event.of(""),
          Event.of("\n"),
          Event.of("a\n\nb"));
    }

    @Test
    void keepColonsOfTheValue() {
      assertEvents("data: {\"a\":\"b: c\"}\n\n", Event.of("{\"a\":\"b: c\"}"));
    }

    @Test
    void joinSeveralDataLines() {
      assertEvents("data: YHOO\ndata: +2\nid: 7\ndata: 10\n\n", Event.of("YHOO\n+2\n10"));
      assertEvents("data: {\ndata: \"a\": {}\ndata: }\n\n", Event.of("{\n\"a\": {}\n}"));
    }

    @Test
    void skipCommentsAndUnknownOnes() {
      assertEvents(
          """
          : OPENROUTER PROCESSING

          :

          : keep-alive
          : ping
          id: 1
          retry: 10
          foo: bar
          foo
          data : no
           data: no
          datas: no
          dat: no
          DATA: no
          :data: no
          data: a
          : in between

          """,
          Event.of("a"));
    }

    @Test
    void giveNoEventWithoutData() {
      assertEvents("event: ping\n\nid: 1\n\n\n\n\nretry: 1\n\n");
      assertEvents("event: ping\n\ndata: a\n\n", Event.of("a"));
    }

    @Test
    void nameAnEvent() {
      assertEvents(
          """
          event: message_start
          data: a

          data: b
          event:é

          event: x
          event: y
          data: c

          event: x
          event
          data: d

          events: no
          data: e

          event:
          data: f

          """,
          new Event("message_start", "a"),
          new Event("é", "b"),
          new Event("y", "c"),
          Event.of("d"),
          Event.of("e"),
          Event.of("f"));
    }
  }

  @Nested
  class End {
    @Test
    void deliversAnEventWithoutItsBlankLine() {
      assertEvents("data: a\n\ndata: b", Event.of("a"), Event.of("b"));
      assertEvents("data: b\n", Event.of("b"));
      assertEvents("data: b\r", Event.of("b"));
      assertEvents("data: b\r\n", Event.of("b"));
      assertEvents("data: b\ndata: c", Event.of("b\nc"));
      assertEvents("event: e\ndata: b\n: c", new Event("e", "b"));
    }

    @Test
    void isNoEvent() {
      assertEvents("");
      assertEvents("\n\n");
      assertEvents(": comment");
      assertEvents("event: e");
      assertEvents("data: a\n\n\n\r\n", Event.of("a"));
    }

    @Test
    void staysTheEnd() throws IOException {
      SseReader reader = reader("data: a");
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
      assertThat(reader.next()).isFalse();
      assertThat(reader.ready()).isTrue();
    }
  }

  /** Some servers end an event with one line feed. */
  @Nested
  class SingleLineFeeds {
    @Test
    void separateJsonTexts() {
      assertEvents(
          "data: {\"a\":1}\ndata: {\"b\":{}}\r\ndata: {}\rdata: [DONE]\n",
          Event.of("{\"a\":1}"),
          Event.of("{\"b\":{}}"),
          Event.of("{}"),
          Event.of("[DONE]"));
    }

    @Test
    void doNotSeparateTheLinesOfOneJsonText() {
      String pretty =
          """
          {
            "a": [
              {},
              {"b": {}
              }
            ,{}],
            "c": {}
          }
          """;
      assertEvents(
          "data: " + pretty.strip().replace("\n", "\ndata: ") + "\n\n", Event.of(pretty.strip()));
    }

    @Test
    void doNotSeparateOtherText() {
      assertEvents("data: }\ndata: {\n\n", Event.of("}\n{"));
      assertEvents("data: {}\ndata\ndata: {}\n\n", Event.of("{}\n\n{}"));
      assertEvents("data: {}\ndata: x\n\n", Event.of("{}\nx"));
    }
  }

  @Nested
  class Cuts {
    private static final String MIXED =
        "\uFEFF: hello\n\ndata: {\"é\":\"中😀\"}\n\nevent: größe\r\ndata: a\r\ndata:b\r\n\r\n"
            + ":\r\rdata: c\r\rid: 1\ndata\n\n\n\r\n\revent: e\ndata: {}\ndata: {\"x\":1}"
            + "\n\nevent: lost\n\ndata: d1\r\ndata:  d2\rdata: d3\n\r\ndata: [DONE]\n\ndata: tail";
    private static final Event[] EVENTS = {
      Event.of("{\"é\":\"中😀\"}"),
      new Event("größe", "a\nb"),
      Event.of("c"),
      Event.of(""),
      new Event("e", "{}"),
      Event.of("{\"x\":1}"),
      Event.of("d1\n d2\nd3"),
      Event.of("[DONE]"),
      Event.of("tail"),
    };

    @Test
    void doNotChangeTheEvents() throws IOException {
      byte[] bytes = MIXED.getBytes(UTF_8);
      for (int at = 0; at <= bytes.length; at++) {
        assertThat(events(PiecewiseInputStream.cut(bytes, at), LIMIT))
            .as("cut at " + at)
            .containsExactly(EVENTS);
      }
      for (int size = 1; size <= bytes.length; size++) {
        assertThat(events(PiecewiseInputStream.every(bytes, size), LIMIT))
            .as("pieces of " + size)
            .containsExactly(EVENTS);
      }
    }

    @Test
    void inPairsDoNotChangeTheEvents() throws IOException {
      byte[] bytes = MIXED.getBytes(UTF_8);
      for (int first = 0; first <= bytes.length; first++) {
        for (int second = first; second <= bytes.length; second++) {
          List<Event> events = events(PiecewiseInputStream.cut(bytes, first, second), LIMIT);
          if (!events.equals(List.of(EVENTS))) {
            assertThat(events).as("cut at " + first + " and " + second).containsExactly(EVENTS);
          }
        }
      }
    }

    @Test
    void ofAPrefixDoNotChangeItsEvents() throws IOException {
      byte[] bytes = MIXED.getBytes(UTF_8);
      for (int length = 0; length <= bytes.length; length++) {
        byte[] prefix = Arrays.copyOf(bytes, length);
        List<Event> whole = events(new ByteArrayInputStream(prefix), LIMIT);
        assertThat(events(PiecewiseInputStream.every(prefix, 1), LIMIT)).isEqualTo(whole);
      }
    }

    @Test
    void aroundTheFirstBufferDoNotMatter() throws IOException {
      for (int padding = 8 * 1024 - 40; padding < 8 * 1024 + 10; padding++) {
        for (String before :
            List.of(": " + "x".repeat(padding) + "\r\n", "data: x\n\n".repeat(padding / 9))) {
          byte[] bytes = (before + "data: a1\r\ndata: a2\r\n\r\ndata: b\n\n").getBytes(UTF_8);
          List<Event> expected = events(PiecewiseInputStream.every(bytes, 1), LIMIT);
          assertThat(expected.subList(expected.size() - 2, expected.size()))
              .containsExactly(Event.of("a1\na2"), Event.of("b"));
          assertThat(events(new ByteArrayInputStream(bytes), LIMIT)).isEqualTo(expected);
        }
      }
    }
  }

  @Nested
  class Ready {
    /** Never held back for an event that is not here, and every one that is here is seen. */
    @Test
    void isTrueExactlyWhenTheNextEventIsHere() throws IOException {
      byte[] bytes =
          ("data: a\n\n"
                  + ": OPENROUTER PROCESSING\n\n"
                  + "data: b\r\n\r\n\n\n\n"
                  + "event: ping\n\n"
                  + "data: c1\r"
                  + "data: c2\r\r"
                  + "datax: no\n\n"
                  + "data\n\n\r\n\r\n"
                  + ":\r\r"
                  + "id: 5\r\n\r\n"
                  + "data: d\n"
                  + ": x\n\n"
                  + "data: e\n")
              .getBytes(UTF_8);
      int seen = 0;
      for (int length = 0; length <= bytes.length; length++) {
        SseReader reader = new SseReader(PiecewiseInputStream.thenSilent(bytes, length), LIMIT);
        assertThat(reader.ready()).isFalse();
        boolean more = nextOrSilence(reader);
        while (more) {
          boolean ready = reader.ready();
          more = nextOrSilence(reader);
          assertThat(ready).as("of " + length + " bytes").isEqualTo(more);
          seen++;
        }
      }
      assertThat(seen).isGreaterThan(200);
    }

    @Test
    void doesNotDisturbTheEvent() throws IOException {
      SseReader reader = reader("data: a1\ndata: a2\n\ndata: b\n\ndata: c\n\n");
      for (String data : List.of("a1\na2", "b", "c")) {
        assertThat(reader.next()).isTrue();
        reader.ready();
        assertThat(event(reader)).isEqualTo(Event.of(data));
      }
    }

    @Test
    void isNeverWronglyTrueForSingleLineFeeds() throws IOException {
      byte[] bytes = "data: {}\ndata: {\"a\":1}\ndata: {}\n".getBytes(UTF_8);
      SseReader reader = new SseReader(PiecewiseInputStream.thenSilent(bytes, bytes.length), LIMIT);
      assertThat(nextOrSilence(reader)).isTrue();
      assertThat(nextOrSilence(reader)).isTrue();
      assertThat(reader.ready()).isFalse();
      assertThat(nextOrSilence(reader)).isFalse();
    }

    private static boolean nextOrSilence(SseReader reader) throws IOException {
      try {
        return reader.next();
      } catch (PiecewiseInputStream.Silence e) {
        return false;
      }
    }
  }

  @Nested
  class Limit {
    @Test
    void isExactWhateverTheCuts() throws IOException {
      assertLimit("data: 3456789\n\n", "data: 34567890\n\n", 13);
      assertLimit(
          "data\ndata:3456\ndata\ndata\n\n", "data\ndata:3456\ndata:9\ndata\ndata:12\n\n", 10);
      assertLimit(": comment\n\n", ": comments\n\n", 9);
      assertLimit("event: abc\ndata\n\n", "event: abcd\ndata\n\n", 10);
      assertLimit("data: 7", "data: 78", 7);
    }

    private static void assertLimit(String good, String tooLong, int limit) throws IOException {
      for (int size = 1; size <= tooLong.length(); size++) {
        events(PiecewiseInputStream.every(good.getBytes(UTF_8), size), limit);
        InputStream in = PiecewiseInputStream.every(tooLong.getBytes(UTF_8), size);
        assertThatThrownBy(() -> events(in, limit))
            .isInstanceOf(EventTooLongException.class)
            .hasMessageContaining(limit + " bytes");
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 8191, 8192, 8193, 100_000})
    void letsAHugeEventThrough(int size) throws IOException {
      String huge = "x".repeat(LIMIT - 6);
      byte[] bytes = ("data: a\n\ndata: " + huge + "\n\ndata: b\n\n").getBytes(UTF_8);
      assertThat(events(PiecewiseInputStream.every(bytes, size), LIMIT))
          .containsExactly(Event.of("a"), Event.of(huge), Event.of("b"));
    }

    @Test
    void letsAnEventOfManyLinesThrough() throws IOException {
      byte[] bytes = ("data: 12345678\n".repeat(11_111) + "\ndata: b\n\n").getBytes(UTF_8);
      List<Event> events = events(new ByteArrayInputStream(bytes), 100_000);
      assertThat(events)
          .containsExactly(Event.of("12345678\n".repeat(11_111).strip()), Event.of("b"));
    }

    @Test
    void stopsAnEndlessLineSoon() {
      PiecewiseInputStream in =
          PiecewiseInputStream.every(("data: " + "x".repeat(LIMIT)).getBytes(UTF_8), 1000);
      assertThatThrownBy(() -> new SseReader(in, 50_000).next())
          .isInstanceOf(EventTooLongException.class);
      assertThat(in.count()).isLessThan(60_000);
    }

    @Test
    void stopsAnEventOfEndlesslyManyLinesSoon() {
      byte[] bytes = "data: x\n".repeat(100_000).getBytes(UTF_8);
      PiecewiseInputStream in = PiecewiseInputStream.every(bytes, 1000);
      assertThatThrownBy(() -> new SseReader(in, 10_000).next())
          .isInstanceOf(EventTooLongException.class);
      assertThat(in.count()).isLessThan(60_000);
    }

    @Test
    void doesNotCountWhatIsSkipped() throws IOException {
      String comments = ": keep-alive\n".repeat(10_000);
      byte[] bytes =
          (comments + "data: a\n" + comments + "\n" + comments + "data: b\n\n").getBytes(UTF_8);
      for (int size : new int[] {1, 999, bytes.length}) {
        assertThat(events(PiecewiseInputStream.every(bytes, size), 100))
            .containsExactly(Event.of("a"), Event.of("b"));
      }
    }

    @Test
    void givesTheRoomOfAHugeEventBack() throws IOException {
      String lines = ("data: " + "y".repeat(1000) + "\n").repeat(100);
      byte[] bytes =
          ("data: "
                  + "x".repeat(100_000)
                  + "\n\n"
                  + lines
                  + "\n"
                  + "data: b\ndata: b\n\ndata: c\n\n")
              .getBytes(UTF_8);
      SseReader reader = new SseReader(PiecewiseInputStream.every(bytes, 100), LIMIT);
      for (int i = 0; i < 3; i++) {
        assertThat(reader.next()).isTrue();
      }
      assertThat(event(reader)).isEqualTo(Event.of("b\nb"));
      assertThat(reader.data().length).isLessThanOrEqualTo(8 * 1024);
      assertThat(reader.next()).isTrue();
      assertThat(event(reader)).isEqualTo(Event.of("c"));
      assertThat(reader.data().length).isLessThanOrEqualTo(8 * 1024);
    }
  }

  @Nested
  class DataIs {
    @Test
    void comparesApartFromWhiteSpaceAround() throws IOException {
      for (String data : List.of("[DONE]", " [DONE]", "[DONE] ", "\t[DONE] \t")) {
        SseReader reader = reader("data: " + data + "\n\n");
        assertThat(reader.next()).isTrue();
        assertThat(reader.dataIs("[DONE]")).as(data).isTrue();
      }
      for (String data :
          List.of("", " ", "[DONE", "[DONE]]", "[done]", "[ DONE]", "{\"a\":\"[DONE]\"}", "é")) {
        SseReader reader = reader("data: " + data + "\n\n");
        assertThat(reader.next()).isTrue();
        assertThat(reader.dataIs("[DONE]")).as(data).isFalse();
      }
      SseReader joined = reader("data\ndata: [DONE]\ndata\n\n");
      assertThat(joined.next()).isTrue();
      assertThat(joined.dataIs("[DONE]")).isTrue();
    }
  }

  private static void assertEvents(String stream, Event... expected) {
    byte[] bytes = stream.getBytes(UTF_8);
    try {
      assertThat(events(new ByteArrayInputStream(bytes), LIMIT)).containsExactly(expected);
      assertThat(events(PiecewiseInputStream.every(bytes, 1), LIMIT)).containsExactly(expected);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Event> events(InputStream in, int limit) throws IOException {
    SseReader reader = new SseReader(in, limit);
    List<Event> events = new ArrayList<>();
    while (reader.next()) {
      events.add(event(reader));
    }
    return events;
  }

  private static Event event(SseReader reader) {
    return new Event(
        reader.name(), new String(reader.data(), reader.dataStart(), reader.dataLength(), UTF_8));
  }

  private static SseReader reader(String stream) {
    return new SseReader(new ByteArrayInputStream(stream.getBytes(UTF_8)), LIMIT);
  }
}
