package io.llmgw.provider.anthropic;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.TokenEstimate;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.VendorWords;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment behind an API that speaks Anthropic's protocol. */
final class AnthropicProvider implements Provider, Passthrough {
  private static final int MAX_ANSWER_BYTES = 128 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;
  private static final int MAX_PAGES = 50;

  /** What of a request its tokens are counted of. */
  private static final Set<String> COUNTED =
      Set.of("model", "system", "messages", "tools", "tool_choice", "thinking", "output_config");

  private final Profile profile;
  private final Endpoint endpoint;
  private final MediaLoader media;
  private final HttpTransport transport;
  private final InstantSource clock;
  private final ErrorBody errors;

  AnthropicProvider(
      Profile profile,
      Endpoint endpoint,
      MediaLoader media,
      HttpTransport transport,
      InstantSource clock) {
    this.profile = profile;
    this.endpoint = endpoint;
    this.media = media;
    this.transport = transport;
    this.clock = clock;
    this.errors = new ErrorBody(profile.vendor(), endpoint.secrets());
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    // before any work a client that left does not want
    call.cancellation().check();
    Encoded encoded = RequestEncoder.encode(profile, request, media, call);
    Payload body = payload(encoded.body().put("stream", true));
    HttpAnswer answer = post(Operation.CHAT, endpoint.headers(encoded.betas()), body, call);
    return answer.closedOnFailure(() -> events(answer, encoded, Heads.of(answer, false)));
  }

  private EventStream events(HttpAnswer answer, Encoded request, AnswerHead head) {
    return isStream(answer)
        ? new AnthropicEventStream(stream(answer), request, head)
        : new ReadyEvents(head, whole(answer).events(request));
  }

  private MessageEvents stream(HttpAnswer answer) {
    return new MessageEvents(profile.vendor(), answer, errors);
  }

  @Override
  public @Nullable Passthrough passthrough(Protocol protocol) {
    return switch (protocol) {
      case ANTHROPIC -> this;
      case OPENAI, RESPONSES, OLLAMA -> null;
    };
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    Payload body = RawShape.fit(profile, request.body(), request.operation());
    Map<String, String> headers = headers(request);
    try {
      HttpAnswer answer = post(request.operation(), headers, body, call);
      return answer.closedOnFailure(() -> answer(request, answer));
    } catch (GatewayException failure) {
      if (request.operation() == Operation.TOKEN_COUNT && lacksEndpoint(failure)) {
        String text = new String(body.toByteArray(), StandardCharsets.UTF_8);
        return new Answer.Counted(TokenEstimate.text(text), true);
      }
      throw failure;
    }
  }

  private Map<String, String> headers(RawRequest request) {
    try {
      return endpoint.headers(request.headers());
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The request cannot be sent on: " + broken.getMessage() + ".",
          ErrorDetail.NONE,
          broken);
    }
  }

  private Answer answer(RawRequest request, HttpAnswer answer) {
    AnswerHead head = Heads.of(answer, true);
    byte[] model = JsonEdit.quoted(request.model());
    boolean streaming = isStream(answer);
    if (streaming && request.stream()) {
      return new Answer.Raw(head, new AnthropicRawStream(stream(answer), model));
    }
    if (streaming || request.stream()) {
      return new Answer.Events(events(answer, Encoded.none(), head));
    }
    WholeMessage whole = whole(answer);
    return request.operation() == Operation.TOKEN_COUNT
        ? new Answer.Whole(head, whole.asItCame(), null)
        : new Answer.Whole(head, whole.forClient(model), whole.usage());
  }

  @Override
  public Answer.Counted countTokens(ChatRequest request, Call call) {
    call.cancellation().check();
    Encoded encoded = RequestEncoder.encode(profile, request, media, call);
    ObjectNode body = encoded.body().retain(COUNTED);
    Map<String, String> headers = endpoint.headers(encoded.betas());
    try {
      HttpAnswer answer = post(Operation.TOKEN_COUNT, headers, payload(body), call);
      long tokens = answer.closedOnFailure(() -> whole(answer).inputTokens());
      return new Answer.Counted(tokens, false);
    } catch (GatewayException failure) {
      if (lacksEndpoint(failure)) {
        return new Answer.Counted(TokenEstimate.of(request), true);
      }
      throw failure;
    }
  }

  /** Others behind this protocol do not have every endpoint; Anthropic's own 404 has a type. */
  private static boolean lacksEndpoint(GatewayException failure) {
    int status = failure.detail().status();
    return (status == 404 || status == 405 || status == 501)
        && !"not_found_error".equals(failure.detail().type());
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    MediaLoader asItIs = (file, _, _) -> file;
    Encoded encoded = RequestEncoder.encode(profile, request, asItIs, call);
    return new Preview(
        "POST",
        endpoint.target(Operation.CHAT).address(),
        endpoint.shown(encoded.betas()),
        encoded.body().put("stream", true));
  }

  @Override
  public Preview preview(RawRequest request, Call call) {
    Payload body = RawShape.fit(profile, request.body(), request.operation());
    return new Preview(
        "POST",
        endpoint.target(request.operation()).address(),
        endpoint.shown(List.of()),
        Json.MAPPER.readTree(body.toByteArray()));
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    try {
      return pages(call);
    } catch (GatewayException failure) {
      if (lacksEndpoint(failure)) {
        return List.of();
      }
      throw failure;
    }
  }

  private List<UpstreamModel> pages(Call call) {
    List<UpstreamModel> models = new ArrayList<>();
    String after = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode list = page(endpoint.models(after), call);
      for (JsonNode entry : list.path("data")) {
        String id = entry.path("id").asString("");
        if (!id.isEmpty()) {
          models.add(new UpstreamModel(id, profile.vendor()));
        }
      }
      String last = list.path("last_id").asString("");
      if (!list.path("has_more").asBoolean(false) || last.isEmpty() || last.equals(after)) {
        return models;
      }
      after = last;
    }
    return models;
  }

  private JsonNode page(HttpTarget target, Call call) {
    Map<String, String> headers = endpoint.headers(List.of());
    try (HttpAnswer answer = transport.get(target, headers, call)) {
      check(answer);
      JsonNode list = Json.MAPPER.readTree(answer.readAll(MAX_ANSWER_BYTES));
      if (!list.path("data").isArray()) {
        throw notAList(null);
      }
      return list;
    } catch (JacksonException broken) {
      throw notAList(broken);
    }
  }

  private GatewayException notAList(@Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider "
            + profile.vendor()
            + " sent no list of models; check its address (api_base).",
        ErrorDetail.NONE,
        cause);
  }

  private static Payload payload(ObjectNode body) {
    return Payload.of(Json.MAPPER.writeValueAsBytes(body));
  }

  private HttpAnswer post(
      Operation operation, Map<String, String> headers, Payload body, Call call) {
    HttpAnswer answer = transport.post(endpoint.target(operation), headers, body, call);
    return answer.closedOnFailure(() -> {
      check(answer);
      return answer;
    });
  }

  /** The first byte tells, since not every upstream calls what it sends by its right type. */
  private static boolean isStream(HttpAnswer answer) {
    return switch (answer.firstByte()) {
      case '{', '[', '<', -1 -> false;
      default -> true;
    };
  }

  private void check(HttpAnswer answer) {
    int status = answer.status();
    if (status >= 400) {
      String body = new String(answer.readAll(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
      throw errors.of(status, body, answer.header("request-id"), RetryAfter.of(answer, clock));
    }
    if (status >= 300) {
      String location = answer.header("Location");
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          VendorWords.redirected(profile.vendor(), status, location, "api_base"));
    }
  }

  private WholeMessage whole(HttpAnswer open) {
    try (HttpAnswer answer = open) {
      return new WholeMessage(profile.vendor(), answer.readAll(MAX_ANSWER_BYTES), errors);
    }
  }
}
