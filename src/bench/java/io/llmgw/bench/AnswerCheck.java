package io.llmgw.bench;

import java.nio.charset.StandardCharsets;

/**
 * Decides whether an answer is the right one while its bytes pass, without keeping them: the number
 * of the request must come back, every content event must arrive, the end mark must be there. Not
 * thread-safe.
 */
final class AnswerCheck implements BodySink {
  private static final int TOKEN = (int) packed(" tok");
  private static final int END_OF_STREAM = (int) packed("DONE");
  private static final long END_OF_TYPE = packed("mpletion");
  private static final int SAMPLE = 160;

  private final boolean streamed;
  private final int expectedEvents;
  private final byte[] sample = new byte[SAMPLE];
  private int sampled;
  private long expectedNonce;
  private long window;
  private int events;
  private boolean nonceSeen;
  private boolean endSeen;

  AnswerCheck(Script script) {
    streamed = !(script instanceof Script.Json);
    expectedEvents = script.events();
  }

  void expect(long packedNonce) {
    expectedNonce = packedNonce;
    window = 0;
    sampled = 0;
    events = 0;
    nonceSeen = false;
    endSeen = false;
  }

  @Override
  public void accept(byte[] bytes, int from, int to) {
    if (sampled < SAMPLE) {
      int added = Math.min(SAMPLE - sampled, to - from);
      System.arraycopy(bytes, from, sample, sampled, added);
      sampled += added;
    }
    long last = window;
    for (int at = from; at < to; at++) {
      last = (last << 8) | (bytes[at] & 0xff);
      if (last == expectedNonce) {
        nonceSeen = true;
      } else if ((int) last == TOKEN) {
        events++;
      } else if (streamed ? (int) last == END_OF_STREAM : last == END_OF_TYPE) {
        endSeen = true;
      }
    }
    window = last;
  }

  /** Content events seen so far. */
  int events() {
    return events;
  }

  boolean isRight() {
    return nonceSeen && endSeen && events == expectedEvents;
  }

  /** Says what is wrong with a complete answer that is not right. */
  String complaint() {
    if (!nonceSeen) {
      return "wrong answer (not the one to this request): " + start();
    }
    if (events != expectedEvents) {
      return "wrong answer (" + events + " of " + expectedEvents + " events)";
    }
    return "wrong answer (no end mark)";
  }

  /** The first bytes of the body. */
  String start() {
    return new String(sample, 0, sampled, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
  }

  private static long packed(String text) {
    long packed = 0;
    for (int at = 0; at < text.length(); at++) {
      packed = (packed << 8) | text.charAt(at);
    }
    return packed;
  }
}
