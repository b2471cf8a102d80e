package io.llmgw.server.anthropic;

import io.llmgw.app.GoldenExchange;
import io.llmgw.app.TestingServer;
import io.llmgw.config.RequestSettings;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import io.llmgw.testing.Golden;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of the Messages API over an upstream that only knows chats (case 68). */
class AnthropicDialectGoldenTest {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  private TestingServer server;

  static List<Golden> cases() {
    return Golden.cases("anthropic-dialect");
  }

  @BeforeEach
  void start() {
    OpenAiProviders providers = new OpenAiProviders(transport, InstantSource.system());
    server =
        TestingServer.start(
            new TestingConfig()
                .retries(0)
                .with(TestingConfig.openAi("chat-a", upstream.url() + "/v1")),
            deployment -> providers.create(deployment, RequestSettings.DEFAULT));
  }

  @AfterEach
  void stop() {
    server.close();
    transport.close();
    upstream.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsRecorded(Golden golden) {
    new GoldenExchange(golden, server, upstream, "/v1/messages").play();
  }
}
