package io.llmgw.cli;

import io.llmgw.app.Probing;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.GivenParameter;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Nearest;
import io.llmgw.config.Problem;
import io.llmgw.probe.Ladder;
import io.llmgw.probe.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a test is about: targets of a configuration, of flags, or of a running gateway. */
record TestSubject(Probing probing, List<Target> targets) implements AutoCloseable {
  private static final int LONGEST_KEY = 16_384;
  private static final Duration LIST_LIMIT = Duration.ofSeconds(10);

  static TestSubject open(
      List<String> words,
      TestUpstreamOptions upstream,
      SharedOptions shared,
      Surroundings surroundings,
      CommandLine command) {
    ConfigLoader loader = new ConfigLoader(surroundings.environment());
    if (upstream.given()) {
      return ofFlags(words, upstream, loader, shared, surroundings, command);
    }
    if (shared.server != null) {
      return ofServer(words, shared.server, surroundings);
    }
    ConfigRequest request = ConfigRequest.DEFAULT;
    LoadedConfig loaded =
        loader.load(shared.config == null ? request : request.withFile(shared.config));
    if (!shared.quiet) {
      loaded.warnings().stream()
          .filter(problem -> problem.severity() == Problem.Severity.WARNING)
          .forEach(problem -> command.getErr().println(problem.render()));
    }
    return chosen(Probing.of(loaded), words);
  }

  private static TestSubject chosen(Probing probing, List<String> words) {
    try {
      return new TestSubject(probing, words.isEmpty() ? probing.targets() : meant(probing, words));
    } catch (RuntimeException unknown) {
      probing.close();
      throw unknown;
    }
  }

  private static List<Target> meant(Probing probing, List<String> words) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (String word : words) {
      List<Target> found = probing.find(word);
      if (found.isEmpty()) {
        throw unknown(word, probing.words());
      }
      found.forEach(target -> targets.putIfAbsent(target.name(), target));
    }
    return List.copyOf(targets.values());
  }

  private static CommandException unknown(String word, Iterable<String> known) {
    List<String> names = new ArrayList<>();
    known.forEach(names::add);
    List<String> near = Nearest.few(word, names);
    String meant =
        near.isEmpty()
            ? "; there are " + String.join(", ", names.subList(0, Math.min(8, names.size())))
            : "; did you mean " + String.join(", ", near) + "?";
    return new CommandException(
        ExitCode.MODEL,
        "nothing configured is called '" + word + "'" + (names.isEmpty() ? "" : meant),
        near.isEmpty() ? "llmgw models" : "llmgw test " + near.getFirst());
  }

  private static TestSubject ofFlags(
      List<String> words,
      TestUpstreamOptions upstream,
      ConfigLoader loader,
      SharedOptions shared,
      Surroundings surroundings,
      CommandLine command) {
    if (words.size() != 1 || shared.server != null || shared.config != null) {
      throw new ParameterException(
          command,
          "With --endpoint and the like name one provider as TARGET, and no --config or --server");
    }
    String vendor = words.getFirst();
    String name = upstream.deployment == null ? "*" : upstream.deployment;
    List<GivenParameter> given = new ArrayList<>();
    given.add(new GivenParameter("model", vendor + "/" + name, "TARGET"));
    if (upstream.endpoint != null) {
      given.add(new GivenParameter("api_base", upstream.endpoint, "--endpoint"));
    }
    if (upstream.apiVersion != null) {
      given.add(new GivenParameter("api_version", upstream.apiVersion, "--api-version"));
    }
    if (upstream.keyVariable != null && upstream.keyFile != null) {
      throw new ParameterException(command, "--key-env and --key-file are two keys: give one");
    }
    if (upstream.keyVariable != null) {
      given.add(new GivenParameter("api_key", "os.environ/" + upstream.keyVariable, "--key-env"));
    } else if (upstream.keyFile != null) {
      given.add(new GivenParameter("api_key", key(upstream.keyFile, surroundings), "--key-file"));
    }
    LoadedConfig loaded = loader.loadOne(vendor + "/" + name, given);
    String variable = upstream.keyVariable;
    if (variable != null && loaded.environment().text(variable) == null) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          "the variable " + variable + " is not set, and --key-env wants the key from it",
          "export " + variable + "=…");
    }
    Probing probing = Probing.of(loaded);
    String keyFlags = upstream.keyFlags();
    return new TestSubject(
        probing,
        probing.targets().stream()
            .map(target -> new Target(target.name(), target.deployment(), keyFlags))
            .toList());
  }

  private static TestSubject ofServer(
      List<String> words, String server, Surroundings surroundings) {
    Probing probing = Probing.of(server, surroundings.environment());
    try {
      List<Target> all = probing.listed(probing.targets().getFirst(), LIST_LIMIT);
      boolean untold = all.size() == 1 && all.getFirst().open();
      return new TestSubject(probing, words.isEmpty() || untold ? all : among(all, words));
    } catch (RuntimeException unknown) {
      probing.close();
      throw unknown;
    }
  }

  private static List<Target> among(List<Target> all, List<String> words) {
    List<String> names = all.stream().map(Target::name).toList();
    words.stream()
        .filter(word -> !names.contains(word))
        .findFirst()
        .ifPresent(word -> {
          throw unknown(word, names);
        });
    return all.stream().filter(target -> words.contains(target.name())).toList();
  }

  private static String key(Path file, Surroundings surroundings) {
    boolean piped = file.toString().equals("-");
    if (piped && surroundings.tty().in()) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          "--key-file - reads the key from a pipe, and the standard input is a terminal",
          "pass show azure | llmgw test … --key-file -, or --key-file FILE, or --key-env VAR");
    }
    if (!piped && !Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          Files.isDirectory(file) ? file + " is a folder" : "there is no file " + file,
          "name the file that holds the key");
    }
    try (InputStream in = piped ? surroundings.in() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_KEY);
      String key = new String(bytes, StandardCharsets.UTF_8).strip();
      if (key.isEmpty()) {
        throw new CommandException(
            ExitCode.AUTHENTICATION,
            (piped ? "the standard input" : file.toString()) + " holds no key",
            null);
      }
      return key;
    } catch (IOException failure) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          file + " cannot be read: " + failure.getClass().getSimpleName(),
          "ls -l " + file);
    }
  }

  Ladder ladder() {
    return probing.ladder();
  }

  @Override
  public void close() {
    probing.close();
  }
}
