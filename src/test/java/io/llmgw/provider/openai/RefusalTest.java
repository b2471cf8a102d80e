package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  private static final Profile PROD = Setup.of("azure", "prod").profile();

  private static GatewayException refusal(int status, @Nullable String param, String message) {
    return new GatewayException(
        ErrorKind.ofStatus(status), message, new ErrorDetail(status, null, null, param, null));
  }

  private static Profile taught(Profile profile, @Nullable String param, String message) {
    return Objects.requireNonNull(
        Refusal.teaches(profile, refusal(400, param, message), true), message);
  }

  private static void assertTeachesNothing(
      Profile profile, int status, @Nullable String param, String message) {
    assertThat(Refusal.teaches(profile, refusal(status, param, message), true)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "max_tokens | Unsupported parameter: 'max_tokens' is not supported with this model. Use"
            + " 'max_completion_tokens' instead.",
        "- | Unsupported parameter: 'max_tokens' is not supported with this model. Use"
            + " 'max_completion_tokens' instead.",
        "temperature | Unsupported value: 'temperature' does not support 0.2 with this model. Only"
            + " the default (1) value is supported.",
        "- | Unsupported value: 'temperature' does not support 0.2 with this model. Only the"
            + " default (1) value is supported."
      })
  void knowsAReasoningModelByItsWords(@Nullable String param, String message) {
    assertThat(taught(PROD, param, message).traits().reasoning()).isTrue();
  }

  @Test
  void learnsTheSameThingOnce() {
    Profile reasoning = Setup.of("openai", "gpt-5").profile();

    assertTeachesNothing(reasoning, 400, "max_tokens", "Unsupported parameter: 'max_tokens'");
    assertThat(taught(reasoning, "temperature", "Unsupported value").preset().drop())
        .contains("temperature");
  }

  @Test
  void learnsThatAnOldServerKnowsOnlyTheOldLimit() {
    String message = "Unrecognized request argument supplied: max_completion_tokens";
    Profile taught = taught(PROD, null, message);

    assertThat(taught.preset().rename()).containsEntry("max_completion_tokens", "max_tokens");
    assertThat(taught.traits().reasoning()).isFalse();
    assertTeachesNothing(taught, 400, null, message);
  }

  @Test
  void doesNotTakeALimitThatIsTooHighForAnUnknownOne() {
    assertTeachesNothing(
        PROD,
        400,
        "max_tokens",
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "stream_options | Unsupported parameter: stream_options",
        "- | Extra inputs are not permitted: stream_options",
        "stream_options.include_usage | Unknown parameter: 'stream_options.include_usage'."
      })
  void learnsThatStreamOptionsAreUnknown(@Nullable String param, String message) {
    Profile taught = taught(PROD, param, message);

    assertThat(taught.preset().streamOptions()).isFalse();
    assertThat(taught.streaming()).isTrue();
    assertTeachesNothing(taught, 400, param, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "stream | Streaming is not supported for this model.",
        "- | This model does not support streaming",
        "- | stream=true is not allowed"
      })
  void learnsThatTheUpstreamCannotStream(@Nullable String param, String message) {
    assertThat(taught(PROD, param, message).streaming()).isFalse();
    assertThat(Refusal.teaches(PROD, refusal(501, param, message), true)).isNotNull();
    assertThat(Refusal.teaches(PROD, refusal(400, param, message), false)).isNull();
  }

  @Test
  void learnsThatAParameterNobodyNeedsIsRefused() {
    String message = "Unsupported parameter: 'reasoning_effort' is not supported with this model.";
    Profile taught = taught(PROD, "reasoning_effort", message);

    assertThat(taught.preset().drop()).contains("reasoning_effort");
    assertTeachesNothing(taught, 400, "reasoning_effort", message);
  }

  @Test
  void doesNotDropWhatItMayNotOrWhatTheAnswerNeeds() {
    Profile strict =
        Setup.of("azure", "prod").repair(new Repair(false, List.of(), List.of())).profile();

    assertTeachesNothing(strict, 400, "seed", "Unsupported parameter: 'seed'");
    assertTeachesNothing(PROD, 400, "tools", "Unsupported parameter: 'tools'");
    assertTeachesNothing(PROD, 400, "response_format", "response_format is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | max_tokens is not supported",
        "429 | streaming is not supported",
        "500 | streaming is not supported",
        "400 | Invalid value for 'messages'",
        "400 | The response was filtered while streaming"
      })
  void learnsNothingFromOtherRefusals(int status, String message) {
    assertTeachesNothing(PROD, status, null, message);
  }
}
