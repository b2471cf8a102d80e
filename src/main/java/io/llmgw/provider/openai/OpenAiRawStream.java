package io.llmgw.provider.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.EventTooLongException;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.json.SseReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.provider.RawStream;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat stream that goes through as it comes, with the client's model name in it. Usage reaches the client once and
 * only when it asked, whatever the upstream does.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">the chunk object</a>
 */
final class OpenAiRawStream implements RawStream {
  /** Longest event accepted; images come inline. */
  static final int MAX_EVENT_BYTES = 32 << 20;

  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] NO_CHOICES = ascii("[]");
  private static final byte[] NULL = ascii("null");

  private final String provider;
  private final HttpAnswer answer;
  private final SseReader reader;
  private final byte[] model;
  private final boolean usageWanted;
  private final boolean completion;
  private final JsonObjectIndex chunk = new JsonObjectIndex();
  private final ChunkInspector inspector = new ChunkInspector();
  private final UsageReader usageReader = new UsageReader();
  private final Bytes first = new Bytes(512);
  private @Nullable ChunkMending mending;
  private @Nullable String id;
  private @Nullable Usage usage;
  private byte @Nullable [] usageChunk;
  private boolean sawDone;
  private boolean over;

  /**
   * Reads up to the first event that is worth sending.
   *
   * @param model what the client calls the model, as JSON text
   * @param completion whether this is the legacy endpoint, whose chunks have no delta
   */
  OpenAiRawStream(
      String provider, HttpAnswer answer, byte[] model, boolean usageWanted, boolean completion) {
    this.provider = provider;
    this.answer = answer;
    this.reader = new SseReader(answer.body(), MAX_EVENT_BYTES);
    this.model = model;
    this.usageWanted = usageWanted;
    this.completion = completion;
    read(first);
  }

  @Override
  public boolean next(Bytes out) {
    if (first.length() > 0) {
      out.append(first.array(), 0, first.length());
      first.clear(0);
      return true;
    }
    return !over && read(out);
  }

  private boolean read(Bytes out) {
    int before = out.length();
    try {
      while (out.length() == before) {
        if (!reader.next()) {
          return end(out);
        }
        if (reader.dataIs("[DONE]")) {
          sawDone = true;
          answer.finished();
          return end(out);
        }
        chunk.read(reader.data(), reader.dataStart(), reader.dataLength());
        event(out);
      }
      return true;
    } catch (JsonSyntaxException broken) {
      throw broken("sent an event that is not JSON", broken);
    } catch (EventTooLongException tooLong) {
      throw broken("sent an event of more than " + MAX_EVENT_BYTES + " bytes", tooLong);
    } catch (IOException impossible) {
      throw broken("broke off", impossible);
    }
  }

  private void event(Bytes out) {
    if (chunk.isSet(chunk.find("error")) || "error".equals(reader.name())) {
      throw ErrorBody.of(provider, 0, chunk.tree(), null);
    }
    int usageMember = chunk.find("usage");
    boolean counted = chunk.type(usageMember) == '{';
    if (counted) {
      usage = usageReader.read(chunk, usageMember);
    }
    ChunkInspector.Verdict verdict =
        completion ? completionVerdict() : inspector.inspect(chunk);
    if (id == null && inspector.firstHere()) {
      id = chunk.text("id");
    }
    boolean failed = verdict == ChunkInspector.Verdict.MEND && endsInFailure();
    if (failed) {
      throw broken("ended the answer with an error", null);
    }
    if (counted && usageWanted) {
      usageChunk = usageChunk();
    }
    switch (verdict) {
      case DROP -> {}
      case FORWARD -> forward(out, counted ? usageMember : -1);
      case MEND -> mend(out, counted);
    }
  }

  private ChunkInspector.Verdict completionVerdict() {
    int choices = chunk.find("choices");
    return chunk.type(choices) != '[' || chunk.isEmpty(choices)
        ? ChunkInspector.Verdict.DROP
        : ChunkInspector.Verdict.FORWARD;
  }

  private boolean endsInFailure() {
    return Finish.failed(
        chunk.tree().path("choices").path(0).path("finish_reason").asString(""));
  }

  private void forward(Bytes out, int usageMember) {
    int name = chunk.find("model");
    if (usageMember >= 0 || name < 0) {
      JsonEdit edit = new JsonEdit(chunk).put("model", model);
      if (usageMember >= 0 && (usageWanted || !inspector.finishesHere())) {
        edit.replace(usageMember, NULL);
      }
      Payload changed = edit.apply();
      out.append(DATA);
      changed.appendTo(out);
    } else {
      byte[] bytes = chunk.bytes();
      out.append(DATA);
      out.append(bytes, chunk.start(), chunk.valueStart(name) - chunk.start());
      out.append(model);
      out.append(bytes, chunk.valueEnd(name), chunk.end() - chunk.valueEnd(name));
    }
    out.append(END);
  }

  private void mend(Bytes out, boolean counted) {
    if (mending == null) {
      mending = new ChunkMending();
    }
    ObjectNode tree = (ObjectNode) chunk.tree();
    tree.set("model", Json.MAPPER.readTree(model));
    if (id != null && tree.path("id").asString("").isEmpty()) {
      // the last word of Azure's filter comes without
      tree.put("id", id);
    }
    if (counted && (usageWanted || !inspector.finishesHere())) {
      tree.putNull("usage");
    }
    for (ObjectNode piece : mending.mend(tree, inspector)) {
      out.append(DATA).append(Json.MAPPER.writeValueAsBytes(piece)).append(END);
    }
  }

  /** Usage is kept back until the end, because some upstreams repeat it with every chunk. */
  private byte[] usageChunk() {
    JsonEdit edit = new JsonEdit(chunk).put("model", model).put("choices", NO_CHOICES);
    return edit.apply().toByteArray();
  }

  private boolean end(Bytes out) {
    over = true;
    if (!completion && !(sawDone ? inspector.started() : inspector.finished())) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, "The provider " + provider + " broke off in the middle of the answer.");
    }
    if (usageChunk != null) {
      out.append(DATA).append(usageChunk).append(END);
    }
    out.append(DONE);
    return true;
  }

  private GatewayException broken(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider " + provider + " " + what + ".",
        ErrorDetail.NONE,
        cause);
  }

  @Override
  public boolean ready() {
    return !over && reader.ready();
  }

  @Override
  public @Nullable Usage usage() {
    return usage;
  }

  @Override
  public void close() {
    answer.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
