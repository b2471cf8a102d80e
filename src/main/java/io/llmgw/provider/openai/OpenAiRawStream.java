package io.llmgw.provider.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.Usage;
import io.llmgw.provider.RawStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream that goes through as it comes, with the client's model name in it. Usage reaches the
 * client at most once, in the form of its own chunk when it asked for that, whatever the upstream
 * does.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">the chunk object</a>
 */
final class OpenAiRawStream implements RawStream {
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] NO_CHOICES = ascii("[]");
  private static final byte[] NULL = ascii("null");

  private final Chunks chunks;
  private final byte[] model;
  private final boolean usageWanted;
  private final ChunkInspector inspector;
  private final UsageReader usageReader = new UsageReader();
  private final Bytes first = new Bytes(512);
  private @Nullable ChunkMending mending;
  private @Nullable Usage usage;
  private boolean usageGiven;
  private String answerId = "";
  private byte @Nullable [] usageChunk;
  private final LongSupplier promptTokens;
  // kept as the frame of a usage chunk, if one is asked for
  private byte @Nullable [] firstChunk;
  private long pieces;
  private boolean over;

  /**
   * Reads up to the first event that is worth sending.
   *
   * @param model what the client calls the model, as JSON text
   * @param promptTokens guesses the tokens of the request, for an upstream that counts none
   * @param completion whether this is the legacy endpoint, whose chunks have no delta
   */
  OpenAiRawStream(
      Chunks chunks,
      byte[] model,
      boolean usageWanted,
      LongSupplier promptTokens,
      boolean completion) {
    this.chunks = chunks;
    this.promptTokens = promptTokens;
    this.model = model;
    this.usageWanted = usageWanted;
    this.inspector =
        new ChunkInspector(completion ? ChunkInspector.Kind.COMPLETION : ChunkInspector.Kind.CHUNK);
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
    while (out.length() == before) {
      JsonObjectIndex chunk = chunks.next(inspector.finished());
      if (chunk == null) {
        return end(out);
      }
      try {
        event(chunk, out);
      } catch (JsonSyntaxException broken) {
        throw chunks.notJson(broken);
      }
    }
    return true;
  }

  private void event(JsonObjectIndex chunk, Bytes out) {
    int usageMember = chunk.find("usage");
    boolean counted = chunk.type(usageMember) == '{';
    if (counted) {
      usage = usageReader.read(chunk, usageMember);
    }
    if (answerId.isEmpty()) {
      answerId = Objects.requireNonNullElse(chunk.text("id"), "");
    }
    if (usageWanted && firstChunk == null) {
      firstChunk = Arrays.copyOfRange(chunk.bytes(), chunk.start(), chunk.end());
    }
    ChunkInspector.Verdict verdict = inspector.inspect(chunk);
    if (counted && usageWanted) {
      usageChunk = usageChunk(chunk);
    }
    switch (verdict) {
      case DROP -> {}
      case FORWARD -> forward(chunk, out, counted && !keepsUsage() ? usageMember : -1);
      case MEND -> mend(chunk, out, counted && !keepsUsage());
      case FAIL -> throw chunks.failure("ended the answer with an error", null);
    }
  }

  /** A client that did not ask sees the usage where the upstream put it, if that is once. */
  private boolean keepsUsage() {
    boolean keeps = !usageWanted && !usageGiven && inspector.finished();
    usageGiven |= keeps;
    return keeps;
  }

  /** Sends the chunk as it is, but for the model's name and the usage member to be emptied. */
  private void forward(JsonObjectIndex chunk, Bytes out, int usageMember) {
    pieces++;
    out.append(DATA);
    int name = chunk.find("model");
    if (usageMember >= 0 || name < 0) {
      JsonEdit edit = new JsonEdit(chunk).put("model", model);
      if (usageMember >= 0) {
        edit.replace(usageMember, NULL);
      }
      edit.apply().appendTo(out);
    } else {
      byte[] bytes = chunk.bytes();
      out.append(bytes, chunk.start(), chunk.valueStart(name) - chunk.start());
      out.append(model);
      out.append(bytes, chunk.valueEnd(name), chunk.end() - chunk.valueEnd(name));
    }
    out.append(END);
  }

  private void mend(JsonObjectIndex chunk, Bytes out, boolean emptyUsage) {
    if (mending == null) {
      mending = new ChunkMending(inspector);
    }
    ObjectNode tree = (ObjectNode) chunk.tree();
    tree.set("model", Json.MAPPER.readTree(model));
    if (!answerId.isEmpty() && tree.path("id").asString("").isEmpty()) {
      // a late verdict of Azure's filter belongs to the answer although it does not say so
      tree.put("id", answerId);
    }
    if (emptyUsage) {
      tree.putNull("usage");
    }
    for (ObjectNode piece : mending.chunk(tree)) {
      out.append(DATA).append(Json.MAPPER.writeValueAsBytes(piece)).append(END);
    }
  }

  /** Usage is kept back until the end, because some upstreams repeat it with every chunk. */
  private byte[] usageChunk(JsonObjectIndex chunk) {
    JsonEdit edit = new JsonEdit(chunk).put("model", model).put("choices", NO_CHOICES);
    return edit.apply().toByteArray();
  }

  private boolean end(Bytes out) {
    over = true;
    if (!(chunks.done() ? inspector.started() : inspector.finished())) {
      throw chunks.brokenOff(inspector.started());
    }
    if (usageChunk == null && firstChunk != null) {
      usageChunk = guessed(firstChunk);
    }
    if (usageChunk != null) {
      out.append(DATA).append(usageChunk).append(END);
    }
    out.append(DONE);
    return true;
  }

  /**
   * What a client asked for and the upstream did not tell: a piece of a stream is about a token.
   */
  private byte[] guessed(byte[] chunk) {
    Usage guess = Usage.of(promptTokens.getAsLong(), pieces);
    String json =
        "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
            .formatted(guess.inputTokens(), guess.outputTokens(), guess.totalTokens());
    return new JsonEdit(JsonObjectIndex.of(chunk))
        .put("model", model)
        .put("choices", NO_CHOICES)
        .put("usage", ascii(json))
        .apply()
        .toByteArray();
  }

  @Override
  public boolean ready() {
    return !over && chunks.ready();
  }

  @Override
  public @Nullable Usage usage() {
    return usage;
  }

  @Override
  public void close() {
    chunks.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
