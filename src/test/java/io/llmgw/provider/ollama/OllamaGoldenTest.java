package io.llmgw.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Bytes;
import io.llmgw.json.JsonEdit;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.RawStream;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Golden;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an OpenAI client asks, what goes to Ollama, what comes back and what the client gets.
 *
 * <p>Edge cases 7 and 9 are {@code odd-tool-calls}, 8 {@code tools} and {@code
 * tool-call-then-limit}.
 */
class OllamaGoldenTest {
  private static HttpTransport transport;

  @BeforeAll
  static void open() {
    transport =
        new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  static List<Golden> cases() {
    return Golden.cases("ollama");
  }

  static List<Golden> streams() {
    return cases().stream().filter(golden -> golden.has("upstream-response.ndjson")).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsRecorded(Golden golden) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = server(upstream.url())) {
      upstream.always(reply(golden));

      WireAnswer answer = server.post("/v1/chat/completions", golden.text("client-request.json"));

      if (golden.has("refused-here.txt")) {
        assertThat(upstream.requests()).isEmpty();
      } else {
        assertThat(upstream.requests()).as(answer.text()).hasSize(1);
        golden.check("upstream-request.json", upstream.request().body());
      }
      golden.check(
          answer.isJson() ? "client-response.json" : "client-response.sse", stable(answer.text()));
      golden.check("client-fidelity.txt", answer.header("x-llmgw-fidelity").orElse("") + "\n");
      if (answer.status() != 200) {
        golden.check("client-status.txt", answer.status() + "\n");
      }
    }
  }

  private static TestingServer server(String upstream) {
    DeploymentConfig deployment =
        TestingConfig.upstream(
            "my-model", "ollama", "llama3.2", upstream, DeploymentConfig.ModelInfo.NONE);
    OllamaProviders providers =
        new OllamaProviders(transport, (file, _, _) -> file, InstantSource.system());
    return TestingServer.start(
        new TestingConfig().retries(0).with(deployment), _ -> providers.create(deployment));
  }

  private static Reply reply(Golden golden) {
    if (golden.has("upstream-response.ndjson")) {
      return Reply.status(200)
          .header("Content-Type", "application/x-ndjson")
          .send(golden.text("upstream-response.ndjson"));
    }
    if (golden.has("refused-here.txt")) {
      return Reply.json(500, "{\"error\":\"nothing should have come here\"}");
    }
    int status = Integer.parseInt(golden.text("status.txt").strip());
    return Reply.json(status, golden.text("upstream-response.json"));
  }

  /** Without what differs from call to call. */
  private static String stable(String text) {
    return text.replaceAll("\"created\":\\d+", "\"created\":0")
        .replaceAll("chatcmpl-[\\w-]+", "chatcmpl-1")
        .replaceAll("call_[0-9A-Za-z-]{12,}_(\\d)", "call_made-up_$1");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void decodesAsRecorded(Golden golden) {
    golden.check("events.txt", decode(whole(golden)));
  }

  /** Edge case 54. */
  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = golden.bytes("upstream-response.ndjson");
    String decoded = decode(List.of(body));
    String passed = pass(List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!decode(pieces).equals(decoded) || !pass(pieces).equals(passed)) {
        fail("differs when cut at " + cut + ": " + decode(pieces));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameHoweverItIsFramed(Golden golden) {
    String body = golden.text("upstream-response.ndjson");
    List<UnaryOperator<String>> framings =
        List.of(
            text -> text.replace("\n", "\r\n"),
            text -> text.replace("\n", "\n\n"),
            text -> text.replace("{\"model\"", " {\"model\""),
            text -> text.strip());

    for (UnaryOperator<String> framing : framings) {
      List<byte[]> framed = List.of(framing.apply(body).getBytes(StandardCharsets.UTF_8));
      assertThat(decode(framed)).isEqualTo(decode(whole(golden)));
    }
  }

  private static List<byte[]> whole(Golden golden) {
    return List.of(golden.bytes("upstream-response.ndjson"));
  }

  private static String decode(List<byte[]> pieces) {
    StringBuilder out = new StringBuilder();
    Lines lines = new Lines(MemoryAnswer.of("application/x-ndjson", pieces));
    try (EventStream stream = new OllamaEventStream(lines, new LineDecoder("made-up", "m"))) {
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        out.append(event).append('\n');
      }
    } catch (GatewayException failure) {
      out.append("failed with ").append(failure.kind()).append(": ").append(failure.text());
      out.append('\n');
    }
    return out.toString();
  }

  /** The lines of the passthrough lane. */
  private static String pass(List<byte[]> pieces) {
    Lines lines = new Lines(MemoryAnswer.of("application/x-ndjson", pieces));
    Bytes out = new Bytes(1024);
    try (RawStream stream =
        new OllamaRawStream(lines, new LineDecoder("made-up", "m"), JsonEdit.quoted("other"))) {
      while (stream.next(out)) {
        // all lines are in one buffer
      }
    } catch (GatewayException failure) {
      out.append("failed with ").append(failure.text());
    }
    return out.toString();
  }
}
