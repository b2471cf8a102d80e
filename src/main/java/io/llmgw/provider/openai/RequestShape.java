package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Makes one request fit for one deployment by changing as few of its bytes as possible: the model's name, parameters the
 * upstream is known to refuse or to call otherwise, fields that are meant for the gateway.
 */
final class RequestShape {
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] USAGE_ON = ascii("{\"include_usage\":true}");

  /** Members LiteLLM's clients address to the gateway itself. */
  private static final Set<String> FOR_THE_GATEWAY =
      Set.of(
          "litellm_metadata",
          "tags",
          "fallbacks",
          "num_retries",
          "timeout",
          "cache",
          "caching",
          "guardrails",
          "disable_fallbacks",
          "priority",
          "user_config",
          "allowed_openai_params",
          "drop_params",
          "additional_drop_params",
          "context_window_fallback_dict",
          "mock_response",
          "mock_timeout",
          "mock_testing_fallbacks",
          "mock_testing_rate_limit_error");

  /** Parameters of other systems that chat clients send along; a strict upstream answers 400 to them. */
  private static final Set<String> FOREIGN =
      Set.of(
          "num_ctx",
          "num_predict",
          "num_batch",
          "num_keep",
          "num_gpu",
          "num_thread",
          "repeat_penalty",
          "repeat_last_n",
          "mirostat",
          "mirostat_eta",
          "mirostat_tau",
          "tfs_z",
          "typical_p",
          "min_p",
          "top_k",
          "think",
          "keep_alive",
          "use_mmap",
          "use_mlock",
          "options",
          "template",
          "raw");

  private final Profile profile;
  private final JsonObjectIndex body;
  private final Operation operation;
  private final JsonEdit edit;

  private RequestShape(Profile profile, JsonObjectIndex body, Operation operation) {
    this.profile = profile;
    this.body = body;
    this.operation = operation;
    this.edit = new JsonEdit(body);
  }

  /**
   * The body to send.
   *
   * @param stream whether the upstream is to stream
   * @param usage whether a stream must tell its usage
   * @throws GatewayException when the model refuses a parameter that may not be dropped
   */
  static Payload fit(
      Profile profile, JsonObjectIndex body, Operation operation, boolean stream, boolean usage) {
    RequestShape shape = new RequestShape(profile, body, operation);
    shape.members();
    shape.edit.put("model", profile.model());
    if (operation != Operation.EMBEDDING) {
      shape.streaming(stream, usage);
    }
    if (operation == Operation.CHAT) {
      shape.roles();
    }
    shape.configured();
    return shape.edit.apply();
  }

  private void members() {
    for (int i = 0; i < body.size(); i++) {
      String name = body.name(i);
      if (profile.allowed().contains(name)) {
        continue;
      }
      if (FOR_THE_GATEWAY.contains(name)
          || (profile.preset().strict() && FOREIGN.contains(name))
          || profile.preset().drop().contains(name)
          || uselessTools(name, i)) {
        edit.remove(i);
      } else if (profile.preset().rename().containsKey(name)) {
        edit.rename(i, profile.preset().rename().getOrDefault(name, name));
      } else if (operation == Operation.CHAT) {
        sampling(name, i);
      }
    }
  }

  /** An empty list of tools is an error to many, and so are tools to a model that cannot call them. */
  private boolean uselessTools(String name, int member) {
    return switch (name) {
      case "tools", "functions" -> !profile.tools() || body.isEmpty(member) || body.isNull(member);
      case "tool_choice", "parallel_tool_calls", "function_call" -> !profile.tools() || noTools();
      default -> false;
    };
  }

  private boolean noTools() {
    int tools = body.find("tools");
    int functions = body.find("functions");
    return (!body.isSet(tools) || body.isEmpty(tools))
        && (!body.isSet(functions) || body.isEmpty(functions));
  }

  private void sampling(String name, int member) {
    switch (name) {
      case "max_tokens" -> limit(member, "max_completion_tokens", profile.traits().reasoning());
      case "max_completion_tokens" ->
          limit(member, "max_tokens", !profile.traits().reasoning() && !profile.preset().developer());
      default -> {
        if (profile.traits().reasoning()
            && ModelTraits.FIXED_SAMPLING.contains(name)
            && !acceptedAtRest(name)
            && !harmless(name, member)) {
          refuse(name, member);
        }
      }
    }
  }

  /** Gives the output limit the name this model knows it by. */
  private void limit(int member, String otherName, boolean wrongName) {
    if (!wrongName) {
      return;
    }
    if (body.has(otherName)) {
      edit.remove(member);
    } else {
      edit.rename(member, otherName);
    }
  }

  private boolean acceptedAtRest(String name) {
    int effort = body.find("reasoning_effort");
    return profile.traits().samplingAtRest()
        && ModelTraits.REST_SAMPLING.contains(name)
        && (!body.isSet(effort) || body.textEquals(effort, "none"));
  }

  /** The default value is accepted, and a null is none. */
  private boolean harmless(String name, int member) {
    return body.isNull(member)
        || (name.equals("temperature") && body.tree(member).asDouble(0) == 1.0);
  }

  private void refuse(String name, int member) {
    if (!profile.dropRefused()) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The model '"
              + profile.modelName()
              + "' does not accept the parameter '"
              + name
              + "'. Leave it out, or set drop_params: true to have it dropped.",
          new ErrorDetail(0, "invalid_request_error", "unsupported_parameter", name, null));
    }
    edit.remove(member);
  }

  private void streaming(boolean stream, boolean usage) {
    int member = body.find("stream");
    if (stream != body.isTrue(member)) {
      edit.put("stream", stream ? TRUE : FALSE);
    }
    int options = body.find("stream_options");
    if (options >= 0 && (!stream || !profile.preset().streamOptions())) {
      edit.remove(options);
    } else if (stream && usage && profile.preset().streamOptions() && !body.isSet(options)) {
      edit.put("stream_options", USAGE_ON);
    }
  }

  /** Where {@code developer} is unknown it is {@code system}. */
  private void roles() {
    int messages = body.find("messages");
    if (profile.preset().developer() || body.type(messages) != '[') {
      return;
    }
    DeveloperRole.toSystem(body, messages).ifPresent(json -> edit.replace(messages, json));
  }

  private void configured() {
    profile
        .defaults()
        .forEach(
            (name, json) -> {
              if (!body.has(name)) {
                edit.add(name, json);
              }
            });
    profile.extra().forEach(edit::put);
    for (String path : profile.dropPaths()) {
      drop(path);
    }
  }

  private void drop(String path) {
    int split = DropPath.firstStep(path);
    int member = body.find(path.substring(0, split));
    if (member < 0 || edit.removed(member)) {
      return;
    }
    if (split == path.length()) {
      edit.remove(member);
    } else {
      edit.replace(
          member, Json.MAPPER.writeValueAsBytes(DropPath.without(edit.tree(member), path, split)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
