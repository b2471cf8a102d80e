package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class FidelityTest {
  @Test
  void tellsEachDifferenceOnce() {
    Fidelity fidelity = new Fidelity(true);

    fidelity.drop("seed", "there is none");
    fidelity.fill("max_tokens", "it is needed");
    fidelity.change("stop", "only four are taken");
    fidelity.drop("seed", "there is none");

    assertThat(fidelity.notes())
        .extracting(Fidelity.Note::change, Fidelity.Note::field)
        .containsExactly(
            tuple(Fidelity.Change.DROPPED, "seed"),
            tuple(Fidelity.Change.DEFAULTED, "max_tokens"),
            tuple(Fidelity.Change.CHANGED, "stop"));
  }

  @Test
  void refusesAParameterThatMayNotBeDroppedByItsName() {
    GatewayException refusal =
        catchThrowableOfType(
            GatewayException.class, () -> new Fidelity(false).drop("seed", "there is none"));

    assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(refusal.detail().param()).isEqualTo("seed");
    assertThat(refusal).hasMessageContaining("there is none").hasMessageContaining("drop_params");
  }

  @Test
  void whatNobodyMissesIsLostEvenThen() {
    Fidelity fidelity = new Fidelity(false);

    fidelity.lose("system[0]", "it means nothing there");

    assertThat(fidelity.notes()).hasSize(1);
  }
}
