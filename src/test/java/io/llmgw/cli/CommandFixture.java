package io.llmgw.cli;

import io.llmgw.config.Environment;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The command line in this process, with its output caught and the surroundings chosen. */
record CommandFixture(Llmgw llmgw, StringWriter out, StringWriter err) {
  static final Path HOME = Path.of("/home/tester");

  /** What one run printed and how it ended. */
  record Result(int exit, String out, String err) {}

  static CommandFixture create() {
    return with(Map.of(), Tty.NONE, "");
  }

  static CommandFixture with(Map<String, String> variables, Tty tty, String in) {
    InputStream stream = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
    return with(new Surroundings(Environment.of(variables, HOME, HOME), tty, stream));
  }

  static CommandFixture with(Surroundings surroundings) {
    var out = new StringWriter();
    var err = new StringWriter();
    return new CommandFixture(
        new Llmgw(surroundings, new PrintWriter(out), new PrintWriter(err)), out, err);
  }

  CommandLine commandLine() {
    return llmgw.commandLine();
  }

  /** Runs once; what earlier runs printed is forgotten. */
  Result run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    int exit = llmgw.execute(args);
    return new Result(exit, normal(out), normal(err));
  }

  private static String normal(StringWriter writer) {
    return writer.toString().replace(System.lineSeparator(), "\n");
  }
}
