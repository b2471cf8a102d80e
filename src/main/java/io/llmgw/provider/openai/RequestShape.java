package io.llmgw.provider.openai;

import io.llmgw.json.DropPath;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.GatewayMembers;
import io.llmgw.provider.Operation;
import io.llmgw.provider.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Makes one request fit for one deployment by changing as few of its bytes as possible: the model's
 * name, parameters the upstream is known to refuse or to call otherwise, fields that are meant for
 * the gateway.
 */
final class RequestShape {
  private static final String OLD_LIMIT = "max_tokens";
  private static final String NEW_LIMIT = "max_completion_tokens";
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] USAGE_ON = ascii("{\"include_usage\":true}");

  private static final Set<String> TOOLS =
      Set.of("tools", "functions", "tool_choice", "function_call", "parallel_tool_calls");

  /**
   * Parameters of other systems that chat clients send along; a strict upstream answers 400 to
   * them.
   */
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
  private final Fidelity fidelity;
  private final JsonEdit edit;

  private RequestShape(
      Profile profile, JsonObjectIndex body, Operation operation, Fidelity fidelity) {
    this.profile = profile.with(Wishes.of(body));
    this.body = body;
    this.operation = operation;
    this.fidelity = fidelity;
    this.edit = new JsonEdit(body);
  }

  /**
   * The body to send.
   *
   * @param stream whether the upstream is to stream
   * @param usage whether a stream must tell its usage
   * @param fidelity is told what is left out or renamed
   * @throws GatewayException when the model refuses a parameter that may not be dropped
   */
  static Payload fit(
      Profile profile,
      JsonObjectIndex body,
      Operation operation,
      boolean stream,
      boolean usage,
      Fidelity fidelity) {
    try {
      RequestShape shape =
          new RequestShape(profile, withDefaults(profile, body, operation), operation, fidelity);
      return shape.fit(stream, usage);
    } catch (JsonSyntaxException broken) {
      throw RawRequest.unreadable(broken);
    }
  }

  private Payload fit(boolean stream, boolean usage) {
    members();
    edit.put("model", profile.model());
    if (operation != Operation.EMBEDDING) {
      streaming(stream);
    }
    if (operation == Operation.CHAT || operation == Operation.COMPLETION) {
      streamOptions(stream, usage);
    }
    if (operation == Operation.CHAT) {
      roles();
      profile.preset().quirks().apply(body, edit, fidelity);
    }
    configured();
    return edit.apply();
  }

  /** The body with the configured defaults for what it lacks, which then count as the client's. */
  private static JsonObjectIndex withDefaults(
      Profile profile, JsonObjectIndex body, Operation operation) {
    JsonEdit filled = new JsonEdit(body);
    boolean limited = body.has(OLD_LIMIT) || body.has(NEW_LIMIT);
    boolean response = operation == Operation.RESPONSE;
    Map<String, byte[]> defaults =
        response ? ResponsesDefaults.of(profile.defaults()) : profile.defaults();
    defaults.forEach((name, json) -> {
      boolean limit = name.equals(OLD_LIMIT) || name.equals(NEW_LIMIT);
      if (limit ? !limited : !body.has(name)) {
        filled.add(name, json);
      }
    });
    return filled.changed() ? JsonObjectIndex.of(filled.apply().toByteArray()) : body;
  }

  private void members() {
    for (int i = 0; i < body.size(); i++) {
      String name = body.name(i);
      if (profile.allowed().contains(name)) {
        continue;
      }
      if (GatewayMembers.contain(name) || emptyTools(name, i)) {
        edit.remove(i);
      } else if (unknownHere(name)) {
        refuse(name, i);
      } else if (profile.preset().rename().containsKey(name)) {
        rename(i, profile.preset().rename().getOrDefault(name, name));
      } else if (operation == Operation.CHAT) {
        limits(name, i);
        sampling(name, i);
      } else if (operation == Operation.RESPONSE) {
        sampling(name, i);
      }
    }
  }

  /** What this upstream is known to answer with 400, whatever the value. */
  private boolean unknownHere(String name) {
    return (profile.preset().strict() && operation != Operation.RESPONSE && FOREIGN.contains(name))
        || profile.preset().drop().contains(name)
        || (!profile.tools() && TOOLS.contains(name));
  }

  /** An empty list of tools is an error to many, and so is a choice among none. */
  private boolean emptyTools(String name, int member) {
    if (operation == Operation.RESPONSE) {
      return false;
    }
    return switch (name) {
      case "tools", "functions" -> nothing(member);
      case "tool_choice", "parallel_tool_calls", "function_call" ->
          nothing(body.find("tools")) && nothing(body.find("functions"));
      default -> false;
    };
  }

  private boolean nothing(int member) {
    return !body.isSet(member) || body.isEmpty(member);
  }

  private void limits(String name, int member) {
    boolean reasoning = profile.traits().reasoning();
    if (name.equals(OLD_LIMIT) && reasoning) {
      rename(member, NEW_LIMIT);
    } else if (name.equals(NEW_LIMIT) && !reasoning && !profile.preset().developer()) {
      rename(member, OLD_LIMIT);
    }
  }

  private void sampling(String name, int member) {
    if (profile.traits().reasoning()
        && ModelTraits.FIXED_SAMPLING.contains(name)
        && !acceptedAtRest(name)) {
      refuse(name, member);
    }
  }

  /** Gives a parameter the name it has here, unless the request has one of that name already. */
  private void rename(int member, String name) {
    int other = body.find(name);
    if (body.isSet(other) || profile.extra().containsKey(name)) {
      edit.remove(member);
      return;
    }
    if (other >= 0) {
      edit.remove(other);
    }
    fidelity.change(body.name(member), "is called " + name + " there");
    edit.rename(member, name);
  }

  private boolean acceptedAtRest(String name) {
    return profile.traits().samplingAtRest()
        && ModelTraits.REST_SAMPLING.contains(name)
        && atRest();
  }

  private boolean atRest() {
    if (operation == Operation.RESPONSE) {
      int reasoning = body.find("reasoning");
      return body.type(reasoning) != '{'
          || body.tree(reasoning).path("effort").asString("none").equals("none");
    }
    int effort = body.find("reasoning_effort");
    return !body.isSet(effort) || body.textEquals(effort, "none");
  }

  /** Takes a parameter out that would be refused; without leave to, refuses the request for it. */
  private void refuse(String name, int member) {
    if (!profile.dropRefused() && !ModelTraits.isDefault(name, body.tree(member))) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The model '"
              + profile.modelName()
              + "' does not accept the parameter '"
              + name
              + "'. Leave it out, or set drop_params: true to have it dropped.",
          new ErrorDetail(0, "invalid_request_error", "unsupported_parameter", name, null));
    }
    fidelity.lose(name, "the model does not accept it");
    edit.remove(member);
  }

  private void streaming(boolean stream) {
    if (stream != body.isTrue(body.find("stream"))) {
      edit.put("stream", stream ? TRUE : FALSE);
    }
  }

  private void streamOptions(boolean stream, boolean usage) {
    int options = body.find("stream_options");
    if (!stream || !profile.preset().streamOptions()) {
      if (options >= 0) {
        edit.remove(options);
      }
    } else if (usage && !profile.dropPaths().contains("stream_options")) {
      usageOn(options);
    }
  }

  private void usageOn(int options) {
    if (body.type(options) != '{') {
      edit.put("stream_options", USAGE_ON);
      return;
    }
    int start = body.valueStart(options);
    JsonObjectIndex inner =
        new JsonObjectIndex().read(body.bytes(), start, body.valueEnd(options) - start);
    if (!inner.isTrue(inner.find("include_usage"))) {
      edit.replace(options, new JsonEdit(inner).put("include_usage", TRUE).apply().toByteArray());
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
    for (String path : profile.dropPaths()) {
      drop(path);
    }
    profile.extra().forEach(this::set);
  }

  /** Puts a member there even when the rules took it out: it was configured for this upstream. */
  private void set(String name, byte[] json) {
    int member = body.find(name);
    if (member >= 0 && edit.removed(member)) {
      edit.add(name, json);
    } else {
      edit.put(name, json);
    }
  }

  private void drop(String path) {
    if (DropPath.remove(edit, body, path)) {
      fidelity.lose(path, "is configured to be dropped");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
