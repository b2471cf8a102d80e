package io.llmgw.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link ScriptedUpstream} does with one request: a head, then steps in order, then a good
 * end that keeps the connection. Immutable; every method gives a new one.
 *
 * <pre>{@code
 * Reply.sse("data: 1\n\n").pause(Duration.ofMillis(50)).send("data: 2\n\n")   // chunked, good end
 * Reply.sse("data: 1\n\n").stall()          // says something, then nothing until the client leaves
 * Reply.sse("data: 1\n\n").cut()            // clean FIN in the middle of the chunked body
 * Reply.sse(events).cutAfter(100)           // the same after that many bytes of the body
 * Reply.sse("data: 1\n\n").reset()          // RST
 * Reply.json(429, "{}").header("Retry-After", "7")
 * Reply.silence()                           // takes the request and never answers
 * Reply.hangUp()                            // closes without a byte
 * Reply.bytes("nonsense\r\n\r\n")           // not even HTTP; closes afterwards
 * }</pre>
 */
public final class Reply {
  /** One step of a script. */
  sealed interface Step {
    /** A piece of the body, sent at once, framed as the head says. */
    record Send(byte[] bytes) implements Step {}

    /** Bytes as they are, without framing. */
    record Raw(byte[] bytes) implements Step {}

    record Pause(Duration time) implements Step {}

    /** Waits until the client is gone. */
    record Stall() implements Step {}

    /** Closes the connection, cleanly on the level of TCP. */
    record Cut() implements Step {}

    /** Resets the connection. */
    record Reset() implements Step {}
  }

  /** How the body's end is marked. */
  enum Framing {
    CHUNKED,
    LENGTH,
    /** By the end of the connection, as HTTP/1.0 does. */
    CLOSE,
    /** There is no head at all. */
    NONE
  }

  final int status;
  final Framing framing;
  final List<String> headers;
  final List<Step> steps;

  private Reply(int status, Framing framing, List<String> headers, List<Step> steps) {
    this.status = status;
    this.framing = framing;
    this.headers = List.copyOf(headers);
    this.steps = List.copyOf(steps);
  }

  /** A stream of server-sent events, the first of which come with the head. */
  public static Reply sse(String events) {
    return status(200).header("Content-Type", "text/event-stream").send(events);
  }

  /** A whole JSON answer with its length. */
  public static Reply json(String body) {
    return json(200, body);
  }

  public static Reply json(int status, String body) {
    return page(status, "application/json", body);
  }

  /** A whole answer of any type, with its length. */
  public static Reply page(int status, String type, String body) {
    return new Reply(status, Framing.LENGTH, List.of(), List.of())
        .header("Content-Type", type)
        .send(body);
  }

  /** A chunked answer, empty so far. */
  public static Reply status(int status) {
    return new Reply(status, Framing.CHUNKED, List.of(), List.of());
  }

  /** Takes the request and says nothing until the client is gone. */
  public static Reply silence() {
    return bytes("").stall();
  }

  /** Closes the connection without a byte. */
  public static Reply hangUp() {
    return bytes("").cut();
  }

  /** Sends exactly these bytes and no head. */
  public static Reply bytes(String bytes) {
    return new Reply(0, Framing.NONE, List.of(), List.of())
        .with(new Step.Raw(bytes.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same body, its end marked by the end of the connection. */
  public Reply untilClose() {
    return new Reply(status, Framing.CLOSE, headers, steps);
  }

  /** Adds a header, also one that is there already. */
  public Reply header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new Reply(status, framing, more, steps);
  }

  /** Puts another type in place of the one there. */
  public Reply type(String contentType) {
    List<String> others =
        headers.stream().filter(header -> !header.startsWith("Content-Type:")).toList();
    return new Reply(status, framing, others, steps).header("Content-Type", contentType);
  }

  public Reply send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public Reply send(byte[] bytes) {
    return with(new Step.Send(bytes));
  }

  /** Sends the text in pieces of that many bytes. */
  public Reply sendInPieces(String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Reply reply = this;
    for (int from = 0; from < bytes.length; from += size) {
      reply = reply.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
    }
    return reply;
  }

  /** Sends bytes that are not framed as the head says. */
  public Reply raw(String text) {
    return with(new Step.Raw(text.getBytes(StandardCharsets.UTF_8)));
  }

  public Reply pause(Duration time) {
    return with(new Step.Pause(time));
  }

  /** Waits until the client is gone; later steps are not reached. */
  public Reply stall() {
    return with(new Step.Stall());
  }

  /** Closes the connection without the end of the body. */
  public Reply cut() {
    return with(new Step.Cut());
  }

  /** Resets the connection. */
  public Reply reset() {
    return with(new Step.Reset());
  }

  /** Keeps that many bytes of the body and cuts there; a length, if announced, stays the whole. */
  public Reply cutAfter(int bytes) {
    List<Step> kept = new ArrayList<>();
    int left = bytes;
    for (Step step : steps) {
      if (step instanceof Step.Send send) {
        int count = Math.min(left, send.bytes().length);
        kept.add(new Step.Send(Arrays.copyOf(send.bytes(), count)));
        left -= count;
      } else {
        kept.add(step);
      }
      if (left == 0) {
        break;
      }
    }
    kept.add(new Step.Cut());
    Reply cut = new Reply(status, framing, headers, kept);
    return framing == Framing.LENGTH ? cut.header("Content-Length", "" + length()) : cut;
  }

  /** Bytes of the body. */
  int length() {
    return steps.stream()
        .mapToInt(step -> step instanceof Step.Send send ? send.bytes().length : 0)
        .sum();
  }

  private Reply with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Reply(status, framing, headers, more);
  }
}
