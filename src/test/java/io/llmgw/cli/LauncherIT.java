package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built distribution, started the way a user starts it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("llmgw.dist"));
  private static final String JAVA = System.getProperty("java.home");

  @TempDir private Path folder;

  private record Result(int exit, String out, String err) {}

  @Test
  void startsOnTheJavaItIsGiven() throws Exception {
    Result result = run(launcher(), Map.of("LLMGW_JAVA_HOME", JAVA), "--version");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .matches("llmgw \\S+ \\(Java %s, .*\\)\n".formatted(Runtime.version().feature() + "\\S*"));
    assertThat(result.exit()).isZero();
  }

  @Test
  void keepsItsFilesWhereHomeSays() throws Exception {
    Map<String, String> variables =
        Map.of("JAVA_HOME", JAVA, "HOME", folder.toString(), "XDG_DATA_HOME", "");

    Result result = run(launcher(), variables, "--paths");

    assertThat(result.out()).contains(folder.resolve(".local/share/llmgw/llmgw.db").toString());
  }

  @Test
  void startsThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("a b/bin"));
    Path direct = Files.createSymbolicLink(bin.resolve("direct"), launcher().toAbsolutePath());
    Path indirect = Files.createSymbolicLink(bin.resolve("llmgw"), direct.getFileName());

    assertThat(run(indirect, Map.of("JAVA_HOME", JAVA), "--version").exit()).isZero();
  }

  @Test
  void startsFromAFolderWithBlanks() throws Exception {
    Path copy = copyOfDistribution("some where");

    Result result = run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws Exception {
    var command = List.of(launcher().toString(), "--help");
    List<Process> pipeline =
        ProcessBuilder.startPipeline(
            List.of(
                prepared(command, Map.of("JAVA_HOME", JAVA)), prepared(List.of("true"), Map.of())));

    assertThat(pipeline.getFirst().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.getFirst().exitValue()).isEqualTo(141);
    assertThat(text(pipeline.getFirst().getErrorStream().readAllBytes())).isEmpty();
  }

  @Test
  void passesArgumentsUnchanged() throws Exception {
    Result result =
        run(launcher(), Map.of("JAVA_HOME", JAVA), "help", "two words", "$HOME", "*", "");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: There is no command 'two words'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC -Xmx64m", "-XX:+UseZGC", "-Dsome.property=1"})
  void takesFurtherJvmOptions(String options) throws Exception {
    var environment = Map.of("JAVA_HOME", JAVA, "LLMGW_JAVA_OPTS", options);

    Result result = run(launcher(), environment, "--version");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xmx64m", "-Xmx48m -Xms8m", "-Xmn8m", "-XX:+UseG1GC", "-XX:MaxHeapSize=40m"})
  void takesAHeapOfAnotherSize(String options) throws Exception {
    var environment = Map.of("JAVA_HOME", JAVA, "LLMGW_JAVA_OPTS", options);

    Result result = run(launcher(), environment, "serve", "--help");

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Nested
  class SearchingJava {
    @Test
    void ignoresAnOldJavaHome() throws Exception {
      Path old = fakeJava("old", "JAVA_VERSION=\"21.0.5\"");
      var environment = Map.of("JAVA_HOME", old.toString(), "PATH", JAVA + "/bin:/usr/bin:/bin");

      assertThat(run(launcher(), environment, "--version").exit()).isZero();
    }

    @Test
    void refusesAnOldJavaThatItWasToldToUse() throws Exception {
      Path old = fakeJava("old", "JAVA_VERSION=\"1.8.0_402\"");

      Result result =
          run(launcher(), Map.of("LLMGW_JAVA_HOME", old.toString(), "JAVA_HOME", JAVA), "-V");

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              """
              error: LLMGW_JAVA_HOME=%s holds no Java 25 or newer
              try: unset LLMGW_JAVA_HOME, and one is searched for
              """
                  .formatted(old));
    }

    @Test
    void findsOneThatAVersionManagerInstalled() throws Exception {
      Path home = Files.createDirectories(folder.resolve("home"));
      Path versions = Files.createDirectories(home.resolve(".sdkman/candidates/java"));
      Files.createSymbolicLink(versions.resolve("25-tem"), Path.of(JAVA));

      assertThat(run(launcher(), Map.of("HOME", home.toString()), "--version").exit()).isZero();
    }

    @Test
    void prefersTheJavaItCameWith() throws Exception {
      Path copy = copyOfDistribution("bundled");
      Files.createSymbolicLink(copy.resolve("runtime"), Path.of(JAVA));
      var environment = Map.of("LLMGW_JAVA_HOME", "/nonexistent");

      assertThat(run(copy.resolve("bin/llmgw"), environment, "--version").exit()).isZero();
    }

    @Test
    void asksAJavaThatHasNoReleaseFile() throws Exception {
      Path home = folder.resolve("bare");
      script(
          Files.createDirectories(home.resolve("bin")).resolve("java"),
          "exec %s/bin/java \"$@\"".formatted(JAVA));

      Result result = run(launcher(), Map.of("LLMGW_JAVA_HOME", home.toString()), "--version");

      assertThat(result.err()).isEmpty();
      assertThat(result.exit()).isZero();
    }
  }

  @Nested
  class ClassArchive {
    @Test
    void isMadeByTheFirstRunAndSpeedsUpTheNext() throws Exception {
      Path copy = copyOfDistribution("fresh");
      run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");

      assertThat(archives(copy)).hasSize(1);
      var environment = Map.of("JAVA_HOME", JAVA, "LLMGW_JAVA_OPTS", "-Xlog:class+load");
      String loaded = run(copy.resolve("bin/llmgw"), environment, "--paths").out();
      assertThat(loaded)
          .containsPattern("io\\.llmgw\\.cli\\.Main source: shared objects file")
          .containsPattern("picocli\\.CommandLine source: shared objects file");
    }

    /** What these load besides is what they wait for. */
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "--version | okhttp3,org.sqlite,tools.jackson,org.yaml",
          "models | okhttp3,org.sqlite,ch.qos,org.eclipse"
        })
    void leavesOutWhatACommandDoesNotNeed(String command, String packages) throws Exception {
      // with the archive all of its classes are there from the start
      var environment =
          Map.of("JAVA_HOME", JAVA, "LLMGW_CDS", "off", "LLMGW_JAVA_OPTS", "-Xlog:class+load");

      String loaded = run(launcher(), environment, command).out();

      assertThat(loaded).contains("io.llmgw.cli.Main source");
      for (String name : packages.split(",")) {
        assertThat(loaded).as(name).doesNotContain(" " + name + ".");
      }
    }

    @Test
    void isNotUsedForAnotherBuild() throws Exception {
      Path copy = copyOfDistribution("changed");
      run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");
      Path jar = copy.resolve("lib/llmgw.jar");
      var time = Files.getLastModifiedTime(jar);
      byte[] bytes = Files.readAllBytes(jar);
      // The last bytes are the length of a comment that is not there: the jar stays readable.
      Files.write(jar, commented(bytes));
      Files.setLastModifiedTime(jar, time);

      run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");

      assertThat(archives(copy)).hasSize(2);
    }

    @Test
    void doesNoHarmWhenItIsBroken() throws Exception {
      Path copy = copyOfDistribution("broken");
      run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");
      Files.writeString(archives(copy).getFirst(), "no archive");

      Result result = run(copy.resolve("bin/llmgw"), Map.of("JAVA_HOME", JAVA), "--version");

      assertThat(result.exit()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).startsWith("llmgw ").hasLineCount(1);
    }

    @Test
    void canBeSwitchedOff() throws Exception {
      Path copy = copyOfDistribution("without");
      var environment = Map.of("JAVA_HOME", JAVA, "LLMGW_CDS", "off");

      assertThat(run(copy.resolve("bin/llmgw"), environment, "--version").exit()).isZero();
      assertThat(copy.resolve("cds")).doesNotExist();
    }
  }

  private static Path launcher() {
    return DISTRIBUTION.resolve("bin/llmgw");
  }

  private Result run(Path program, Map<String, String> environment, String... args)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(args));
    Process process = prepared(command, environment).redirectInput(NOTHING).start();
    byte[] out = process.getInputStream().readAllBytes();
    byte[] err = process.getErrorStream().readAllBytes();
    return new Result(process.waitFor(), text(out), text(err));
  }

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

  /** With an environment that holds nothing but what is given, and a home of its own. */
  private ProcessBuilder prepared(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A folder that looks like an installed Java, and fails when it is started. */
  private Path fakeJava(String name, String release) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), release + "\n");
    script(home.resolve("bin/java"), "exit 99");
    return home;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Without the class archive; with the times of the files, which the JVM checks. */
  private Path copyOfDistribution(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
      files
          .filter(file -> !file.startsWith(DISTRIBUTION.resolve("cds")))
          .forEach(file -> copy(file, copy.resolve(DISTRIBUTION.relativize(file))));
    }
    return copy;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> archives(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("cds"))) {
      return files.toList();
    }
  }

  /** The same jar with other bytes: a comment of three letters. */
  private static byte[] commented(byte[] jar) {
    byte[] copy = Arrays.copyOf(jar, jar.length + 3);
    copy[jar.length - 2] = 3;
    copy[jar.length] = 'n';
    copy[jar.length + 1] = 'e';
    copy[jar.length + 2] = 'w';
    return copy;
  }
}
