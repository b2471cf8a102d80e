package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.ErrorKind;
import org.junit.jupiter.api.Test;

class ModelNamesTest {
  private final FakeBackend backend =
      new FakeBackend().with("openai/gpt-5", 1.0).with("openai/gpt-5-mini", 1.0);

  @Test
  void prefersTheWholeName() {
    assertThat(ModelNames.find("openai/gpt-5", backend)).isEqualTo("openai/gpt-5");
    assertThat(ModelNames.find("gpt-5", backend)).isEqualTo("openai/gpt-5");
  }

  @Test
  void takesAPartThatOnlyOneHas() {
    assertThat(ModelNames.find("mini", backend)).isEqualTo("openai/gpt-5-mini");
  }

  @Test
  void asksForMoreWhenSeveralAreMeant() {
    assertThatThrownBy(() -> ModelNames.find("gpt", backend))
        .hasMessage("'gpt' may be openai/gpt-5, openai/gpt-5-mini");
  }

  @Test
  void namesTheNearest() {
    assertThatThrownBy(() -> ModelNames.find("ecoh", backend))
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
              assertThat(e.hint()).isEqualTo("did you mean echo?");
            });
  }
}
