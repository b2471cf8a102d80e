package io.llmgw.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan upTo(Rung level, boolean free) {
    return new Plan(level, free, Duration.ofSeconds(5), 1, false);
  }

  @Test
  void climbsUpToOneShortAnswer() {
    assertThat(Plan.DEFAULT.rungs("chat"))
        .containsExactly(
            Rung.CONFIG, Rung.DNS, Rung.TCP, Rung.TLS, Rung.AUTH, Rung.MODEL, Rung.CHAT);
  }

  @Test
  void aModelThatEmbedsIsAskedForVectorsInsteadOfAnswers() {
    Set<Rung> rungs = Plan.DEFAULT.rungs("embedding");

    assertThat(rungs).contains(Rung.EMBEDDINGS).doesNotContain(Rung.CHAT, Rung.TOOLS);
    assertThat(upTo(Rung.AUTH, false).rungs("embedding")).doesNotContain(Rung.EMBEDDINGS);
  }

  @Test
  void freeMeansNothingBillableForAnyMode() {
    for (String mode : new String[] {"chat", "embedding", "image_generation"}) {
      assertThat(upTo(Rung.EMBEDDINGS, true).rungs(mode)).noneMatch(Rung::billable);
    }
  }

  @Test
  void whatIsNoChatModelIsNotAskedAnything() {
    assertThat(upTo(Rung.EMBEDDINGS, false).rungs("image_generation")).noneMatch(Rung::billable);
  }

  @Test
  void everyLevelDoesNotAskAChatModelForVectors() {
    assertThat(upTo(Rung.EMBEDDINGS, false).rungs("chat"))
        .contains(Rung.JSON)
        .doesNotContain(Rung.EMBEDDINGS);
  }
}
