package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModel;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how the answer is drawn, as far as the model lets it be said. */
public final class SamplingRules {
  private static final double ALL = 0.99;

  private SamplingRules() {}

  /** Writes the sampling parameters by Anthropic's names; {@code thinking} fixes most of them. */
  public static void write(
      ObjectNode body, Sampling sampling, ClaudeModel model, boolean thinking, Fidelity fidelity) {
    if (model.sampling() == ClaudeModel.Sampling.FIXED || thinking) {
      String why = thinking ? "it is fixed while the model thinks" : "this model has it fixed";
      dropSet(sampling, why, fidelity);
    } else {
      drawn(body, sampling, model, fidelity);
    }
    unknown("frequency_penalty", sampling.frequencyPenalty(), fidelity);
    unknown("presence_penalty", sampling.presencePenalty(), fidelity);
    if (sampling.seed() != null) {
      fidelity.drop("seed", "this provider has no such parameter");
    }
    stop(body, sampling, fidelity);
  }

  private static void dropSet(Sampling sampling, String why, Fidelity fidelity) {
    if (sampling.temperature() != null && sampling.temperature() != 1) {
      fidelity.drop("temperature", why);
    }
    if (sampling.topP() != null && sampling.topP() < ALL) {
      fidelity.drop("top_p", why);
    }
    if (sampling.topK() != null && sampling.topK() > 0) {
      fidelity.drop("top_k", why);
    }
  }

  private static void drawn(
      ObjectNode body, Sampling sampling, ClaudeModel model, Fidelity fidelity) {
    Double temperature = sampling.temperature();
    if (temperature != null) {
      double clamped = Math.clamp(temperature, 0, 1);
      if (clamped != temperature) {
        fidelity.change("temperature", "this provider takes 0 to 1");
      }
      body.put("temperature", clamped);
    }
    if (sampling.topP() != null) {
      if (temperature != null && model.sampling() == ClaudeModel.Sampling.ONE) {
        fidelity.drop("top_p", "this model takes temperature and top_p not both");
      } else {
        body.put("top_p", sampling.topP());
      }
    }
    // 0 stands for no limit elsewhere, and is refused here
    if (sampling.topK() != null && sampling.topK() > 0) {
      body.put("top_k", sampling.topK());
    }
  }

  private static void unknown(String name, @Nullable Double value, Fidelity fidelity) {
    if (value != null && value != 0) {
      fidelity.drop(name, "this provider has no such parameter");
    }
  }

  /** Sequences without anything to see are refused. */
  private static void stop(ObjectNode body, Sampling sampling, Fidelity fidelity) {
    ArrayNode stop = body.arrayNode();
    for (String sequence : sampling.stop()) {
      if (sequence.isBlank()) {
        fidelity.lose("stop", "a stop sequence of white space alone is not taken");
      } else {
        stop.add(sequence);
      }
    }
    if (!stop.isEmpty()) {
      body.set("stop_sequences", stop);
    }
  }
}
