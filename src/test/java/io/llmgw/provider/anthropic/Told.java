package io.llmgw.provider.anthropic;

import io.llmgw.json.Bytes;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.RawStream;
import java.util.function.Supplier;

/** Writes down what a lane gave, to its end, be it good or bad. */
final class Told {
  private Told() {}

  /** The frames of a stream; a failure as a comment after them. */
  static String frames(Supplier<RawStream> open) {
    Bytes out = new Bytes(1024);
    try (RawStream stream = open.get()) {
      while (stream.next(out)) {
        // all frames are in one buffer
      }
    } catch (GatewayException failure) {
      out.append(": failed with " + failure(failure) + "\n\n");
    }
    return out.toString();
  }

  /** One line for each event; a failure as the last. */
  static String events(Supplier<EventStream> open) {
    StringBuilder out = new StringBuilder();
    try (EventStream stream = open.get()) {
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        // members that are not there are left out, to keep the files readable
        out.append(event.toString().replaceAll(", (stopSequence|state)=null", "")).append('\n');
      }
    } catch (GatewayException failure) {
      out.append("failed with ").append(failure(failure)).append('\n');
    }
    return out.toString();
  }

  static String failure(GatewayException failure) {
    return failure.kind()
        + ", status "
        + failure.status()
        + ", code "
        + failure.detail().code()
        + ": "
        + failure.text();
  }
}
