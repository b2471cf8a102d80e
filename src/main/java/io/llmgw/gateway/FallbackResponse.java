package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configured text that stands in for an answer no upstream could give; without one the failure
 * stays a failure.
 */
final class FallbackResponse implements EventStream {
  private final Iterator<StreamEvent> events;

  private FallbackResponse(String text) {
    events =
        List.<StreamEvent>of(
                new StreamEvent.Started(null, null, 0),
                new StreamEvent.TextDelta(0, text),
                new StreamEvent.Finished(0, FinishReason.STOP))
            .iterator();
  }

  static Served instead(
      GatewayException failure,
      GatewayRequest request,
      GatewayConfig config,
      DeploymentConfig deployment,
      String name) {
    String text = config.general().fallbackResponse();
    boolean everyOneFailed = failure.kind().retryable() || Gateway.ofTheDeployment(failure.kind());
    if (text == null || !hasAnswer(request.operation()) || !everyOneFailed) {
      throw failure;
    }
    return new Served(
        new Answer.Events(new FallbackResponse(text)),
        deployment,
        name,
        List.of(),
        List.of(),
        Duration.ZERO);
  }

  private static boolean hasAnswer(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETION, RESPONSE -> true;
      case EMBEDDING, TOKEN_COUNT -> false;
    };
  }

  @Override
  public @Nullable StreamEvent next() {
    return events.hasNext() ? events.next() : null;
  }

  @Override
  public AnswerHead head() {
    return new AnswerHead(List.of(Map.entry("x-llmgw-fallback-response", "true")));
  }

  @Override
  public void close() {}
}
