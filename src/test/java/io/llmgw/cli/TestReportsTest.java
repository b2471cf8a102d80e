package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import io.llmgw.model.Usage;
import io.llmgw.probe.Bench;
import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.Fault;
import io.llmgw.probe.Finding;
import io.llmgw.probe.Rung;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.RungResult.Outcome;
import io.llmgw.probe.Target;
import io.llmgw.probe.TargetReport;
import io.llmgw.testing.TestingConfig;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** One run in every format. */
class TestReportsTest {
  private static final TestSummary SUMMARY =
      new TestSummary(List.of(good(), bad(), left()), Duration.ofMillis(3149));

  private static Target target(String name) {
    return new Target(name, TestingConfig.openAi(name, "https://api.example.com/v1"));
  }

  private static RungResult passed(Rung rung, int millis, String note) {
    return new RungResult(rung, Outcome.PASSED, Duration.ofMillis(millis), note);
  }

  private static TargetReport good() {
    return new TargetReport(
        target("smart"),
        List.of(
            passed(Rung.CONFIG, 1, "llmgw.yaml:1"),
            passed(Rung.DNS, 4, "203.0.113.7"),
            passed(Rung.TCP, 20, ""),
            passed(Rung.TLS, 31, ""),
            passed(Rung.AUTH, 84, "12 models"),
            passed(Rung.MODEL, 0, "listed"),
            passed(Rung.CHAT, 612, "ttft 310ms")),
        List.of(new Finding("retires", "the model x retires on 2026-12-01", "move before")),
        Map.of("served_model", "x-2026-01-01", "region", "Sweden Central"),
        null,
        Duration.ofMillis(310),
        Usage.of(11, 2),
        new BigDecimal("0.0000125"),
        Duration.ofMillis(752));
  }

  /** With everything that could break a format out of its own bounds. */
  private static TargetReport bad() {
    return new TargetReport(
        target("pro,d:1 <b> #2"),
        List.of(
            passed(Rung.CONFIG, 1, "llmgw.yaml:1"),
            new RungResult(
                Rung.AUTH,
                Outcome.FAILED,
                Duration.ofMillis(77),
                "The key ****cdef is not \"it\"")),
        List.of(),
        Map.of(),
        new Diagnosis(
            Fault.AUTHENTICATION,
            "key_refused",
            "The key ****cdef is not \"it\"",
            "100% <wrong> & ]]> @|red x|@",
            "az cognitiveservices account keys list -g GROUP -n res"),
        null,
        Usage.of(0, 0),
        BigDecimal.ZERO,
        Duration.ofMillis(80));
  }

  private static TargetReport left() {
    return new TargetReport(
        target("later"),
        List.of(
            new RungResult(
                Rung.CONFIG, Outcome.SKIPPED, Duration.ZERO, "the run was stopped before")),
        List.of(),
        Map.of(),
        null,
        null,
        Usage.of(0, 0),
        null,
        Duration.ZERO);
  }

  private static String printed(BiConsumer<TestSummary, PrintWriter> report) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    report.accept(SUMMARY, out);
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String lines(boolean verbose) {
    TestLines lines = new TestLines(Ansi.OFF, verbose);
    return printed((summary, out) -> {
      summary.reports().forEach(report -> lines.of(report).forEach(out::println));
      out.println(summary.line());
    });
  }

  @Test
  void forPeople() {
    GoldenFile.of("test.txt").assertEquals(lines(false));
    GoldenFile.of("test-verbose.txt").assertEquals(lines(true));
  }

  @Test
  void forPrograms() {
    String json =
        Json.MAPPER
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(TestDocument.of(SUMMARY, List.of()))
                .replace("\r\n", "\n")
            + "\n";
    GoldenFile.of("test.json").assertEquals(json);
    JsonNode document = Json.MAPPER.readTree(json);

    assertThat(document.path("ok").asBoolean()).isFalse();
    assertThat(document.path("exit").asInt()).isEqualTo(10);
    assertThat(document.at("/targets/1/diagnosis/exit").asInt()).isEqualTo(4);
  }

  @Test
  void asYaml() {
    GoldenFile.of("test.yaml")
        .assertEquals(
            printed((summary, out) ->
                Trees.print(out, TestDocument.of(summary, List.of()), OutputFormat.YAML)));
  }

  @Test
  void forTapReaders() {
    GoldenFile.of("test.tap").assertEquals(printed(TapReport::print));
  }

  @Test
  void forGithub() {
    String annotations = printed(GithubReport::print);
    GoldenFile.of("test-github.txt").assertEquals(annotations);

    assertThat(annotations.lines()).allMatch(line -> line.startsWith("::"));
  }

  @Test
  void forCiServers() throws Exception {
    String report = printed(JunitReport::print);
    GoldenFile.of("test-junit.xml").assertEquals(report);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report)));
    Element root = document.getDocumentElement();

    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(counted(root, "testcase")).isEqualTo(root.getAttribute("tests"));
    assertThat(counted(root, "failure")).isEqualTo(root.getAttribute("failures"));
    assertThat(counted(root, "skipped")).isEqualTo(root.getAttribute("skipped"));
    NodeList suites = root.getElementsByTagName("testsuite");
    assertThat(suites.getLength()).isEqualTo(3);
    for (int i = 0; i < suites.getLength(); i++) {
      Element suite = (Element) suites.item(i);
      assertThat(counted(suite, "testcase")).isEqualTo(suite.getAttribute("tests"));
      assertThat(suite.getAttribute("time")).matches("\\d+\\.\\d{3}");
    }
    Element failure = (Element) root.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("key_refused");
    assertThat(failure.getTextContent()).contains("100% <wrong> & ]]>");
  }

  private static String counted(Element below, String tag) {
    return String.valueOf(below.getElementsByTagName(tag).getLength());
  }

  @Test
  void xmlHoldsNoCharacterItMayNot() {
    assertThat(JunitReport.clean("a\u0000b\u001bc\ud800d\ue000\t\n\ud83d\ude00"))
        .isEqualTo("a\ufffdb\ufffdc\ufffdd\ue000\t\n\ud83d\ude00");
  }

  @Test
  void theJunitReportKeepsToTheSchemaOfItsReaders() throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(TestReportsTest.class.getResource("junit.xsd"));
    String report = printed(JunitReport::print);

    schema.newValidator().validate(new StreamSource(new StringReader(report)));

    String spoilt = report.replaceFirst(" tests=\"\\d+\"", " tests=\"many\"");
    assertThatThrownBy(
            () -> schema.newValidator().validate(new StreamSource(new StringReader(spoilt))))
        .hasMessageContaining("many");
  }

  @Test
  void theSpeedOfAnswers() {
    List<String> lines =
        BenchLines.of(
            List.of(
                new Bench.Result(
                    target("smart"),
                    20,
                    Duration.ofMillis(310),
                    Duration.ofMillis(480),
                    88.25,
                    1,
                    "Too many\nrequests."),
                new Bench.Result(target("dead"), 3, null, null, null, 3, null)));

    assertThat(lines)
        .containsExactly(
            "smart  20 answers  ttft p50 310ms p95 480ms  88.3 tok/s  5% errors",
            "    last error: Too many requests.",
            "dead  3 answers  ttft p50 - p95 -  - tok/s  100% errors");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultHasItsOwnExitCode(Fault fault) {
    assertThat(ExitCode.of(fault)).isNotIn(ExitCode.OK, ExitCode.PARTIAL, ExitCode.USAGE);
  }

  @Test
  void moneyHasTheDigitsThatMatter() {
    assertThat(TestSummary.money(new BigDecimal("0.0000125"))).isEqualTo("$0.000013");
    assertThat(TestSummary.money(new BigDecimal("12"))).isEqualTo("$12.00");
    assertThat(TestSummary.money(BigDecimal.ZERO)).isEqualTo("$0.00");
    assertThat(TestSummary.money(null)).isEqualTo("$?");
  }
}
