package io.llmgw.server.openai;

import io.llmgw.app.TestingServer;
import io.llmgw.config.RequestSettings;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import io.llmgw.server.jetty.JettyServer;
import io.llmgw.testing.TestingConfig;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;

/** The way to scripted upstreams: the real transport and the real providers. */
final class Upstreams implements AutoCloseable {
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  private final OpenAiProviders providers = new OpenAiProviders(transport, InstantSource.system());

  TestingServer serve(TestingConfig config) {
    return serve(config, JettyServer.Limits.DEFAULT);
  }

  TestingServer serve(TestingConfig config, JettyServer.Limits limits) {
    return TestingServer.start(
        config, deployment -> providers.create(deployment, RequestSettings.DEFAULT), limits);
  }

  @Override
  public void close() {
    transport.close();
  }
}
