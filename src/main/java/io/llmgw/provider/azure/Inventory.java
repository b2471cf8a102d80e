package io.llmgw.provider.azure;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The deployments of a resource: from Azure's management where the surroundings name subscription
 * and group, else from a list that the service itself once had. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deployments">the
 *     management's list</a>
 */
final class Inventory {
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_PAGES = 10;

  /** One place that lists, and the way in. */
  record Source(HttpTarget target, Credentials credentials) {}

  private final HttpTransport transport;
  private final Source service;
  private final @Nullable Source management;

  /**
   * Prepares it.
   *
   * @param management null where subscription and group are not known
   */
  Inventory(HttpTransport transport, Source service, @Nullable Source management) {
    this.transport = transport;
    this.service = service;
    this.management = management;
  }

  /**
   * Asks the management, and the service where that refuses.
   *
   * @throws GatewayException when neither tells
   */
  List<UpstreamDeployment> list(Call call) {
    if (management != null) {
      try {
        return managed(management, call);
      } catch (GatewayException refused) {
        call.cancellation().check();
        // most who may call models may not look there
      }
    }
    List<UpstreamDeployment> deployments = new ArrayList<>();
    for (JsonNode entry : get(service.target(), service.credentials(), call).path("data")) {
      String id = entry.path("id").asString("");
      if (!id.isEmpty()) {
        deployments.add(
            new UpstreamDeployment(id, text(entry.path("model")), text(entry.path("status"))));
      }
    }
    return deployments;
  }

  private List<UpstreamDeployment> managed(Source source, Call call) {
    List<UpstreamDeployment> deployments = new ArrayList<>();
    HttpTarget page = source.target();
    for (int i = 0; i < MAX_PAGES && page != null; i++) {
      JsonNode answer = get(page, source.credentials(), call);
      answer.path("value").forEach(entry -> deployments.add(one(entry)));
      page = next(answer.path("nextLink").asString(""), source.target());
    }
    return deployments;
  }

  /** The token goes to no other host than it is for. */
  private static @Nullable HttpTarget next(String link, HttpTarget first) {
    if (link.isEmpty() || !first.host().equals(URI.create(link).getHost())) {
      return null;
    }
    return HttpTarget.of(link, Map.of());
  }

  private static UpstreamDeployment one(JsonNode entry) {
    JsonNode model = entry.at("/properties/model");
    JsonNode capacity = entry.at("/sku/capacity");
    return new UpstreamDeployment(
        entry.path("name").asString(""),
        text(model.path("name")),
        text(model.path("version")),
        text(entry.at("/sku/name")),
        capacity.canConvertToInt() ? Integer.valueOf(capacity.asInt()) : null,
        text(entry.at("/properties/provisioningState")));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() && !node.asString().isEmpty() ? node.asString() : null;
  }

  private JsonNode get(HttpTarget target, Credentials credentials, Call call) {
    try (HttpAnswer answer = transport.get(target, credentials.headers(call), call)) {
      byte[] body = answer.readAll(MAX_BYTES);
      if (answer.status() != 200) {
        throw new GatewayException(
            ErrorKind.ofStatus(answer.status()),
            target.host() + " answered with status " + answer.status() + ".");
      }
      return Json.MAPPER.readTree(body);
    } catch (JacksonException broken) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, target.host() + " sent no list of deployments.");
    }
  }
}
