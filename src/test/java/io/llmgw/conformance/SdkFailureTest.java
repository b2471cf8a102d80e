package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenAI's own SDK throws when the upstream, the gateway or the client itself gives up. */
class SdkFailureTest {
  private static final ChatCompletionCreateParams QUESTION = Sdk.ask("fast", "Hello").build();

  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;
  OpenAIClient client;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder,
            """
            model_list:
              - model_name: fast
                litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: sk-provider}
              - model_name: hasty
                litellm_params:
                  {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: sk-provider, timeout: 0.3}
            router_settings: {num_retries: 0}
            general_settings: {master_key: %2$s}
            """
                .formatted(upstream.url(), Sdk.KEY));
    client = Sdk.client(gateway);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    upstream.close();
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(400, BadRequestException.class),
        Arguments.of(401, UnauthorizedException.class),
        Arguments.of(403, PermissionDeniedException.class),
        Arguments.of(404, NotFoundException.class),
        Arguments.of(422, UnprocessableEntityException.class),
        Arguments.of(429, RateLimitException.class),
        Arguments.of(500, InternalServerException.class),
        Arguments.of(503, InternalServerException.class));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void keepsTheUpstreamsStatus(int status, Class<? extends OpenAIServiceException> type) {
    upstream.always(
        Reply.json(status, ChatAnswers.error("What went wrong.", "some_type", "some_code")));

    assertThatThrownBy(() -> client.chat().completions().create(QUESTION))
        .isInstanceOf(type)
        .hasMessageContaining("What went wrong.")
        .isInstanceOfSatisfying(
            OpenAIServiceException.class,
            failure -> {
              assertThat(failure.statusCode()).isEqualTo(status);
              assertThat(failure.code()).contains("some_code");
            });
    assertThatThrownBy(() -> Sdk.streamed(client, QUESTION)).isInstanceOf(type);
  }

  @Test
  void readsAnErrorThatIsNotJson() {
    upstream.then(Reply.page(502, "text/html", "<html><h1>Bad Gateway</h1></html>"));

    assertThatThrownBy(() -> client.chat().completions().create(QUESTION))
        .isInstanceOfSatisfying(
            InternalServerException.class,
            failure -> assertThat(failure.statusCode()).isEqualTo(502))
        .hasMessageNotContaining("<h1>");
  }

  @Test
  void namesAModelThatDoesNotExist() {
    assertThatThrownBy(() -> client.chat().completions().create(Sdk.ask("fats", "Hi").build()))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            failure -> assertThat(failure.code()).contains("model_not_found"))
        .hasMessageContaining("fats");
    assertThatThrownBy(() -> client.models().retrieve("fats"))
        .isInstanceOf(NotFoundException.class);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void refusesAnotherKey() {
    OpenAIClient stranger = client.withOptions(options -> options.apiKey("sk-some-other-key-0000"));

    assertThatThrownBy(() -> stranger.chat().completions().create(QUESTION))
        .isInstanceOfSatisfying(
            UnauthorizedException.class,
            failure -> assertThat(failure.code()).contains("invalid_api_key"))
        .hasMessageNotContaining("sk-");
    assertThat(upstream.requests()).isEmpty();
  }

  @Nested
  class Patience {
    @Test
    void isAskedForByRetryAfter() {
      upstream.then(
          Reply.json(429, ChatAnswers.error("Slow down.", "rate_limit_error", null))
              .header("Retry-After", "1"));
      upstream.then(Reply.json(ChatAnswers.whole("Now.")));

      long start = System.nanoTime();
      ChatCompletion answer = patient(1).chat().completions().create(QUESTION);

      assertThat(Sdk.text(answer)).isEqualTo("Now.");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void isNotAskedForWhenTheMoneyIsGone() {
      upstream.always(
          Reply.json(
              429,
              ChatAnswers.error("No quota left.", "insufficient_quota", "insufficient_quota")));

      assertThatThrownBy(() -> patient(3).chat().completions().create(QUESTION))
          .isInstanceOf(RateLimitException.class);
      assertThat(upstream.requests()).hasSize(1);
    }

    /** The same client, which now repeats requests as it finds right. */
    private OpenAIClient patient(int retries) {
      return client.withOptions(options -> options.maxRetries(retries));
    }
  }

  @Nested
  class MidStream {
    @Test
    void anErrorEventRaises() {
      upstream.then(
          Reply.sse(ChatAnswers.piece("Hel") + ChatAnswers.piece("lo"))
              .send("data: " + ChatAnswers.error("Out of memory.", "server_error", null) + "\n\n"));

      assertBreaksOff("Out of memory.");
    }

    @Test
    void aTornConnectionRaises() {
      upstream.then(Reply.sse(ChatAnswers.piece("Hel") + ChatAnswers.piece("lo")).reset());

      assertBreaksOff("connection");
    }

    private void assertBreaksOff(String reason) {
      List<String> heard = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                try (StreamResponse<ChatCompletionChunk> answer =
                    client.chat().completions().createStreaming(QUESTION)) {
                  answer.stream()
                      .forEach(chunk -> heard.add(chunk.choices().getFirst().delta().toString()));
                }
              })
          .isInstanceOf(SseException.class)
          .hasMessageContaining(reason)
          .hasMessageNotContaining("okhttp");
      assertThat(heard).hasSize(2);
    }
  }

  @Test
  void closingTheStreamEndsTheUpstreamsWork() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());

    try (StreamResponse<ChatCompletionChunk> answer =
        client.chat().completions().createStreaming(QUESTION)) {
      Iterator<ChatCompletionChunk> chunks = answer.stream().iterator();
      assertThat(chunks.next().choices().getFirst().delta().content()).contains("Hel");
      assertThat(upstream.request().running()).isTrue();
    }

    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Nested
  class TimeLimits {
    @Test
    void ofTheGatewayAreAnAnswer() {
      upstream.always(Reply.silence());

      assertThatThrownBy(
              () -> client.chat().completions().create(Sdk.ask("hasty", "Hello").build()))
          .isInstanceOfSatisfying(
              UnexpectedStatusCodeException.class,
              failure -> assertThat(failure.statusCode()).isEqualTo(408));
      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void ofTheClientEndTheUpstreamsWork() {
      upstream.always(Reply.silence());
      RequestOptions hurry = RequestOptions.builder().timeout(Duration.ofMillis(500)).build();

      assertThatThrownBy(() -> client.chat().completions().create(QUESTION, hurry))
          .isInstanceOf(OpenAIIoException.class);

      assertThat(upstream.awaitRequest(0).cancelled()).isTrue();
    }
  }
}
