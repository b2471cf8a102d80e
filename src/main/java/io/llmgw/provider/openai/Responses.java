package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Responses API of one deployment, for clients of the same protocol and of others. */
final class Responses implements Passthrough {
  private final Upstream upstream;
  private final boolean only;
  // replaced when a refusal taught something; every version is right for some time
  private volatile Profile profile;
  private volatile ResponsesThinking thinking;
  private volatile boolean missing;

  /**
   * Makes the way to the API.
   *
   * @param only whether the model has no other
   */
  Responses(Upstream upstream, Profile profile, boolean only) {
    this.upstream = upstream;
    this.profile = profile;
    this.only = only;
    this.thinking = ResponsesThinking.of(profile);
  }

  /** Whether the model has no other way. */
  boolean only() {
    return only;
  }

  /** Whether the upstream has said that the model is not to be had this way. */
  boolean missing() {
    return missing;
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    Upstream.Sent sent = post(request.body(), request.stream(), call);
    byte[] model = JsonEdit.quoted(request.model());
    return sent.closedOnFailure(() -> answer(request, sent, model));
  }

  private Answer answer(RawRequest request, Upstream.Sent sent, byte[] model) {
    AnswerHead head = Heads.of(sent.answer());
    if (!sent.streaming()) {
      JsonObjectIndex whole = whole(sent);
      return request.stream()
          ? new Answer.Events(ready(head, whole))
          : new Answer.Whole(
              head.keptAs(whole.text("id")),
              new JsonEdit(whole).put("model", model).apply(),
              ResponsesUsage.of(whole));
    }
    Chunks chunks = new Chunks(upstream.name(), sent.answer());
    if (!request.stream()) {
      return new Answer.Events(new ResponsesEventStream(upstream.name(), chunks, head));
    }
    ResponsesRawStream stream = new ResponsesRawStream(chunks, model);
    return new Answer.Raw(head.keptAs(stream.id()), stream);
  }

  /** Calls the model for a client of another protocol. */
  EventStream chat(ChatRequest request, Call call) {
    while (true) {
      ResponsesThinking now = thinking;
      try {
        Upstream.Sent sent = post(encoded(request, now, call), true, call);
        return sent.closedOnFailure(() -> events(sent));
      } catch (GatewayException refusal) {
        ResponsesThinking less = now.after(refusal);
        if (less == null) {
          throw refusal;
        }
        thinking = less;
      }
    }
  }

  private static JsonObjectIndex encoded(ChatRequest request, ResponsesThinking now, Call call) {
    return JsonObjectIndex.of(new ResponsesEncoder(now, call.fidelity()).encode(request));
  }

  private EventStream events(Upstream.Sent sent) {
    AnswerHead head = Heads.of(sent.answer());
    return sent.streaming()
        ? new ResponsesEventStream(
            upstream.name(), new Chunks(upstream.name(), sent.answer()), head)
        : ready(head, whole(sent));
  }

  Preview preview(ChatRequest request, Call call) {
    return preview(encoded(request, thinking, call), true, call);
  }

  @Override
  public Preview preview(RawRequest request, Call call) {
    return preview(request.body(), request.stream(), call);
  }

  private Preview preview(JsonObjectIndex request, boolean stream, Call call) {
    Profile now = profile;
    Payload body =
        RequestShape.fit(
            now, request, Operation.RESPONSE, stream && now.streaming(), false, call.fidelity());
    return new Preview(
        "POST",
        upstream.address().target(Operation.RESPONSE).address(),
        Map.of(),
        Json.MAPPER.readTree(body.toByteArray()));
  }

  /** Posts, and posts again when the refusal of the first try says how to do better. */
  private Upstream.Sent post(JsonObjectIndex body, boolean stream, Call call) {
    Profile now = profile;
    boolean refreshed = false;
    while (true) {
      try {
        boolean ask = stream && now.streaming();
        Payload payload =
            RequestShape.fit(now, body, Operation.RESPONSE, ask, false, call.fidelity());
        Upstream.Sent sent = upstream.post(Operation.RESPONSE, payload, ask, call);
        // only what helped is remembered
        profile = now;
        return sent;
      } catch (GatewayException refusal) {
        Profile better = Refusal.teaches(now, refusal, false);
        if (better != null) {
          now = better;
        } else if (refusal.kind() == ErrorKind.AUTHENTICATION
            && !refreshed
            && upstream.address().refused()) {
          refreshed = true;
        } else {
          throw only ? refusal : unlessMissing(refusal);
        }
      }
    }
  }

  /**
   * A model that is there but not over this API, as many are on Azure, is reached in its own way
   * from now on: with the next try of the same request, which this failure asks for.
   */
  private GatewayException unlessMissing(GatewayException refusal) {
    String words = refusal.text().toLowerCase(Locale.ROOT);
    boolean told =
        words.contains("not supported by responses api")
            || words.contains("not supported with the responses api")
            || words.contains("responses api is enabled only")
            || (words.contains("model not supported") && refusal.status() == 400);
    if (!told) {
      return refusal;
    }
    missing = true;
    return new GatewayException(
        ErrorKind.UPSTREAM, refusal.text(), new ErrorDetail(0, null, null, null, null), refusal);
  }

  private EventStream ready(AnswerHead head, JsonObjectIndex whole) {
    List<StreamEvent> events = new ArrayList<>();
    try {
      new ResponsesDecoder(upstream.name(), events::add).whole(whole.tree());
    } catch (JsonSyntaxException broken) {
      throw failure("sent an answer that is not JSON", broken);
    }
    return new ReadyEvents(head, events);
  }

  /** An answer in one piece, checked to be a response. */
  private JsonObjectIndex whole(Upstream.Sent sent) {
    byte[] body;
    try (HttpAnswer answer = sent.answer()) {
      body = answer.readAll(Upstream.MAX_ANSWER_BYTES);
    }
    JsonObjectIndex document = new JsonObjectIndex();
    try {
      document.read(body, 0, body.length);
    } catch (JsonSyntaxException broken) {
      throw failure("sent an answer that is not JSON", broken);
    }
    boolean response = document.has("output") || document.has("status");
    if (!response && ErrorBody.isError(document)) {
      throw ErrorBody.of(upstream.name(), 0, document.tree(), null);
    }
    if (!response) {
      throw failure("answered without any output", null);
    }
    return document;
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider " + upstream.name() + " " + what + ".",
        ErrorDetail.NONE,
        cause);
  }
}
