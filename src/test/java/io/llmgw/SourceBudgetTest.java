package io.llmgw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files of the program stay readable in one sitting, methods on one screen. */
class SourceBudgetTest {
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 60;
  private static final Path SOURCES = Path.of("src/main/java");

  /**
   * A formatted method or constructor begins with a name and a parenthesis, two or more levels
   * deep.
   */
  private static final Pattern METHOD_START =
      Pattern.compile(
          "^( {2,8})(?=\\S)(?!return |throw |new |else |case |default |assert |yield )"
              + "(?:@\\w+ )*(?:[\\w<>\\[\\], ?@.]+ )?\\w+\\(.*");

  @Test
  void keepsFilesShort() {
    List<String> long_ = new ArrayList<>();
    sources()
        .forEach(file -> {
          int lines = lines(file).size();
          if (lines > FILE_LINES) {
            long_.add("%s: %d lines".formatted(file, lines));
          }
        });
    assertThat(long_).isEmpty();
  }

  @Test
  void keepsMethodsShort() {
    List<String> tooLong = sources().flatMap(file -> longMethods(file, lines(file))).toList();
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noticesALongMethod() {
    var lines = new ArrayList<String>();
    lines.add("class A {");
    lines.add("  private static Map<String, List<Integer>> busy(");
    lines.add("      String a, int b) throws IOException {");
    for (int i = 0; i < METHOD_LINES; i++) {
      lines.add("    call(" + i + ");");
    }
    lines.add("  }");
    lines.add("}");
    assertThat(longMethods(Path.of("A.java"), lines)).containsExactly("A.java:2: 63 lines");
  }

  private static Stream<Path> sources() {
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * By indentation, which the formatter keeps: from the first line to the brace at the same depth.
   */
  private static Stream<String> longMethods(Path file, List<String> lines) {
    var found = Stream.<String>builder();
    for (int start = 0; start < lines.size(); start++) {
      var matcher = METHOD_START.matcher(lines.get(start));
      if (!matcher.matches()) {
        continue;
      }
      int length = length(lines, start, matcher.group(1));
      if (length > METHOD_LINES) {
        found.add("%s:%d: %d lines".formatted(file, start + 1, length));
      }
    }
    return found.build();
  }

  /**
   * 0 for a line that ends in a semicolon at that depth before any brace: no method with a body.
   */
  private static int length(List<String> lines, int start, String indent) {
    for (int end = start; end < lines.size(); end++) {
      String line = lines.get(end);
      if (line.equals(indent + "}")) {
        return end - start + 1;
      }
      boolean bodyless = line.endsWith(";") && depth(line) <= indent.length() + 4;
      if (bodyless && !opened(lines, start, end)) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean opened(List<String> lines, int start, int end) {
    return lines.subList(start, end + 1).stream().anyMatch(line -> line.endsWith("{"));
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }
}
