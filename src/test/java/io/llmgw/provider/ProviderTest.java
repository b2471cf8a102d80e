package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderTest {
  private final Provider chatOnly =
      new Provider() {
        @Override
        public EventStream chat(ChatRequest request, Call call) {
          throw new AssertionError("not called");
        }

        @Override
        public Preview preview(ChatRequest request, Call call) {
          throw new AssertionError("not called");
        }

        @Override
        public List<UpstreamModel> models(Call call) {
          return List.of();
        }
      };

  @Test
  void refusesEmbeddingsUnlessItCanMakeThem() {
    var request = new Embeddings.Request("talker", List.of("text"), null);
    Call call = new Call("id", new Cancellation(), TimeLimits.NONE);

    assertThatThrownBy(() -> chatOnly.embed(request, call))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("'talker'")
        .extracting(failure -> ((GatewayException) failure).kind())
        .isEqualTo(ErrorKind.INVALID_REQUEST);
  }

  @Test
  void hasNoPassthroughUnlessItSaysSo() {
    for (Protocol protocol : Protocol.values()) {
      assertThat(chatOnly.passthrough(protocol)).isNull();
    }
  }

  @Test
  void everyOperationHasAPathOfItsOwn() {
    assertThat(Operation.values())
        .extracting(Operation::path)
        .doesNotHaveDuplicates()
        .allMatch(path -> path.startsWith("/") && !path.endsWith("/"));
  }
}
