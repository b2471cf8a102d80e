package io.llmgw.app;

import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.Gateway;
import io.llmgw.keys.KeyRing;
import io.llmgw.keys.Limits;
import io.llmgw.observe.Measurements;
import io.llmgw.provider.Operation;
import io.llmgw.server.Access;
import io.llmgw.server.Admission;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.ErrorShape;
import io.llmgw.server.Metering;
import io.llmgw.server.Pulse;
import io.llmgw.server.Route;
import io.llmgw.server.Routes;
import io.llmgw.server.StatusEndpoints;
import io.llmgw.server.UpstreamHealth;
import io.llmgw.server.admin.KeyEndpoints;
import io.llmgw.server.admin.ModelAdmin;
import io.llmgw.server.admin.ModelAdminEndpoints;
import io.llmgw.server.admin.ModelInfoEndpoint;
import io.llmgw.server.anthropic.AnthropicErrors;
import io.llmgw.server.anthropic.MessagesEndpoint;
import io.llmgw.server.anthropic.ModelListEndpoint;
import io.llmgw.server.ollama.ChatEndpoint;
import io.llmgw.server.ollama.EmbedEndpoint;
import io.llmgw.server.ollama.ModelEndpoints;
import io.llmgw.server.ollama.OllamaErrors;
import io.llmgw.server.openai.ModelsEndpoint;
import io.llmgw.server.openai.OpenAiEndpoint;
import io.llmgw.server.openai.OpenAiErrors;
import io.llmgw.server.responses.ResponseStore;
import io.llmgw.server.responses.ResponsesEndpoint;
import io.llmgw.server.responses.StoredEndpoint;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which path leads where. */
final class RouteTable {
  /** The bases people configure as an OpenAI address. */
  private static final List<String> BASES = List.of("", "/v1", "/openai/v1", "/api/openai/v1");

  /** Where Azure's and other clients put the model into the path. */
  private static final List<String> MODEL_BASES =
      List.of("/openai/deployments/{model}", "/engines/{model}", "/v1/engines/{model}");

  private final Routes routes = new Routes();
  private final ErrorShape errors = new OpenAiErrors();

  private RouteTable() {}

  static Routes of(
      Gateway gateway,
      KeyRing keys,
      Admission admission,
      Pulse pulse,
      String version,
      UpstreamHealth health,
      Supplier<DeploymentFacts> facts,
      ModelAdmin models,
      Consumer<Measurements> measured,
      Endpoint reload) {
    RouteTable table = new RouteTable();
    InstantSource clock = InstantSource.system();
    Metering metering = new Metering(gateway, new Limits(clock));
    Delivery delivery = new Delivery(gateway, metering, pulse, version);
    for (Operation operation : List.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING)) {
      table.post(
          new OpenAiEndpoint(operation, gateway, delivery, clock),
          Stream.concat(BASES.stream(), MODEL_BASES.stream())
              .map(base -> base + operation.path())
              .toList());
    }
    table.anthropic(gateway, delivery);
    table.responses(gateway, delivery, clock);
    table.ollama(gateway, delivery, clock);
    table.models(new ModelsEndpoint(gateway), new ModelListEndpoint(gateway));
    var status = new StatusEndpoints(gateway, admission, version, clock);
    table.status(status, health);
    table.get(status.metrics(measured), List.of("/metrics"), Access.CLIENT);
    table.admin("POST", reload, "/config/reload");
    table.keys(new KeyEndpoints(keys, gateway));
    ModelAdminEndpoints added = new ModelAdminEndpoints(models, gateway, facts);
    table.admin("POST", added.create(), "/model/new");
    table.admin("POST", added.delete(), "/model/delete");
    table.get(
        new ModelInfoEndpoint(gateway, facts),
        List.of("/model/info", "/v1/model/info"),
        Access.CLIENT);
    return table.routes;
  }

  private void anthropic(Gateway gateway, Delivery delivery) {
    ErrorShape shape = new AnthropicErrors();
    for (Operation operation : List.of(Operation.CHAT, Operation.TOKEN_COUNT)) {
      Endpoint endpoint = new MessagesEndpoint(operation, gateway, delivery);
      String path = operation == Operation.CHAT ? "/messages" : operation.path();
      routes.add(
          "POST",
          new Route(endpoint, Access.CLIENT, shape),
          List.of("/v1" + path, path, "/anthropic/v1" + path));
    }
  }

  private void ollama(Gateway gateway, Delivery delivery, InstantSource clock) {
    ErrorShape shape = new OllamaErrors();
    ModelEndpoints models = new ModelEndpoints(gateway);
    ollama("POST", "/api/chat", new ChatEndpoint(false, gateway, delivery, clock), shape);
    ollama("POST", "/api/generate", new ChatEndpoint(true, gateway, delivery, clock), shape);
    ollama("POST", "/api/embed", new EmbedEndpoint(false, gateway, delivery), shape);
    ollama("POST", "/api/embeddings", new EmbedEndpoint(true, gateway, delivery), shape);
    ollama("GET", "/api/tags", models.tags(), shape);
    ollama("GET", "/api/ps", models.running(), shape);
    ollama("GET", "/api/version", models.version(), shape);
    ollama("POST", "/api/show", models.show(), shape);
    ollama("POST", "/api/pull", models.pull(), shape);
    for (String path : List.of("/api/push", "/api/create", "/api/copy")) {
      ollama("POST", path, ModelEndpoints.unsupported(), shape);
    }
    ollama("DELETE", "/api/delete", ModelEndpoints.unsupported(), shape);
  }

  private void ollama(String method, String path, Endpoint endpoint, ErrorShape shape) {
    routes.add(method, new Route(endpoint, Access.CLIENT, shape), List.of(path));
  }

  /** Where OpenAI's and Azure's clients look for the Responses API. */
  private void responses(Gateway gateway, Delivery delivery, InstantSource clock) {
    ResponseStore store = new ResponseStore(clock);
    ResponsesEndpoint responses = new ResponsesEndpoint(gateway, delivery, store, clock);
    StoredEndpoint stored = new StoredEndpoint(store);
    for (String base :
        Stream.concat(BASES.stream(), Stream.of("/openai")).map(b -> b + "/responses").toList()) {
      post(responses.create(), List.of(base));
      post(responses.inputTokens(), List.of(base + "/input_tokens"));
      post(stored.cancel(), List.of(base + "/{id}/cancel"));
      get(stored.inputItems(), List.of(base + "/{id}/input_items"), Access.CLIENT);
      get(stored.retrieve(), List.of(base + "/{id}"), Access.CLIENT);
      routes.add(
          "DELETE", new Route(stored.delete(), Access.CLIENT, errors), List.of(base + "/{id}"));
    }
  }

  private void models(ModelsEndpoint models, ModelListEndpoint anthropic) {
    get(models.listAll(), below("/models/all"), Access.CLIENT);
    get(anthropic.list(models.list()), below("/models"), Access.CLIENT);
    get(models.list(), List.of("/openai/models"), Access.CLIENT);
    get(anthropic.one(models.one()), below("/models/{model}"), Access.CLIENT);
    get(models.one(), List.of("/openai/models/{model}"), Access.CLIENT);
  }

  private void status(StatusEndpoints status, UpstreamHealth health) {
    get(status.live(), List.of("/health/liveliness", "/health/liveness"), Access.OPEN);
    get(status.ready(), List.of("/health/readiness"), Access.OPEN);
    get(status.home(), List.of("/"), Access.OPEN);
    get(status.version(), List.of("/version"), Access.OPEN);
    get(status.health(health), List.of("/health"), Access.CLIENT);
  }

  private static List<String> below(String path) {
    return BASES.stream().map(base -> base + path).toList();
  }

  private void post(Endpoint endpoint, List<String> paths) {
    routes.add("POST", new Route(endpoint, Access.CLIENT, errors), paths);
  }

  private void keys(KeyEndpoints keys) {
    admin("POST", keys.generate(), "/key/generate");
    admin("POST", keys.update(), "/key/update");
    admin("POST", keys.delete(), "/key/delete");
    admin("POST", keys.block(), "/key/block");
    admin("POST", keys.unblock(), "/key/unblock");
    admin("POST", keys.regenerate(), "/key/regenerate", "/key/{key}/regenerate");
    admin("GET", keys.list(), "/key/list");
    admin("POST", keys.newUser(), "/user/new");
    get(keys.info(), List.of("/key/info"), Access.CLIENT);
    get(keys.userInfo(), List.of("/user/info"), Access.CLIENT);
  }

  private void admin(String method, Endpoint endpoint, String... paths) {
    routes.add(method, new Route(endpoint, Access.ADMIN, errors), List.of(paths));
  }

  private void get(Endpoint endpoint, List<String> paths, Access access) {
    routes.add("GET", new Route(endpoint, access, errors), paths);
  }
}
