package io.llmgw.cli;

import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.Finding;
import io.llmgw.probe.TargetReport;
import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run as annotations of a GitHub workflow, at the line of the configuration where it has one.
 *
 * @see <a
 *     href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">the
 *     commands</a>
 */
final class GithubReport {
  private static final Pattern PLACE = Pattern.compile("(.+):(\\d+)");

  private GithubReport() {}

  static void print(TestSummary summary, PrintWriter out) {
    for (TargetReport report : summary.reports()) {
      Diagnosis wrong = report.diagnosis();
      if (wrong != null) {
        String text = wrong.what() + line("cause: ", wrong.cause()) + line("try: ", wrong.hint());
        annotation(out, "error", report, text);
      }
      for (Finding finding : report.findings()) {
        annotation(out, "warning", report, finding.text() + line("try: ", finding.hint()));
      }
    }
    out.println("::notice title=llmgw test::" + escaped(summary.line()));
    out.flush();
  }

  private static String line(String label, @Nullable String text) {
    return text == null ? "" : "\n" + label + text;
  }

  private static void annotation(PrintWriter out, String level, TargetReport report, String text) {
    Matcher place = PLACE.matcher(report.target().deployment().origin());
    String where =
        place.matches() ? "file=" + property(place.group(1)) + ",line=" + place.group(2) + "," : "";
    out.println(
        "::"
            + level
            + " "
            + where
            + "title="
            + property("llmgw test " + report.target().name())
            + "::"
            + escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return escaped(text).replace(":", "%3A").replace(",", "%2C");
  }
}
