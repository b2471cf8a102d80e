package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.chat.ChatException;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewKeyTest {
  private static final String KEY = "sk-pasted-0123456789";

  @TempDir private Path folder;

  @Test
  void opensTheModelsOfItsProviderAtOnce() {
    try (ScriptedUpstream vendor =
        ScriptedUpstream.start()
            .always(Reply.json("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-5.4\"}]}"))) {
      Environment environment =
          Environment.of(Map.of("OPENAI_BASE_URL", vendor.url() + "/v1"), folder, folder);
      try (GatewayRuntime runtime =
          GatewayRuntime.open(new ConfigLoader(environment), ConfigRequest.DEFAULT)) {
        String told = NewKey.keep("openai", KEY, runtime, surroundings(environment));

        assertThat(told).contains("stored OPENAI_API_KEY in ", "1 models").doesNotContain(KEY);
        assertThat(runtime.gateway().snapshot().models().listed()).containsKey("openai/gpt-5.4");
        assertThat(vendor.requests().getLast().header("authorization")).contains("Bearer " + KEY);
      }
    }
  }

  @Test
  void refusesAProviderThatIsNone() {
    Environment environment = Environment.of(Map.of(), folder, folder);
    try (GatewayRuntime runtime =
        GatewayRuntime.open(new ConfigLoader(environment), ConfigRequest.DEFAULT)) {
      assertThatThrownBy(() -> NewKey.keep("opneai", KEY, runtime, surroundings(environment)))
          .isInstanceOf(ChatException.class)
          .hasMessageContaining("opneai");
    }
  }

  private static Surroundings surroundings(Environment environment) {
    return new Surroundings(environment, Tty.NONE, InputStream.nullInputStream());
  }
}
