package io.llmgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmgw.testing.FeatureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The README's compatibility tables are what the contract kits have just shown. {@code mvn verify
 * -Dreadme.update=true} writes them anew.
 */
class CompatibilityTableIT {
  private static final Path README = Path.of("README.md");

  private record Subject(String name, Map<String, String> outcomes) {}

  @ParameterizedTest
  @CsvSource({"clients, io.llmgw.server.", "upstreams, io.llmgw.provider."})
  void tellsWhatTheContractKitsHaveShown(String table, String packages) throws IOException {
    assumeTrue(Files.isDirectory(FeatureRecord.FOLDER), "the unit tests were not run");
    String readme = Files.readString(README);
    String start = "<!-- " + table + ": written by CompatibilityTableIT -->\n";
    int from = readme.indexOf(start) + start.length();
    int to = readme.indexOf("<!-- end of " + table + " -->");
    assertThat(to).as("the place of the table in the README").isGreaterThanOrEqualTo(from);

    String shown = table(subjects(packages));

    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(README, readme.substring(0, from) + shown + readme.substring(to));
    } else {
      assertThat(readme.substring(from, to)).isEqualTo(shown);
    }
  }

  private static List<Subject> subjects(String packages) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    try (Stream<Path> files = Files.list(FeatureRecord.FOLDER)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(packages)) {
          subjects.add(subject(Files.readAllLines(file)));
        }
      }
    }
    return subjects;
  }

  private static Subject subject(List<String> lines) {
    Map<String, String> outcomes = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int equals = line.lastIndexOf('=');
      outcomes.put(
          line.substring(0, equals),
          switch (FeatureRecord.Outcome.valueOf(line.substring(equals + 1))) {
            case WORKS -> "✓";
            case ABSENT -> "–";
            case FAILED -> "fails";
          });
    }
    return new Subject(lines.getFirst(), outcomes);
  }

  private static String table(List<Subject> subjects) {
    Set<String> features = new LinkedHashSet<>(List.of("answers", "streams"));
    subjects.forEach(subject -> features.addAll(subject.outcomes.keySet()));
    StringBuilder table = new StringBuilder("| |");
    subjects.forEach(subject -> table.append(' ').append(subject.name).append(" |"));
    table.append("\n|---|").append(":-:|".repeat(subjects.size())).append('\n');
    for (String feature : features) {
      table.append("| ").append(feature).append(" | ");
      table.append(
          subjects.stream()
              .map(subject -> subject.outcomes.getOrDefault(feature, "–"))
              .collect(Collectors.joining(" | ")));
      table.append(" |\n");
    }
    return table.toString();
  }
}
