package io.llmgw.provider.azure;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.llmgw.config.RequestSettings;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Call;
import io.llmgw.provider.MutableClock;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Azure on loopback: its API, its sign-in and its metadata service are all one server. */
final class TestingAzure implements AutoCloseable {
  final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  final MutableClock clock = new MutableClock();
  final Map<String, String> environment = new ConcurrentHashMap<>();
  final FakeMachine machine = new FakeMachine();
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(5), ProxySelector.of(null));
  final AzureProviders providers =
      new AzureProviders(
          transport, new OpenAiProviders(transport, clock), clock, environment::get, machine);

  TestingAzure() {
    server.start();
    environment.put("AZURE_AUTHORITY_HOST", url());
    environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", url());
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  TestingDeployment deployment() {
    return TestingDeployment.at(url());
  }

  Provider provider(TestingDeployment deployment) {
    return providers.create(deployment.config(), RequestSettings.DEFAULT);
  }

  /** Sends a client's chat request through the passthrough lane. */
  static Answer send(Provider provider, String body, boolean stream) {
    return send(provider, Operation.CHAT, body, stream);
  }

  static Answer send(Provider provider, Operation operation, String body, boolean stream) {
    Passthrough lane = Objects.requireNonNull(provider.passthrough(Protocol.OPENAI));
    JsonObjectIndex index = JsonObjectIndex.of(body.getBytes(StandardCharsets.UTF_8));
    return lane.send(new RawRequest(operation, index, "our-gpt", stream, true), call());
  }

  static Call call() {
    Duration limit = Duration.ofSeconds(10);
    return new Call("test", new Cancellation(), new TimeLimits(limit, limit, limit));
  }

  @Override
  public void close() {
    transport.close();
    server.stop();
  }
}
