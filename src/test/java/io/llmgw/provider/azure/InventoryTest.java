package io.llmgw.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.Cancellation;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private static final String SERVICE =
      "{\"data\":[{\"id\":\"prod\",\"model\":\"gpt-4o\",\"status\":\"succeeded\","
          + "\"object\":\"deployment\"}],\"object\":\"list\"}";

  private ScriptedUpstream service;
  private ScriptedUpstream management;
  private HttpTransport transport;

  @BeforeEach
  void start() {
    service = ScriptedUpstream.start();
    service.always(Reply.json(SERVICE));
    management = ScriptedUpstream.start();
    transport =
        new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  }

  @AfterEach
  void stop() {
    transport.close();
    management.close();
    service.close();
  }

  private List<UpstreamDeployment> list(boolean managed) {
    Inventory.Source arm =
        new Inventory.Source(
            HttpTarget.of(management.url() + "/deployments?api-version=1", Map.of()),
            _ -> Map.of("Authorization", "Bearer for-management"));
    Inventory inventory =
        new Inventory(
            transport,
            new Inventory.Source(
                HttpTarget.of(service.url() + "/openai/deployments", Map.of()),
                _ -> Map.of("api-key", "of-the-resource")),
            managed ? arm : null);
    return inventory.list(new Call("test", new Cancellation(), TimeLimits.NONE));
  }

  private static String page(String name, String next) {
    return "{\"value\":[{\"name\":\"%s\",\"sku\":{\"name\":\"GlobalStandard\",\"capacity\":250},"
            .formatted(name)
        + "\"properties\":{\"provisioningState\":\"Succeeded\",\"model\":{\"format\":\"OpenAI\","
        + "\"name\":\"gpt-4o\",\"version\":\"2024-11-20\"}}}],\"nextLink\":"
        + (next == null ? "null" : "\"" + next + "\"")
        + "}";
  }

  @Test
  void theManagementTellsModelVersionSkuCapacityAndState() {
    management.always(Reply.json(page("prod", null)));

    assertThat(list(true))
        .containsExactly(
            new UpstreamDeployment(
                "prod", "gpt-4o", "2024-11-20", "GlobalStandard", 250, "Succeeded"));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void readsPageAfterPage() {
    management
        .then(Reply.json(page("one", management.url() + "/deployments?page=2")))
        .then(Reply.json(page("two", null)));

    assertThat(list(true)).extracting(UpstreamDeployment::name).containsExactly("one", "two");
  }

  @Test
  void theTokenOfTheManagementGoesToNobodyElse() {
    management.always(
        Reply.json(page("one", service.url().replace("127.0.0.1", "localhost") + "/next")));

    assertThat(list(true)).hasSize(1);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void whoMayNotLookThereAsksTheService() {
    management.always(Reply.json(403, "{\"error\":{\"code\":\"AuthorizationFailed\"}}"));

    assertThat(list(true)).containsExactly(new UpstreamDeployment("prod", "gpt-4o", "succeeded"));
    assertThat(service.requests())
        .extracting(Received::target)
        .containsExactly("/openai/deployments");
    assertThat(service.request().header("authorization")).isEmpty();
  }

  @Test
  void withoutSubscriptionAndGroupOnlyTheServiceIsAsked() {
    assertThat(list(false)).hasSize(1);
    assertThat(management.requests()).isEmpty();
  }

  @Test
  void aServiceThatDoesNotTellFails() {
    service.always(Reply.page(404, "text/html", "<html>"));

    assertThat(catchThrowableOfType(GatewayException.class, () -> list(false))).isNotNull();
  }
}
