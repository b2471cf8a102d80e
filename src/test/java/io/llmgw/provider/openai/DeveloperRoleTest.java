package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.JsonObjectIndex;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeveloperRoleTest {
  private static Optional<String> toSystem(String messages) {
    byte[] body = ("{\"messages\":" + messages + "}").getBytes(StandardCharsets.UTF_8);
    JsonObjectIndex index = JsonObjectIndex.of(body);
    return DeveloperRole.toSystem(index, index.find("messages"))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void changesTheRoleAndNoOtherByte() {
    String before =
        """
        [ {"role" : "developer", "content":"\\u00e9 1.50 \\"developer\\""},
          {"role":"user","content":[{"type":"text","text":"developer"}], "n": 1.0e2},
          {"content":"x","role":"developer"} ]\
        """;

    assertThat(toSystem(before))
        .contains(
            before
                .replace("\"role\" : \"developer\"", "\"role\" : \"system\"")
                .replace("\"role\":\"developer\"", "\"role\":\"system\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"role\":\"system\",\"content\":\"developer\"}]",
        "[{\"role\":\"user\",\"name\":\"developer\"}]",
        "[1,null,\"developer\",{\"role\":1}]"
      })
  void leavesOtherMessagesAlone(String messages) {
    assertThat(toSystem(messages)).isEmpty();
  }
}
