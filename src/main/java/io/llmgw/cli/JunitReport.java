package io.llmgw.cli;

import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.RungResult.Outcome;
import io.llmgw.probe.TargetReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A run as CI servers read tests: a suite for each target, a case for each step.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">the format, as it is read</a>
 */
final class JunitReport {
  private final XMLStreamWriter xml;

  private JunitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static void print(TestSummary summary, PrintWriter out) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitReport(xml).write(summary);
      xml.close();
    } catch (XMLStreamException fault) {
      throw new IllegalStateException("an XML document in memory", fault);
    }
    out.print(text);
    out.println();
    out.flush();
  }

  private void write(TestSummary summary) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "llmgw test");
    List<RungResult> all =
        summary.reports().stream().flatMap(report -> report.results().stream()).toList();
    counts(all, summary.took());
    for (TargetReport report : summary.reports()) {
      suite(report);
    }
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void counts(List<RungResult> results, Duration took) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", count(results, Outcome.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(results, Outcome.SKIPPED));
    xml.writeAttribute("time", seconds(took));
  }

  private static String count(List<RungResult> results, Outcome outcome) {
    return Long.toString(results.stream().filter(one -> one.outcome() == outcome).count());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  private void suite(TargetReport report) throws XMLStreamException {
    line(1);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(report.target().name()));
    counts(report.results(), report.took());
    for (RungResult result : report.results()) {
      step(report, result);
    }
    line(1);
    xml.writeEndElement();
  }

  private void step(TargetReport report, RungResult result) throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(report.target().name()));
    xml.writeAttribute("name", result.rung().toString());
    xml.writeAttribute("time", seconds(result.took()));
    switch (result.outcome()) {
      case PASSED -> {}
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", clean(result.note()));
      }
      case FAILED -> failure(report.diagnosis(), result);
    }
    xml.writeEndElement();
  }

  private void failure(@Nullable Diagnosis wrong, RungResult result) throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("type", wrong == null ? "failed" : wrong.code());
    xml.writeAttribute("message", clean(result.note()));
    if (wrong != null) {
      String cause = wrong.cause() == null ? "" : "cause: " + wrong.cause() + "\n";
      String hint = wrong.hint() == null ? "" : "try: " + wrong.hint() + "\n";
      xml.writeCharacters(clean(cause + hint));
    }
    xml.writeEndElement();
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** Without the characters that no XML document may hold. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> allowed(c) ? c : '\uFFFD').forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
