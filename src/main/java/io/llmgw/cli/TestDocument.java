package io.llmgw.cli;

import io.llmgw.json.Json;
import io.llmgw.probe.Bench;
import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.Finding;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TargetReport.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as a document for programs. */
final class TestDocument {
  private TestDocument() {}

  /** A run, with the figures of a bench where there was one. */
  static ObjectNode of(TestSummary summary, List<Bench.Result> benched) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("ok", summary.count(Verdict.FAILED) == 0);
    document.put("exit", summary.exit().number());
    document.put("passed", summary.count(Verdict.PASSED));
    document.put("failed", summary.count(Verdict.FAILED));
    document.put("skipped", summary.count(Verdict.SKIPPED));
    document.put("ms", summary.took().toMillis());
    document.put("cost_usd", plain(summary.cost()));
    ArrayNode targets = document.putArray("targets");
    summary.reports().forEach(report -> targets.add(of(report)));
    if (!benched.isEmpty()) {
      ArrayNode list = document.putArray("bench");
      benched.forEach(result -> list.add(of(result)));
    }
    return document;
  }

  static ObjectNode of(TargetReport report) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("name", report.target().name());
    document.put("provider", report.target().deployment().provider());
    document.put("model", report.target().deployment().model());
    document.put("source", report.target().deployment().origin());
    document.put("verdict", word(report.verdict()));
    document.put("ms", report.took().toMillis());
    document.put("ttft_ms", millis(report.firstToken()));
    document.put("input_tokens", report.usage().inputTokens());
    document.put("output_tokens", report.usage().outputTokens());
    document.put("cost_usd", report.cost() == null ? null : plain(report.cost()));
    Diagnosis wrong = report.diagnosis();
    if (wrong == null) {
      document.putNull("diagnosis");
    } else {
      document.set("diagnosis", of(wrong));
    }
    ArrayNode steps = document.putArray("steps");
    report.results().forEach(result -> steps.add(of(result)));
    ArrayNode findings = document.putArray("findings");
    report.findings().forEach(finding -> findings.add(of(finding)));
    ObjectNode facts = document.putObject("facts");
    new TreeMap<>(report.facts()).forEach(facts::put);
    return document;
  }

  static ObjectNode of(Bench.Result result) {
    return Json.MAPPER
        .createObjectNode()
        .put("name", result.target().name())
        .put("rounds", result.rounds())
        .put("ttft_p50_ms", millis(result.firstTokenP50()))
        .put("ttft_p95_ms", millis(result.firstTokenP95()))
        .put("tokens_per_second", result.tokensPerSecond())
        .put("error_rate", result.errorRate())
        .put("last_error", result.lastFailure());
  }

  private static ObjectNode of(Diagnosis wrong) {
    return Json.MAPPER
        .createObjectNode()
        .put("code", wrong.code())
        .put("exit", ExitCode.of(wrong.fault()).number())
        .put("message", wrong.what())
        .put("cause", wrong.cause())
        .put("hint", wrong.hint());
  }

  private static ObjectNode of(RungResult result) {
    return Json.MAPPER
        .createObjectNode()
        .put("step", result.rung().toString())
        .put("outcome", word(result.outcome()))
        .put("ms", result.took().toMillis())
        .put("note", result.note());
  }

  private static ObjectNode of(Finding finding) {
    return Json.MAPPER
        .createObjectNode()
        .put("code", finding.code())
        .put("message", finding.text())
        .put("hint", finding.hint());
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : Long.valueOf(time.toMillis());
  }

  /** Without an exponent, which some readers of numbers do not know. */
  private static BigDecimal plain(BigDecimal usd) {
    BigDecimal bare = usd.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
