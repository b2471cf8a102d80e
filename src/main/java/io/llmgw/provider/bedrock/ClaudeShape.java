package io.llmgw.provider.bedrock;

import io.llmgw.json.DropPath;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a request of Anthropic's API one of Anthropic's models on Bedrock: the same but for the
 * version, the betas, and what Bedrock refuses to see.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html">the
 *     request</a>
 */
final class ClaudeShape {
  private static final byte[] VERSION = "\"bedrock-2023-05-31\"".getBytes(StandardCharsets.UTF_8);
  private static final String WHY = "Bedrock does not take it";
  private static final String BETAS = "anthropic_beta";
  private static final String CONTEXT = "context_management";

  private static final Set<String> TAKEN =
      Set.of(
          "messages",
          "system",
          "max_tokens",
          "stop_sequences",
          "temperature",
          "top_p",
          "top_k",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "metadata");

  /** Configured parameters that mean the same here. */
  private static final Set<String> SHARED =
      Set.of("max_tokens", "stop_sequences", "temperature", "thinking", "top_k", "top_p");

  /** What tools may have only with a feature in trial, or not at all. */
  private static final List<Map.Entry<String, String>> IN_TRIAL =
      List.of(
          Map.entry("defer_loading", "tool-search-tool-2025-10-19"),
          Map.entry("input_examples", "tool-examples-2025-10-29"),
          Map.entry("allowed_callers", ""),
          Map.entry("eager_input_streaming", ""));

  /** How a line of Claude Code's begins that differs with every request. */
  private static final String BILLING = "x-anthropic-billing-header";

  private final Profile profile;
  private final JsonObjectIndex body;
  private final JsonEdit edit;
  private final Fidelity fidelity;
  private final List<String> betas;

  private ClaudeShape(Profile profile, RawRequest request, Fidelity fidelity) {
    this.profile = profile;
    this.body = request.body();
    this.edit = new JsonEdit(body);
    this.fidelity = fidelity;
    this.betas = betas(request);
  }

  /**
   * The body to send.
   *
   * @throws io.llmgw.model.GatewayException when it is no JSON where it is looked into
   */
  static Payload fit(Profile profile, RawRequest request, Fidelity fidelity) {
    try {
      return new ClaudeShape(profile, request, fidelity).fit();
    } catch (JsonSyntaxException broken) {
      throw RawRequest.unreadable(broken);
    }
  }

  private Payload fit() {
    for (int i = 0; i < body.size(); i++) {
      member(i, body.name(i));
    }
    edit.add("anthropic_version", VERSION);
    if (!betas.isEmpty()) {
      edit.add(BETAS, Json.MAPPER.writeValueAsBytes(betas));
    }
    profile
        .additions()
        .defaults()
        .forEach((name, value) -> {
          if (SHARED.contains(name) && !body.has(name)) {
            edit.add(name, Json.MAPPER.writeValueAsBytes(value));
          }
        });
    profile.dropped().forEach(path -> DropPath.remove(edit, body, path));
    ObjectNode more = Json.MAPPER.createObjectNode();
    profile.additions().merge(more);
    more.properties()
        .forEach(
            extra -> edit.put(extra.getKey(), Json.MAPPER.writeValueAsBytes(extra.getValue())));
    return edit.apply();
  }

  private void member(int member, String name) {
    boolean context = name.equals(CONTEXT) && betas.contains("context-management-2025-06-27");
    if (!TAKEN.contains(name) && !context) {
      edit.remove(member);
      if (!Set.of("model", "stream", BETAS, "anthropic_version").contains(name)) {
        fidelity.lose(name, WHY);
      }
    } else if (name.equals("tools")
        || mentions(member, "\"scope\"")
        || (name.equals("system") && mentions(member, BILLING))) {
      JsonNode before = body.tree(member);
      JsonNode after = before.deepCopy();
      if (name.equals("tools")) {
        after.forEach(this::tool);
      }
      if (name.equals("system") && after instanceof ArrayNode blocks) {
        billing(blocks);
      }
      scopes(after);
      if (after.isEmpty() && !before.isEmpty()) {
        edit.remove(member);
      } else if (!after.equals(before)) {
        edit.replace(member, Json.MAPPER.writeValueAsBytes(after));
      }
    }
  }

  /** No cache would survive it here. */
  private void billing(ArrayNode system) {
    int size = system.size();
    system.removeIf(block -> block.path("text").asString("").startsWith(BILLING));
    if (system.size() < size) {
      fidelity.lose("system[0]", "the billing line is for Anthropic alone");
    }
  }

  private boolean mentions(int member, String text) {
    int from = body.valueStart(member);
    int length = body.valueEnd(member) - from;
    return new String(body.bytes(), from, length, StandardCharsets.ISO_8859_1).contains(text);
  }

  private void tool(JsonNode tool) {
    if (tool instanceof ObjectNode object) {
      for (Map.Entry<String, String> trial : IN_TRIAL) {
        if (object.has(trial.getKey()) && !betas.contains(trial.getValue())) {
          object.remove(trial.getKey());
          fidelity.lose("tools[*]." + trial.getKey(), WHY);
        }
      }
      if (object.has("strict") && !profile.structuredOutputs()) {
        object.remove("strict");
        fidelity.lose("tools[*].strict", WHY);
      }
    }
  }

  /** Caches are not shared here, so that none has a scope. */
  private void scopes(JsonNode node) {
    if (node.path("cache_control") instanceof ObjectNode cache && cache.has("scope")) {
      cache.remove("scope");
      fidelity.lose("cache_control.scope", WHY);
    }
    // not into the arguments of a call or the schema of a tool
    (node.isArray() ? node : node.path("content")).forEach(this::scopes);
  }

  /** Those Bedrock knows; any other would fail the request. */
  private List<String> betas(RawRequest request) {
    List<String> known = new ArrayList<>();
    Stream.concat(header(request), said(request.body()))
        .map(String::strip)
        .filter(beta -> !beta.isEmpty())
        .distinct()
        .forEach(beta -> {
          if (profile.models().knowsBeta(beta)) {
            known.add(beta);
          } else {
            fidelity.lose(BETAS, "'" + beta + "' is not known here");
          }
        });
    return known;
  }

  private static Stream<String> header(RawRequest request) {
    return Stream.of(request.headers().getOrDefault("anthropic-beta", "").split(",", -1));
  }

  private static Stream<String> said(JsonObjectIndex body) {
    int member = body.find(BETAS);
    return body.type(member) == '['
        ? body.tree(member).valueStream().map(beta -> beta.asString(""))
        : Stream.empty();
  }
}
