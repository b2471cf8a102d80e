package io.llmgw.provider.demo;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Provider;
import io.llmgw.provider.UpstreamModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A model that needs no key and no network, and says so: it answers by the first word of the last
 * user message, so that everything a client can show may be seen and tested. The same request gives
 * the same answer; only ids and the time of the answer differ between calls.
 *
 * <p>Its tokens are words (see {@link Tokens}): the answer streams one token for each event, the
 * limits and the usage count them. Input tokens are those of all messages, without the tools; a
 * reasoning token is an output token too.
 */
public final class DemoProvider implements Provider {
  /** The name of the model. */
  public static final String MODEL = "demo";

  private static final int DIMENSIONS = 256;
  private static final int MAX_DIMENSIONS = 4_096;
  private static final int MAX_CHOICES = 128;

  private final InstantSource clock;
  private final Pause pause;
  private final Scenes scenes = new Scenes();
  private final OpenWebUiTasks tasks = new OpenWebUiTasks(scenes);

  public DemoProvider(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** The demo in real time. */
  public static DemoProvider create() {
    return new DemoProvider(InstantSource.system(), Pause.REAL);
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    call.cancellation().check();
    int choices = choices(request.extras().get("n"));
    long limit = limit(request.sampling().maxTokens());
    Script script = script(Prompt.of(request)).until(request.sampling().stop());
    String seed = call.id() + ' ' + request.messages().size();
    List<Take> takes =
        IntStream.range(0, choices)
            .mapToObj(choice -> new Take(script, choice, seed, limit))
            .toList();
    var opening =
        new StreamEvent.Started("demo-" + call.id(), MODEL, clock.instant().getEpochSecond());
    Pacing pacing = Pacing.start(pause, script.pause(), call);
    return new ScriptedStream(opening, takes, pacing, Tokens.count(request));
  }

  private Script script(Prompt prompt) {
    List<Part.ToolResult> results = prompt.toolResults();
    if (!results.isEmpty()) {
      return inFormat(prompt, ToolScenes.report(prompt, results));
    }
    return ToolScenes.demanded(prompt)
        .or(() -> tasks.answer(prompt))
        .orElseGet(() -> inFormat(prompt, scenes.play(prompt)));
  }

  private static Script inFormat(Prompt prompt, Script script) {
    if (!script.calls().isEmpty()) {
      return script;
    }
    return switch (prompt.request().format()) {
      case null -> script;
      case ResponseFormat.Text _ -> script;
      case ResponseFormat.JsonObject _ -> script.saying(Scenes.answer(prompt).toString());
      case ResponseFormat.JsonSchema wanted ->
          script.saying(SchemaSample.full(wanted.schema()).toString());
    };
  }

  private static int choices(@Nullable JsonNode n) {
    if (n == null || n.isNull()) {
      return 1;
    }
    if (n.canConvertToInt()
        && n.isIntegralNumber()
        && n.intValue() >= 1
        && n.intValue() <= MAX_CHOICES) {
      return n.intValue();
    }
    throw refused("n", "n must be a whole number from 1 to " + MAX_CHOICES + ".");
  }

  private static long limit(@Nullable Integer maxTokens) {
    if (maxTokens == null) {
      return Long.MAX_VALUE;
    }
    if (maxTokens < 1) {
      throw refused("max_tokens", "max_tokens must be at least 1.");
    }
    return maxTokens;
  }

  /** Vectors drawn from a hash of each text: of length 1, equal for equal texts, near for none. */
  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    int dimensions = request.dimensions() == null ? DIMENSIONS : request.dimensions();
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw refused("dimensions", "dimensions must be from 1 to " + MAX_DIMENSIONS + ".");
    }
    long tokens = request.inputs().stream().mapToLong(Tokens::count).sum();
    return new Embeddings.Result(
        MODEL,
        request.inputs().stream().map(input -> vector(input, dimensions, call)).toList(),
        Usage.of(tokens, 0));
  }

  private static float[] vector(String text, int dimensions, Call call) {
    call.cancellation().check();
    return HashVector.of(text, dimensions);
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    call.cancellation().check();
    return List.of(new UpstreamModel(MODEL, "llmgw"));
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    return new Preview(
        "NONE", "demo: nothing is sent", Map.of(), JsonNodeFactory.instance.objectNode());
  }

  private static GatewayException refused(String param, String message) {
    return new GatewayException(ErrorKind.INVALID_REQUEST, message, ErrorDetail.ofParam(param));
  }
}
