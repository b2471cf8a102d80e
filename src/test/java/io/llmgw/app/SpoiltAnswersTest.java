package io.llmgw.app;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Provider;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.bedrock.Frames;
import io.llmgw.testing.AllProviders;
import io.llmgw.testing.Golden;
import io.llmgw.testing.JsonMutation;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

/**
 * Whatever an upstream answers, it is read as an answer that keeps the rules of events, or as a
 * failure that says so: no adapter fails in another way, and none waits for more. With {@code
 * -Dspoilt.rounds=N} every recorded answer is spoilt N times.
 */
class SpoiltAnswersTest {
  private static final int ROUNDS = Integer.getInteger("spoilt.rounds", 40);
  private static final Pattern DOCUMENT = Pattern.compile("(?m)^(data: ?)?([\\[{].*[]}])(\\r?)$");
  private static final ScriptedUpstream UPSTREAM = ScriptedUpstream.start();
  private static final AllProviders PROVIDERS = new AllProviders(UPSTREAM.url());

  private static final Map<String, String> ADAPTERS =
      Map.of(
          "openai", "openai gpt-4o",
          "responses", "responses gpt-4o",
          "anthropic", "anthropic claude-sonnet-4-5",
          "gemini", "gemini gemini-2.5-flash",
          "ollama", "ollama llama3.2",
          "bedrock", "bedrock us.anthropic.claude-sonnet-4-5-20250929-v1:0");

  @AfterAll
  static void close() {
    PROVIDERS.close();
    UPSTREAM.close();
  }

  static List<Arguments> answers() {
    List<Arguments> all = new ArrayList<>();
    ADAPTERS.forEach((folder, _) ->
        Golden.cases(folder)
            .forEach(golden -> {
              for (String file : List.of("sse", "ndjson", "jsonl", "json")) {
                if (golden.has("upstream-response." + file)) {
                  all.add(Arguments.of(folder, golden, file));
                }
              }
            }));
    return all;
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("answers")
  void areReadOrRefused(String folder, Golden golden, String file) {
    Provider provider = Objects.requireNonNull(PROVIDERS.byName().get(ADAPTERS.get(folder)));
    String good = golden.text("upstream-response." + file);
    for (int seed = 0; seed < ROUNDS; seed++) {
      String spoilt = file.equals("json") ? whole(good, seed) : lines(good, seed);
      UPSTREAM.always(reply(file, spoilt));
      try (EventStream answer = provider.chat(question(), AllProviders.call(new Fidelity(true)))) {
        Transcript.inOrder(answer);
      } catch (GatewayException refused) {
        if (refused.text().isBlank()) {
          throw new AssertionError("says nothing: " + refused.kind(), refused);
        }
      } catch (RuntimeException | StackOverflowError | AssertionError fault) {
        throw new AssertionError("seed " + seed + ": " + spoilt, fault);
      }
    }
  }

  private static ChatRequest question() {
    return ChatRequest.of("m", List.of(Message.text(Role.USER, "Hello")));
  }

  private static Reply reply(String file, String body) {
    return switch (file) {
      case "sse" -> Reply.sse(body);
      case "jsonl" ->
          Reply.status(200)
              .header("Content-Type", "application/vnd.amazon.eventstream")
              .send(Frames.of(body));
      case "ndjson" -> Reply.sse(body).type("application/x-ndjson");
      default -> Reply.json(body);
    };
  }

  private static String whole(String body, int seed) {
    return isWhole(body)
        ? new JsonMutation(seed).spoil(Json.MAPPER.readTree(body)).toString()
        : body.substring(0, seed % body.length());
  }

  /** Spoils some of the documents, loses or repeats some. */
  private static String lines(String body, int seed) {
    JsonMutation mutation = new JsonMutation(seed);
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder();
    Matcher line = DOCUMENT.matcher(body);
    while (line.find()) {
      String prefix = Objects.requireNonNullElse(line.group(1), "");
      String document = line.group(2);
      if (random.nextInt(3) == 0 && isWhole(document)) {
        document = mutation.spoil(Json.MAPPER.readTree(document)).toString();
      }
      String written = prefix + document + line.group(3);
      line.appendReplacement(
          out,
          Matcher.quoteReplacement(
              switch (random.nextInt(12)) {
                case 0 -> "";
                case 1 -> written + "\n\n" + written;
                default -> written;
              }));
    }
    return line.appendTail(out).toString();
  }

  /** Some goldens have a document over several lines, or a broken one, or a web page. */
  private static boolean isWhole(String line) {
    try {
      return Json.MAPPER.readTree(line).isContainer();
    } catch (JacksonException _) {
      return false;
    }
  }
}
