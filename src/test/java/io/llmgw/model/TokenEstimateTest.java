package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog.";

  @Test
  void isNearWhatTokenizersCount() {
    // ten by OpenAI's and eleven by Anthropic's
    assertThat(TokenEstimate.text(SENTENCE)).isBetween(10L, 14L);
    assertThat(TokenEstimate.text("")).isZero();
  }

  @Test
  void countsALetterOfAScriptWithoutSpacesAsAToken() {
    assertThat(TokenEstimate.text("你好世界")).isEqualTo(4);
  }

  @Test
  void countsToolsAndFilesToo() {
    ChatRequest plain = ChatRequest.of("m", List.of(Message.text(Role.USER, SENTENCE)));
    ChatRequest rich =
        new ChatRequest(
            "m",
            List.of(
                new Message(
                    Role.USER,
                    List.of(
                        new Part.Text(SENTENCE),
                        new Part.Media(
                            Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, null)))),
            List.of(
                new Tool("look", "Looks.", Json.MAPPER.readTree("{\"type\":\"object\"}"), null)),
            null,
            null,
            null,
            Sampling.DEFAULT,
            Map.of());

    assertThat(TokenEstimate.of(rich)).isGreaterThan(TokenEstimate.of(plain) + 1_000);
  }

  @Test
  void aFileInARequestNobodyDecodedIsNoText() {
    String image = "data:image/png;base64," + "A".repeat(1_000_000);

    assertThat(
            TokenEstimate.of(
                Json.MAPPER.createObjectNode().put("text", SENTENCE).put("image", image)))
        .isBetween(1_000L, 2_000L);
  }
}
