package io.llmgw.app;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.GeneralSettings;
import io.llmgw.gateway.Backoff;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.gateway.ReasoningMemory;
import io.llmgw.gateway.Snapshot;
import io.llmgw.json.Json;
import io.llmgw.keys.KeyRing;
import io.llmgw.keys.KeyVault;
import io.llmgw.routing.Cooldowns;
import io.llmgw.server.Admission;
import io.llmgw.server.Callers;
import io.llmgw.server.Front;
import io.llmgw.server.Pulse;
import io.llmgw.server.admin.ModelAdmin;
import io.llmgw.server.jetty.JettyServer;
import io.llmgw.server.openai.OpenAiErrors;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole front with the real routes, on a real socket, over whatever providers a test makes. It
 * has no file to reload, and waits next to nothing between tries.
 */
public final class TestingServer implements AutoCloseable {
  private static final KeyVault NO_KEYS =
      new KeyVault() {
        @Override
        public @Nullable Contents ifThere() {
          return null;
        }

        @Override
        public Contents open() {
          throw new IllegalStateException("a gateway without keys of clients");
        }

        @Override
        public void close() {}
      };

  private final Admission admission = new Admission();
  private final CountDownLatch reloads = new CountDownLatch(1);
  private final Gateway gateway;
  private final KeyRing keys;
  private final Pulse pulse;
  private final JettyServer server;

  private TestingServer(
      GatewayConfig config, ProviderFactory providers, JettyServer.Limits limits, KeyVault vault) {
    keys = new KeyRing(vault, InstantSource.system());
    gateway =
        new Gateway(
            Snapshot.of(config, providers),
            new Cooldowns(InstantSource.system()),
            new Backoff(Duration.ofMillis(1)),
            new ReasoningMemory(InstantSource.system()));
    pulse = new Pulse(() -> gateway.snapshot().config().requests().keepAlive());
    Front front =
        new Front(
            RouteTable.of(
                gateway,
                keys,
                admission,
                pulse,
                "1.2.3",
                (_, _) -> Json.MAPPER.createObjectNode(),
                () -> new DeploymentFacts(ModelCatalog.load(null)),
                NO_MODELS,
                _ -> {},
                (_, _) -> reloads.countDown()),
            this::settings,
            admission,
            new Callers(keys, InstantSource.system()),
            new OpenAiErrors());
    server = JettyServer.start("127.0.0.1", 0, front::handle, limits);
  }

  public static TestingServer start(TestingConfig config, ProviderFactory providers) {
    return start(config, providers, JettyServer.Limits.DEFAULT);
  }

  public static TestingServer start(
      TestingConfig config, ProviderFactory providers, JettyServer.Limits limits) {
    return new TestingServer(config.build(), providers, limits, NO_KEYS);
  }

  /** With keys of clients; the server closes the vault. */
  public static TestingServer start(TestingConfig config, FakeProvider provider, KeyVault vault) {
    return new TestingServer(config.build(), _ -> provider, JettyServer.Limits.DEFAULT, vault);
  }

  /** All deployments are that one provider. */
  public static TestingServer start(TestingConfig config, FakeProvider provider) {
    return start(config, _ -> provider);
  }

  /** What is added to a running gateway is tested with a whole one. */
  private static final ModelAdmin NO_MODELS =
      new ModelAdmin() {
        @Override
        public String add(ObjectNode request) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String id) {
          throw new UnsupportedOperationException();
        }
      };

  private GeneralSettings settings() {
    return gateway.snapshot().config().general();
  }

  public Gateway gateway() {
    return gateway;
  }

  public Admission admission() {
    return admission;
  }

  public int port() {
    return server.port();
  }

  public WireClient connect() {
    return WireClient.connect(port());
  }

  /** Posts JSON over a connection of its own and reads the answer. */
  public WireAnswer post(String path, String body, String... headers) {
    try (WireClient client = connect()) {
      return client.post(path, body.replace('\'', '"'), headers).answer();
    }
  }

  public WireAnswer get(String path, String... headers) {
    try (WireClient client = connect()) {
      return client.get(path, headers).answer();
    }
  }

  @Override
  public void close() {
    server.close();
    pulse.close();
    keys.close();
  }
}
